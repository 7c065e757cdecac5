package chat.parley.tools.replay;

import chat.parley.client.Sent;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** What was sent, and what the server answered: one place for each message of the script, in arrays. */
final class Ledger {

    private static final byte UNSENT = 0;
    private static final byte SENT = 1;
    private static final byte ACKED = 2;
    private static final byte REFUSED = 3;

    private final byte[] state;
    private final int[] scene;
    private final int[] user;
    private final int[] check;
    private final long[] intendedNanos;
    private final String[] ackedId;
    private final long[] ackedSeq;
    private int sent;
    private int acked;
    private int refused;
    private int duplicates;

    Ledger(int messages) {
        state = new byte[messages];
        scene = new int[messages];
        user = new int[messages];
        check = new int[messages];
        intendedNanos = new long[messages];
        ackedId = new String[messages];
        ackedSeq = new long[messages];
    }

    /** A checksum of a text's UTF-8. */
    static int check(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return (int) crc.getValue();
    }

    synchronized void sent(int number, int inScene, int byUser, String markedText, long nanos) {
        state[number] = SENT;
        scene[number] = inScene;
        user[number] = byUser;
        check[number] = check(markedText);
        intendedNanos[number] = nanos;
        sent++;
    }

    synchronized void acked(int number, Sent as) {
        state[number] = ACKED;
        ackedId[number] = as.messageId();
        ackedSeq[number] = as.seq();
        acked++;
        if (as.duplicate()) {
            duplicates++;
        }
    }

    synchronized void refused(int number) {
        state[number] = REFUSED;
        refused++;
    }

    synchronized boolean known(int number) {
        return number >= 0 && number < state.length && state[number] != UNSENT;
    }

    synchronized boolean isAcked(int number) {
        return state[number] == ACKED;
    }

    /** Whether a message is as it was sent: by whom, where, and its text. */
    synchronized boolean isAsSent(int number, int inScene, int byUser, String text) {
        return scene[number] == inScene && user[number] == byUser && check[number] == check(text);
    }

    /** Whether a message that was acked was acked as this. */
    synchronized boolean isAsAcked(int number, String messageId, long seq) {
        return state[number] != ACKED || (ackedId[number].equals(messageId) && ackedSeq[number] == seq);
    }

    synchronized long ackedSeq(int number) {
        return ackedSeq[number];
    }

    synchronized long intendedNanos(int number) {
        return intendedNanos[number];
    }

    int messages() {
        return state.length;
    }

    synchronized int sent() {
        return sent;
    }

    synchronized int acked() {
        return acked;
    }

    /** Acks that said duplicate: the send before had been stored, and its ack was lost. */
    synchronized int duplicates() {
        return duplicates;
    }

    synchronized int refused() {
        return refused;
    }
}
