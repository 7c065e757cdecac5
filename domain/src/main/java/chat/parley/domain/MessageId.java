package chat.parley.domain;

/**
 * A message's place in its conversation, as one sortable 64-bit number: 42 bits of log time in milliseconds since 2020,
 * 10 of the partition, 11 of the log offset (the layout of Twitter's Snowflake, 2010, with the log instead of a clock
 * and a counter). Unique within its conversation because the sequencer never lets it fall behind the last one.
 *
 * <p>Its text is 13 characters of Crockford's base32 in lower case, zero-padded: comparing texts compares ids.
 */
public record MessageId(long value) implements Comparable<MessageId> {

    /** Before every message. */
    public static final MessageId ZERO = new MessageId(0);

    /** Beyond every message. */
    public static final MessageId MAX = new MessageId(Long.MAX_VALUE);

    /** Characters of the text form. */
    public static final int LENGTH = 13;

    static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

    /** 2020-01-01T00:00:00Z in Unix milliseconds. */
    private static final long EPOCH_MILLIS = 1_577_836_800_000L;

    private static final int PARTITION_BITS = 10;
    private static final int OFFSET_BITS = 11;
    private static final byte[] DIGITS = digits();

    /** @throws IllegalArgumentException when negative */
    public MessageId {
        if (value < 0) {
            throw new IllegalArgumentException("a message id is not negative");
        }
    }

    /** The id that a log position asks for; the sequencer raises it above the head's. */
    public static MessageId snowflake(long logTimeMillis, int partition, long offset) {
        long time = Math.max(0, logTimeMillis - EPOCH_MILLIS);
        return new MessageId(time << (PARTITION_BITS + OFFSET_BITS)
                | (partition & ((1L << PARTITION_BITS) - 1)) << OFFSET_BITS
                | (offset & ((1L << OFFSET_BITS) - 1)));
    }

    /** The lowest id that a message of this time can have. */
    public static MessageId firstAt(long unixMillis) {
        return snowflake(unixMillis, 0, 0);
    }

    public static boolean isValid(String text) {
        if (text.length() != LENGTH) {
            return false;
        }
        for (int i = 0; i < LENGTH; i++) {
            char c = text.charAt(i);
            if (c >= DIGITS.length || DIGITS[c] < 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * Reads the text form. 13 characters hold 65 bits: what is beyond 2^63 - 1 is beyond every message, and read as
     * {@link #MAX}.
     *
     * @throws IllegalArgumentException when {@link #isValid} says no
     */
    public static MessageId parse(String text) {
        if (!isValid(text)) {
            throw new IllegalArgumentException("message_id is not 13 of " + ALPHABET);
        }
        if (DIGITS[text.charAt(0)] > 7) {
            return MAX;
        }
        long value = 0;
        for (int i = 0; i < LENGTH; i++) {
            value = value << 5 | DIGITS[text.charAt(i)];
        }
        return new MessageId(value);
    }

    /** What an ASCII character stands for in the text form, 0 to 31; -1 when it stands for nothing. */
    public static int digit(int c) {
        return c >= 0 && c < DIGITS.length ? DIGITS[c] : -1;
    }

    /** The log time that it was made of, Unix milliseconds. Where many came at once it may be somewhat later. */
    public long unixMillis() {
        return EPOCH_MILLIS + (value >>> (PARTITION_BITS + OFFSET_BITS));
    }

    /** The id right after this one. */
    public MessageId next() {
        return new MessageId(value + 1);
    }

    @Override
    public int compareTo(MessageId other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        char[] text = new char[LENGTH];
        long rest = value;
        for (int i = LENGTH - 1; i >= 0; i--) {
            text[i] = ALPHABET.charAt((int) (rest & 31));
            rest >>>= 5;
        }
        return new String(text);
    }

    private static byte[] digits() {
        byte[] digits = new byte[128];
        java.util.Arrays.fill(digits, (byte) -1);
        for (int i = 0; i < ALPHABET.length(); i++) {
            digits[ALPHABET.charAt(i)] = (byte) i;
        }
        return digits;
    }
}
