package chat.parley.websocket;

import java.util.concurrent.atomic.LongAdder;

/** What one event loop has counted. Written by the loop almost alone, read by whoever measures. */
final class LoopCounters {
    final LongAdder framesIn = new LongAdder();
    final LongAdder framesOut = new LongAdder();
    final LongAdder bytesIn = new LongAdder();
    final LongAdder bytesOut = new LongAdder();
    final LongAdder slowReaders = new LongAdder();
    final LongAdder authFailures = new LongAdder();
    final LongAdder badFrames = new LongAdder();

    /** At this moment: open WebSockets, authenticated or not. */
    final LongAdder sockets = new LongAdder();

    /** At this moment: bytes in all outboxes. */
    final LongAdder outboxBytes = new LongAdder();
}
