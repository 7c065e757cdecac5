package chat.parley.tools.client;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** The frame layout of RFC 6455, section 5. */
final class Frames {

    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    /** The payload's length in what {@link #head} returns. */
    static final long LENGTH_MASK = (1L << 56) - 1;

    private Frames() {}

    /** The head's length (top 8 bits) and the payload's (the others) of a server's frame; -1 when it has not all come. */
    static long head(byte[] bytes, int at, int end) {
        int have = end - at;
        if (have < 2) {
            return -1;
        }
        int mask = (bytes[at + 1] & 0x80) == 0 ? 0 : 4;
        int length = bytes[at + 1] & 0x7f;
        if (length < 126) {
            return (long) (2 + mask) << 56 | length;
        }
        int sizeBytes = length == 126 ? 2 : 8;
        if (have < 2 + sizeBytes) {
            return -1;
        }
        long size = 0;
        for (int i = 0; i < sizeBytes; i++) {
            size = size << 8 | (bytes[at + 2 + i] & 0xff);
        }
        return (long) (2 + sizeBytes + mask) << 56 | (size & LENGTH_MASK);
    }

    /** Writes a client's frame, masked and whole. */
    static void write(ByteBuf out, int opcode, byte[] payload, int mask) {
        out.writeByte(0x80 | opcode);
        int length = payload.length;
        if (length < 126) {
            out.writeByte(0x80 | length);
        } else if (length < 0x10000) {
            out.writeByte(0x80 | 126);
            out.writeShort(length);
        } else {
            out.writeByte(0x80 | 127);
            out.writeLong(length);
        }
        out.writeInt(mask);
        int at = out.writerIndex();
        out.writeBytes(payload);
        int whole = length & ~3;
        for (int i = 0; i < whole; i += 4) {
            out.setInt(at + i, out.getInt(at + i) ^ mask);
        }
        for (int i = whole; i < length; i++) {
            out.setByte(at + i, payload[i] ^ (byte) (mask >>> (24 - 8 * (i & 3))));
        }
    }

    static Close close(byte[] bytes, int offset, int length) {
        if (length < 2) {
            return new Close(Close.NO_CODE, "");
        }
        int code = (bytes[offset] & 0xff) << 8 | (bytes[offset + 1] & 0xff);
        return new Close(code, new String(bytes, offset + 2, length - 2, StandardCharsets.UTF_8));
    }
}
