package chat.parley.websocket;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The masking of RFC 6455, section 5.3; the same takes it away again. */
final class Masking {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Masking() {}

    /** @param key in the order in which its bytes stand in the frame, the first one highest */
    static void apply(int key, byte[] payload, int length) {
        long twice = (long) key << 32 | (key & 0xFFFFFFFFL);
        int i = 0;
        for (; i + Long.BYTES <= length; i += Long.BYTES) {
            LONGS.set(payload, i, (long) LONGS.get(payload, i) ^ twice);
        }
        for (; i < length; i++) {
            payload[i] ^= (byte) (key >>> (24 - 8 * (i & 3)));
        }
    }
}
