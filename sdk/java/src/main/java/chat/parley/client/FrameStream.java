package chat.parley.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.SplittableRandom;

/** The frame layout of RFC 6455, section 5, from a server and to it. One thread reads, one writes. */
final class FrameStream {

    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    /** Bytes of one message; a server has no reason for more than some 64 Ki. */
    private static final int MESSAGE_BYTES_MAX = 4 << 20;

    private static final int CONTINUATION = 0;
    private static final int BUFFER_BYTES = 8 * 1024;
    private static final SecureRandom SEEDS = new SecureRandom();

    /** What a frame, or the last of its fragments, brought: valid until the next is read. */
    interface Reader {
        void message(int opcode, byte[] bytes, int offset, int length) throws IOException;
    }

    private final InputStream in;
    private final OutputStream out;
    /** Masks keep a proxy from taking what a stranger wrote for HTTP, so they must not be guessed. */
    private final SplittableRandom masks = new SplittableRandom(SEEDS.nextLong());

    private byte[] buffer = new byte[BUFFER_BYTES];
    private int from;
    private int to;
    private byte[] fragments = new byte[0];
    private int fragmentsOpcode;
    private byte[] unwritten = new byte[BUFFER_BYTES];
    private int unwrittenBytes;

    FrameStream(InputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    /**
     * Reads the next frame.
     *
     * @return false at the end
     * @throws IOException when it is not as RFC 6455 says, or too long
     */
    boolean read(Reader reader) throws IOException {
        if (!have(2)) {
            return false;
        }
        int first = buffer[from] & 0xff;
        int second = buffer[from + 1] & 0xff;
        int head = second == 126 ? 4 : second == 127 ? 10 : 2;
        require(have(head), "ends within a frame");
        long length = second;
        if (head > 2) {
            length = 0;
            for (int i = 2; i < head; i++) {
                length = length << 8 | (buffer[from + i] & 0xff);
            }
        }
        require((first & 0x70) == 0 && second < 128, "a frame that is masked or of an extension");
        require(length >= 0 && length <= MESSAGE_BYTES_MAX - fragments.length, "a message of too many bytes");
        int size = (int) length;
        from += head;
        require(have(size), "ends within a frame");
        int at = from;
        from += size;
        take(first & 0xf, (first & 0x80) != 0, at, size, reader);
        return true;
    }

    /** Adds a frame to what {@link #flush} writes. */
    void write(int opcode, byte[] payload) throws IOException {
        int head = payload.length < 126 ? 6 : payload.length < 0x10000 ? 8 : 14;
        if (unwrittenBytes + head + payload.length > unwritten.length) {
            flush();
            if (head + payload.length > unwritten.length) {
                unwritten = new byte[head + payload.length];
            }
        }
        put(0x80 | opcode);
        if (head == 6) {
            put(0x80 | payload.length);
        } else {
            put(head == 8 ? 0x80 | 126 : 0x80 | 127);
            for (int shift = head == 8 ? 8 : 56; shift >= 0; shift -= 8) {
                put((int) ((long) payload.length >>> shift));
            }
        }
        int mask = masks.nextInt();
        for (int shift = 24; shift >= 0; shift -= 8) {
            put(mask >>> shift);
        }
        for (int i = 0; i < payload.length; i++) {
            put(payload[i] ^ (mask >>> (24 - 8 * (i & 3))));
        }
    }

    void flush() throws IOException {
        out.write(unwritten, 0, unwrittenBytes);
        out.flush();
        unwrittenBytes = 0;
        if (unwritten.length > BUFFER_BYTES) {
            unwritten = new byte[BUFFER_BYTES];
        }
    }

    private void take(int opcode, boolean last, int at, int size, Reader reader) throws IOException {
        if (opcode >= CLOSE) {
            require(last && size <= 125, "a control frame that is long or in parts");
            reader.message(opcode, buffer, at, size);
        } else if (opcode != CONTINUATION && last) {
            require(fragments.length == 0, "a message within another");
            reader.message(opcode, buffer, at, size);
        } else {
            fragmentsOpcode = opcode == CONTINUATION ? fragmentsOpcode : opcode;
            int before = fragments.length;
            fragments = Arrays.copyOf(fragments, before + size);
            System.arraycopy(buffer, at, fragments, before, size);
            if (last) {
                byte[] whole = fragments;
                fragments = new byte[0];
                reader.message(fragmentsOpcode, whole, 0, whole.length);
            }
        }
    }

    /**
     * Reads until so many bytes are there.
     *
     * @return false when the stream ends before
     */
    private boolean have(int bytes) throws IOException {
        while (to - from < bytes) {
            if (from > 0 && buffer.length - from < bytes) {
                System.arraycopy(buffer, from, buffer, 0, to - from);
                to -= from;
                from = 0;
            }
            if (buffer.length < bytes) {
                buffer = Arrays.copyOf(buffer, bytes);
            } else if (from == to) {
                from = 0;
                to = 0;
                buffer = buffer.length > BUFFER_BYTES && bytes <= BUFFER_BYTES ? new byte[BUFFER_BYTES] : buffer;
            }
            int count = in.read(buffer, to, buffer.length - to);
            if (count < 0) {
                return false;
            }
            to += count;
        }
        return true;
    }

    private void put(int value) {
        unwritten[unwrittenBytes++] = (byte) value;
    }

    private static void require(boolean holds, String otherwise) throws IOException {
        if (!holds) {
            throw new IOException(otherwise);
        }
    }
}
