package chat.parley.domain;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * 128 bits of SHA-256 over a body: enough to tell whether a repeated key carries the same body, without keeping the
 * body twice. Stored, so its recipe never changes.
 */
public record BodyHash(long high, long low) {

    /** Of what has no body of its own (a creation, a change of membership). */
    public static final BodyHash NONE = new BodyHash(0, 0);

    public static BodyHash of(Body body) {
        MessageDigest sha256 = sha256();
        String text = body.text();
        sha256.update((byte) (text == null ? 0 : 1));
        update(sha256, text == null ? "" : text);
        for (String media : body.mediaIds()) {
            update(sha256, media);
        }
        byte[] hash = sha256.digest();
        return new BodyHash(longAt(hash, 0), longAt(hash, 8));
    }

    /** With its length before it: a text may hold any character, so no separator would keep the parts apart. */
    private static void update(MessageDigest sha256, String part) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        sha256.update(bytes);
    }

    private static long longAt(byte[] bytes, int from) {
        long value = 0;
        for (int i = from; i < from + 8; i++) {
            value = value << 8 | (bytes[i] & 0xff);
        }
        return value;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
