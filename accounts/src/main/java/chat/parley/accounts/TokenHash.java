package chat.parley.accounts;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The SHA-256 of a secret that has 256 random bits of its own: enough, since there is nothing to guess.
 *
 * @param hex 64 characters
 */
public record TokenHash(String hex) {

    public static final int BYTES = 32;

    public TokenHash {
        if (hex.length() != 2 * BYTES) {
            throw new IllegalArgumentException("not 32 bytes");
        }
    }

    public static TokenHash of(byte[] secret) {
        try {
            return ofBytes(MessageDigest.getInstance("SHA-256").digest(secret));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    /** From 32 bytes as they are stored. */
    public static TokenHash ofBytes(byte[] hash) {
        return new TokenHash(HexFormat.of().formatHex(hash));
    }

    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }
}
