package chat.parley.websocket;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Tells whether bytes are UTF-8 (RFC 3629: no overlong forms, no surrogates, nothing beyond U+10FFFF), a piece at a
 * time. The state between two pieces is the number of bytes still to come of a character and the range of the next one.
 */
final class Utf8 {

    /** Between two characters; also the state to begin with. */
    static final int WHOLE = 0;

    /** This is not UTF-8, whatever comes. */
    static final int WRONG = -1;

    private static final int ONE = 1 << 16;
    private static final int ANY_CONTINUATION = 0x80BF;
    private static final long NOT_ASCII = 0x8080808080808080L;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private Utf8() {}

    /** The state after {@code bytes[from]} to {@code bytes[to - 1]}, given the one before. */
    static int after(int state, byte[] bytes, int from, int to) {
        int i = from;
        while (i < to) {
            if (state == WHOLE) {
                i = skipAscii(bytes, i, to);
                if (i == to) {
                    return WHOLE;
                }
                state = afterLead(bytes[i++] & 0xFF);
                if (state == WRONG) {
                    return WRONG;
                }
            } else {
                int next = bytes[i++] & 0xFF;
                if (next < ((state >> 8) & 0xFF) || next > (state & 0xFF)) {
                    return WRONG;
                }
                int missing = (state >> 16) - 1;
                state = missing == 0 ? WHOLE : missing * ONE | ANY_CONTINUATION;
            }
        }
        return state;
    }

    private static int skipAscii(byte[] bytes, int from, int to) {
        int i = from;
        while (i + Long.BYTES <= to && ((long) LONGS.get(bytes, i) & NOT_ASCII) == 0) {
            i += Long.BYTES;
        }
        while (i < to && bytes[i] >= 0) {
            i++;
        }
        return i;
    }

    /** The ranges of the second byte keep out overlong forms, surrogates and what is too high. */
    private static int afterLead(int lead) {
        if (lead >= 0xC2 && lead <= 0xDF) {
            return ONE | ANY_CONTINUATION;
        }
        return switch (lead) {
            case 0xE0 -> 2 * ONE | 0xA0BF;
            case 0xED -> 2 * ONE | 0x809F;
            case 0xE1, 0xE2, 0xE3, 0xE4, 0xE5, 0xE6, 0xE7, 0xE8, 0xE9, 0xEA, 0xEB, 0xEC, 0xEE, 0xEF ->
                2 * ONE | ANY_CONTINUATION;
            case 0xF0 -> 3 * ONE | 0x90BF;
            case 0xF1, 0xF2, 0xF3 -> 3 * ONE | ANY_CONTINUATION;
            case 0xF4 -> 3 * ONE | 0x808F;
            default -> WRONG;
        };
    }
}
