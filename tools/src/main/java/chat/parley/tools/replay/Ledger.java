package chat.parley.tools.replay;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * What was sent, and what the server answered: one place for each message of the script, in arrays. Written on the
 * client's loop.
 */
final class Ledger {

    private static final byte UNSENT = 0;
    private static final byte SENT = 1;
    private static final byte ACKED = 2;
    private static final byte REFUSED = 3;

    private final byte[] state;
    private final boolean[] postponed;
    private final boolean[] interrupted;
    private final int[] scene;
    private final int[] user;
    private final int[] check;
    private final long[] intendedNanos;
    private final long[] ackedId;
    private final long[] ackedSeq;
    private int sent;
    private int acked;
    private int refused;
    private int ackedTwiceOtherwise;
    private int duplicates;

    Ledger(int messages) {
        state = new byte[messages];
        postponed = new boolean[messages];
        interrupted = new boolean[messages];
        scene = new int[messages];
        user = new int[messages];
        check = new int[messages];
        intendedNanos = new long[messages];
        ackedId = new long[messages];
        ackedSeq = new long[messages];
    }

    /** A checksum of a text's UTF-8. */
    static int check(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return check(bytes, 0, bytes.length);
    }

    static int check(byte[] bytes, int from, int to) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, to - from);
        return (int) crc.getValue();
    }

    void sent(int number, int inScene, int byUser, String markedText, long nanos) {
        state[number] = SENT;
        scene[number] = inScene;
        user[number] = byUser;
        check[number] = check(markedText);
        intendedNanos[number] = nanos;
        sent++;
    }

    /** @return whether it is the first answer */
    boolean acked(int number, long id, long seq, boolean duplicate) {
        if (state[number] == ACKED) {
            if (ackedId[number] != id || ackedSeq[number] != seq) {
                ackedTwiceOtherwise++;
            }
            return false;
        }
        state[number] = ACKED;
        ackedId[number] = id;
        ackedSeq[number] = seq;
        acked++;
        if (duplicate) {
            duplicates++;
        }
        return true;
    }

    void refused(int number) {
        state[number] = REFUSED;
        refused++;
    }

    /** The server asked to try again later: the contract lets it come after its successors. */
    void postponed(int number) {
        postponed[number] = true;
    }

    /** Its answer was lost with the socket; it may have been the same. */
    void interrupted(int number) {
        interrupted[number] = true;
    }

    boolean known(int number) {
        return number >= 0 && number < state.length && state[number] != UNSENT;
    }

    boolean isAcked(int number) {
        return state[number] == ACKED;
    }

    boolean wasPostponed(int number) {
        return postponed[number];
    }

    boolean wasInterrupted(int number) {
        return interrupted[number];
    }

    int scene(int number) {
        return scene[number];
    }

    int user(int number) {
        return user[number];
    }

    int checkOf(int number) {
        return check[number];
    }

    long intendedNanos(int number) {
        return intendedNanos[number];
    }

    long ackedId(int number) {
        return ackedId[number];
    }

    long ackedSeq(int number) {
        return ackedSeq[number];
    }

    int messages() {
        return state.length;
    }

    int sent() {
        return sent;
    }

    int acked() {
        return acked;
    }

    /** Acks that said duplicate: the send before had been stored, and its ack was lost. */
    int duplicates() {
        return duplicates;
    }

    int refused() {
        return refused;
    }

    /** Acks that named another id or number than the one before. */
    int ackedTwiceOtherwise() {
        return ackedTwiceOtherwise;
    }

    int postponed() {
        return count(postponed);
    }

    int interrupted() {
        return count(interrupted);
    }

    private static int count(boolean[] flags) {
        int count = 0;
        for (boolean flag : flags) {
            count += flag ? 1 : 0;
        }
        return count;
    }
}
