package chat.parley.tools.replay;

import java.util.BitSet;

/** What one device was given of one conversation, as far as it was connected and caught up. */
final class Attendance {

    private final Room room;
    private final BitSet given = new BitSet();
    private long last;
    private long readUpTo;

    Attendance(Room room) {
        this.room = room;
    }

    Room room() {
        return room;
    }

    /** A message came. @return false when it is not behind all that came before */
    synchronized boolean take(long seq) {
        boolean inOrder = seq > last;
        given.set((int) seq);
        last = Math.max(last, seq);
        return inOrder;
    }

    /** The user read up to here. */
    synchronized void read(long seq) {
        readUpTo = Math.max(readUpTo, seq);
    }

    synchronized long readUpTo() {
        return readUpTo;
    }

    /** The first number of a range that was not given; {@code to + 1} when all were. */
    synchronized long firstLacking(long from, long to) {
        return Math.min(given.nextClearBit((int) from), to + 1);
    }

    synchronized int count() {
        return given.cardinality();
    }

    /** A copy of all numbers that were given. */
    synchronized BitSet given() {
        return (BitSet) given.clone();
    }
}
