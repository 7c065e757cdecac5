package chat.parley.tools.bench;

import java.nio.charset.StandardCharsets;

/**
 * A {@code send} whose id and text begin with a time, so that the ack and the message tell by themselves how long they
 * took. Written once for each socket; only the sixteen digits change.
 */
final class SendFrame {

    /** A long in hexadecimal. */
    static final int TIME_DIGITS = 16;

    /** Bytes of the text: a usual chat message. */
    static final int TEXT_BYTES = 100;

    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final byte[] frame;
    private final int idAt;
    private final int textAt;
    private long last;

    SendFrame(String conversationId) {
        String before = "{\"type\":\"send\",\"conversation_id\":\"" + conversationId + "\",\"client_msg_id\":\"";
        String between = "\",\"text\":\"";
        String zeros = "0".repeat(TIME_DIGITS);
        String rest = " The quick brown fox jumps over the lazy dog, and the dog does not even look up from its bone."
                .substring(0, TEXT_BYTES - TIME_DIGITS);
        frame = (before + zeros + between + zeros + rest + "\"}").getBytes(StandardCharsets.US_ASCII);
        idAt = before.length();
        textAt = idAt + TIME_DIGITS + between.length();
    }

    /**
     * The frame for a send that was meant for this time; valid until the next call. Two sends of one socket never carry
     * the same time, as it is their client_msg_id.
     */
    byte[] at(long nanos) {
        long time = Math.max(nanos, last + 1);
        last = time;
        for (int i = 0; i < TIME_DIGITS; i++) {
            byte digit = DIGITS[(int) (time >>> (60 - 4 * i)) & 15];
            frame[idAt + i] = digit;
            frame[textAt + i] = digit;
        }
        return frame;
    }

    /** The time at a place of a frame; -1 when none stands there. */
    static long timeAt(byte[] bytes, int from, int length) {
        if (length < TIME_DIGITS) {
            return -1;
        }
        long time = 0;
        for (int i = 0; i < TIME_DIGITS; i++) {
            int digit = Character.digit(bytes[from + i], 16);
            if (digit < 0) {
                return -1;
            }
            time = time << 4 | digit;
        }
        return time;
    }
}
