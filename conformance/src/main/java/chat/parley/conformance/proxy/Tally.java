package chat.parley.conformance.proxy;

import java.util.concurrent.atomic.LongAdder;

/** Counts as they grow. */
final class Tally {

    final LongAdder connections = new LongAdder();
    final LongAdder webSockets = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder acksLost = new LongAdder();
    final LongAdder sendsDoubled = new LongAdder();
    final LongAdder messagesDoubled = new LongAdder();
    final LongAdder cuts = new LongAdder();
    final LongAdder cutsMidFrame = new LongAdder();
    final LongAdder stalls = new LongAdder();
    final LongAdder halfOpened = new LongAdder();
    final LongAdder bytes = new LongAdder();

    Counts counts() {
        return new Counts(
                connections.sum(),
                webSockets.sum(),
                refused.sum(),
                acksLost.sum(),
                sendsDoubled.sum(),
                messagesDoubled.sum(),
                cuts.sum(),
                cutsMidFrame.sum(),
                stalls.sum(),
                halfOpened.sum(),
                bytes.sum());
    }
}
