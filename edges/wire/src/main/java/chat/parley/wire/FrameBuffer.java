package chat.parley.wire;

import java.io.OutputStream;
import java.util.Arrays;

/** Collects a frame's text with room before it for the WebSocket header, whose length is known only afterwards. */
final class FrameBuffer extends OutputStream {

    private static final int HEADER_BYTES_MAX = 10;

    /** A whole message in one text frame (RFC 6455, section 5.2). */
    private static final byte FIN_AND_TEXT = (byte) 0x81;

    private static final int LENGTH_16_BITS = 126;
    private static final int LENGTH_64_BITS = 127;

    private byte[] bytes = new byte[512];
    private int end = HEADER_BYTES_MAX;

    @Override
    public void write(int b) {
        reserve(1);
        bytes[end++] = (byte) b;
    }

    @Override
    public void write(byte[] source, int offset, int length) {
        reserve(length);
        System.arraycopy(source, offset, bytes, end, length);
        end += length;
    }

    /** Bytes of text so far. */
    int size() {
        return end - HEADER_BYTES_MAX;
    }

    /** The frame as it goes over a socket: unmasked, as a server's are. */
    byte[] toFrame() {
        int length = size();
        int start;
        if (length < LENGTH_16_BITS) {
            start = HEADER_BYTES_MAX - 2;
            bytes[start + 1] = (byte) length;
        } else if (length < 1 << 16) {
            start = HEADER_BYTES_MAX - 4;
            bytes[start + 1] = LENGTH_16_BITS;
            writeLength(start + 2, 2, length);
        } else {
            start = 0;
            bytes[start + 1] = LENGTH_64_BITS;
            writeLength(start + 2, 8, length);
        }
        bytes[start] = FIN_AND_TEXT;
        return Arrays.copyOfRange(bytes, start, end);
    }

    private void writeLength(int from, int count, long length) {
        for (int i = 0; i < count; i++) {
            bytes[from + i] = (byte) (length >>> (8 * (count - 1 - i)));
        }
    }

    private void reserve(int more) {
        if (end + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, end + more));
        }
    }
}
