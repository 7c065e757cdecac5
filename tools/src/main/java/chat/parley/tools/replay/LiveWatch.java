package chat.parley.tools.replay;

import java.util.BitSet;

/**
 * Which messages of one conversation came to a device only because it asked, though its socket was open all the time
 * since before they were sent. A frame does not say whether it is live: what comes while a catch-up is under way is
 * taken for its answer only where it fills a hole before what came live, or when live frames had ceased, and it is live
 * after all if it comes once more, for a catch-up brings it once. So some misses are not seen, and none is made up.
 */
final class LiveWatch {

    private static final int UNKNOWN = Integer.MAX_VALUE;

    private final BitSet missed = new BitSet();
    /** What has a higher number was sent while the socket was listening. */
    private int before = UNKNOWN;

    private int highest;

    /** Another socket, which brings nothing that was missed on the one before. */
    void reopened() {
        before = UNKNOWN;
        missed.clear();
    }

    /** The server said that it missed something. @return how many messages were counted as missed and are not any more */
    int excused() {
        int excused = missed.cardinality();
        reopened();
        return excused;
    }

    /** The first catch-up on this socket went up to this number. */
    void caughtUp(long lastSeq) {
        before = Math.min(before, (int) lastSeq);
    }

    /** Whether it was sent before the first catch-up on this socket, as far as is known. */
    boolean before(int seq) {
        return seq <= before;
    }

    /**
     * A message came for the first time.
     *
     * @param asked whether a catch-up is under way
     * @param silent whether it was asked for because nothing came any more
     * @return whether it has to be counted as missed
     */
    boolean first(int seq, boolean asked, boolean silent) {
        boolean miss = asked && !before(seq) && (silent || seq < highest);
        highest = Math.max(highest, seq);
        if (miss) {
            missed.set(seq);
        }
        return miss;
    }

    /** A message came again. @return whether it was counted as missed and is not any more */
    boolean again(int seq) {
        boolean counted = missed.get(seq);
        missed.clear(seq);
        return counted;
    }
}
