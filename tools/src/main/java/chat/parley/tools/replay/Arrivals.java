package chat.parley.tools.replay;

import java.util.Arrays;

/** Which of a conversation's messages one device has: a bit for each number. */
final class Arrivals {

    private final Room room;
    private final LiveWatch live = new LiveWatch();
    private long[] seen;
    /** All numbers up to this one have arrived. */
    private int whole;
    /** The highest number that arrived as a message or was told of. */
    private int known;

    private int count;
    /** Sends of this device to it that are not acked: their numbers are holes until they are. */
    private int unacked;

    Arrivals(Room room) {
        this.room = room;
        this.seen = new long[room.expected() / 64 + 1];
    }

    Room room() {
        return room;
    }

    LiveWatch live() {
        return live;
    }

    /** A message came; false when it is a copy. */
    boolean first(int seq) {
        known = Math.max(known, seq);
        return mark(seq);
    }

    /**
     * One's own message has this number. Those before it may still be on their way: an ack does not wait for them.
     *
     * @return false when it was known
     */
    boolean own(int seq) {
        return mark(seq);
    }

    private boolean mark(int seq) {
        int word = seq >> 6;
        if (word >= seen.length) {
            seen = Arrays.copyOf(seen, Math.max(word + 1, seen.length * 2));
        }
        long bit = 1L << seq;
        if ((seen[word] & bit) != 0) {
            return false;
        }
        seen[word] |= bit;
        count++;
        while (has(whole + 1)) {
            whole++;
        }
        return true;
    }

    boolean has(int seq) {
        int word = seq >> 6;
        return word < seen.length && (seen[word] & 1L << seq) != 0;
    }

    /** There are messages up to this number. */
    void told(long seq) {
        known = Math.max(known, (int) seq);
    }

    boolean lacks() {
        return known > whole;
    }

    /** Whether it lacks what no ack will bring. */
    boolean lacksSurely() {
        return lacks() && unacked == 0;
    }

    void sending() {
        unacked++;
    }

    void answered() {
        unacked--;
    }

    int whole() {
        return whole;
    }

    int count() {
        return count;
    }
}
