package chat.parley.client;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A message to be sent. However often it is sent, under one key it is one message.
 *
 * @param conversationId where to; 1 to 64 of {@code A-Z a-z 0-9 _ . -}
 * @param clientMsgId the key; 1 to 64 of the same and {@code :}, and never used for another message
 * @param text up to 16 KiB of UTF-8, and 60 KiB as JSON, which takes six bytes for a control character; null when there
 *     are media alone
 * @param mediaIds at most 10
 */
public record OutgoingMessage(
        String conversationId, String clientMsgId, @Nullable String text, List<String> mediaIds) {

    /** Bytes of UTF-8 that a text may have. */
    public static final int TEXT_BYTES_MAX = 16 * 1024;

    /** Media ids that a message may have. */
    public static final int MEDIA_IDS_MAX = 10;

    /** A frame of 64 KiB, the most that a server reads, less all that is beside the text. */
    private static final int ESCAPED_BYTES_MAX = 60 * 1024;

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_.:-]{1,64}");

    /**
     * Checks what the server would refuse.
     *
     * @throws IllegalArgumentException when an id is malformed, both text and media are missing, or one is too much
     */
    public OutgoingMessage {
        mediaIds = List.copyOf(mediaIds);
        check(ID.matcher(conversationId).matches(), "conversationId is not 1 to 64 of A-Z a-z 0-9 _ . -");
        check(KEY.matcher(clientMsgId).matches(), "clientMsgId is not 1 to 64 of A-Z a-z 0-9 _ . - :");
        check(mediaIds.size() <= MEDIA_IDS_MAX, "more than 10 media ids");
        check(mediaIds.stream().allMatch(id -> id.length() <= 64), "a media id has more than 64 characters");
        check(text == null ? !mediaIds.isEmpty() : !text.isEmpty(), "neither text nor media");
        check(
                text == null || StandardCharsets.UTF_8.newEncoder().canEncode(text),
                "text holds half of a surrogate pair");
        check(text == null || utf8Length(text) <= TEXT_BYTES_MAX, "text has more than 16 KiB of UTF-8");
        // The server closes a socket on which a longer frame comes, and would close each next one, too.
        check(text == null || escapedLength(text) <= ESCAPED_BYTES_MAX, "text has more than 60 KiB as JSON");
    }

    /**
     * A text under a new key.
     *
     * @param conversationId where to
     * @param text what to say
     * @return the message
     * @throws IllegalArgumentException when the server would refuse it
     */
    public static OutgoingMessage of(String conversationId, String text) {
        return of(conversationId, ClientMsgIds.next(), text);
    }

    /**
     * A text under a key of one's own.
     *
     * @param conversationId where to
     * @param clientMsgId the key
     * @param text what to say
     * @return the message
     * @throws IllegalArgumentException when the server would refuse it
     */
    public static OutgoingMessage of(String conversationId, String clientMsgId, String text) {
        return new OutgoingMessage(conversationId, clientMsgId, text, List.of());
    }

    /** What it takes of an outbox, in bytes, about. */
    long bytes() {
        return 200L + (text == null ? 0 : text.length()) + mediaIds.size() * 64L;
    }

    private static int utf8Length(String text) {
        return text.length() * 3 <= TEXT_BYTES_MAX ? text.length() : text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static int escapedLength(String text) {
        return text.length() * 6 <= ESCAPED_BYTES_MAX
                ? 0
                : JsonStringEncoder.getInstance().quoteAsUTF8(text).length;
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
