package chat.parley.domain;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;

/**
 * A conversation. The server makes it as a digest of what identifies the creation, so that a repeated creation, on
 * whatever node and after whatever crash, names the same conversation.
 */
public record ConversationId(String value) implements Comparable<ConversationId> {

    /** @throws IllegalArgumentException when {@link #isValid} says no */
    public ConversationId {
        IdSyntax.requireId("conversation_id", value);
    }

    public static boolean isValid(String value) {
        return IdSyntax.isId(value);
    }

    /** The one direct conversation of two users, whoever of them begins it. */
    public static ConversationId direct(UserId one, UserId other) {
        return one.compareTo(other) <= 0
                ? new ConversationId("d" + digest("direct", one.value(), other.value()))
                : direct(other, one);
    }

    /** The group that {@code creator} makes under an idempotency key of his own. */
    public static ConversationId group(UserId creator, ClientMsgId clientConversationId) {
        return new ConversationId("g" + digest("group", creator.value(), clientConversationId.value()));
    }

    /** 130 of SHA-256's bits: two of 2^48 conversations meet with a chance of 2^-35. */
    private static String digest(String... parts) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            // No part can hold a line feed, so the joined form is unambiguous.
            byte[] hash = sha256.digest(String.join("\n", parts).getBytes(StandardCharsets.US_ASCII));
            StringBuilder text = new StringBuilder(26);
            for (int bit = 0; bit < 130; bit += 5) {
                int value = 0;
                for (int i = bit; i < bit + 5; i++) {
                    value = value << 1 | (hash[i >> 3] >> (7 - (i & 7)) & 1);
                }
                text.append(MessageId.ALPHABET.charAt(value));
            }
            return text.toString().toLowerCase(Locale.ROOT);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    @Override
    public int compareTo(ConversationId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
