package chat.parley.conformance.proxy;

import java.time.Duration;

/**
 * What the proxy does to connections. A duration of zero, or a share of 0, is that fault left out. Where a fault comes every
 * so often, the time until it is random for each connection, from a half to one and a half of what is said.
 *
 * @param loseAcks the share of acks that never arrive, 0 to 1
 * @param doubleSends the share of sends that arrive twice, 0 to 1
 * @param doubleMessages the share of messages that arrive twice, 0 to 1
 * @param delayMax bytes arrive up to so much later, in their order
 * @param cutEvery a connection is reset so long after it began
 * @param cutMidFrame the reset comes in the middle of a frame, if one passes within two seconds
 * @param stallEvery nothing moves, either way, every so often
 * @param stallFor and for so long
 * @param halfOpenEvery so long after it began a connection swallows all that either end writes, and stays open
 * @param seed of all that is random: the n-th connection meets the same faults at the same frames
 */
record Faults(
        double loseAcks,
        double doubleSends,
        double doubleMessages,
        Duration delayMax,
        Duration cutEvery,
        boolean cutMidFrame,
        Duration stallEvery,
        Duration stallFor,
        Duration halfOpenEvery,
        long seed) {

    Faults {
        share(loseAcks);
        share(doubleSends);
        share(doubleMessages);
        for (Duration duration : new Duration[] {delayMax, cutEvery, stallEvery, stallFor, halfOpenEvery}) {
            if (duration.isNegative()) {
                throw new IllegalArgumentException(duration + " is negative");
            }
        }
    }

    private static void share(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException(share + " is not from 0 to 1");
        }
    }
}
