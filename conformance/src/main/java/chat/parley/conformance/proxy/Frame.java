package chat.parley.conformance.proxy;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A WebSocket frame as it stands on the wire. */
final class Frame {

    private static final int WHOLE_BYTES_MAX = 128 * 1024;
    private static final int FINAL_TEXT = 0x81;

    private final byte[] bytes;
    private final int headerBytes;
    private final long bytesToCome;

    private Frame(byte[] bytes, int headerBytes, long bytesToCome) {
        this.bytes = bytes;
        this.headerBytes = headerBytes;
        this.bytesToCome = bytesToCome;
    }

    /** @return null at the end of the stream */
    static @Nullable Frame read(InputStream in) throws IOException {
        byte[] header = new byte[14];
        int first = in.read();
        if (first < 0) {
            return null;
        }
        header[0] = (byte) first;
        header[1] = (byte) need(in);
        int used = 2;
        long length = header[1] & 0x7f;
        int more = length == 126 ? 2 : length == 127 ? 8 : 0;
        if (more > 0) {
            length = 0;
            for (int i = 0; i < more; i++) {
                header[used] = (byte) need(in);
                length = length << 8 | (header[used++] & 0xff);
            }
        }
        for (int i = 0; i < ((header[1] & 0x80) != 0 ? 4 : 0); i++) {
            header[used++] = (byte) need(in);
        }
        boolean isWhole = length >= 0 && length <= WHOLE_BYTES_MAX;
        byte[] bytes = new byte[used + (isWhole ? (int) length : 0)];
        System.arraycopy(header, 0, bytes, 0, used);
        if (isWhole && in.readNBytes(bytes, used, (int) length) < length) {
            throw new EOFException("the end inside a frame");
        }
        return new Frame(bytes, used, isWhole ? 0 : Math.max(0, length));
    }

    /** Header and payload; of a payload above 128 KiB, which is none of the contract, the header alone. */
    byte[] bytes() {
        return bytes;
    }

    int headerBytes() {
        return headerBytes;
    }

    /** How much of the payload is still to be read. */
    long bytesToCome() {
        return bytesToCome;
    }

    /** Whether it is a whole text message whose JSON says this type. Inside a JSON string the quotes would be escaped. */
    boolean isOfType(String type) {
        if ((bytes[0] & 0xff) != FINAL_TEXT || bytesToCome > 0) {
            return false;
        }
        return Pattern.compile("\"type\"\\s*:\\s*\"" + type + '"')
                .matcher(text())
                .find();
    }

    private String text() {
        byte[] payload = new byte[bytes.length - headerBytes];
        boolean isMasked = (bytes[1] & 0x80) != 0;
        for (int i = 0; i < payload.length; i++) {
            payload[i] = (byte) (bytes[headerBytes + i] ^ (isMasked ? bytes[headerBytes - 4 + (i & 3)] : 0));
        }
        return new String(payload, StandardCharsets.UTF_8);
    }

    private static int need(InputStream in) throws IOException {
        int next = in.read();
        if (next < 0) {
            throw new EOFException("the end inside a frame");
        }
        return next;
    }
}
