package chat.parley.tools.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a server says on a socket. Ids are as they came: a client has no reason to look into them. */
public sealed interface ServerFrame {

    record Ready(String userId, String deviceId, long serverTs, long heartbeatMillis) implements ServerFrame {}

    record Ack(String clientMsgId, String conversationId, String messageId, long seq, long serverTs, boolean duplicate)
            implements ServerFrame {}

    /**
     * A message or event of a conversation, live, caught up, or from a page of history.
     *
     * @param text null when there are only media ids, and for an event
     * @param event null for a message
     * @param clientMsgId told to the sender's devices alone
     */
    record Message(
            String conversationId,
            String messageId,
            long seq,
            String from,
            @Nullable String text,
            List<String> mediaIds,
            long serverTs,
            @Nullable Event event,
            @Nullable String clientMsgId)
            implements ServerFrame {}

    /** A change of the conversation. {@code what} may be one that this client does not know. */
    record Event(
            String what,
            List<String> userIds,
            @Nullable String title,
            @Nullable String role) {}

    record Receipt(String kind, String conversationId, String userId, String messageId, long serverTs)
            implements ServerFrame {}

    record Typing(String conversationId, String userId, boolean active) implements ServerFrame {}

    record Presence(String userId, String status) implements ServerFrame {}

    /** @param removed one is no member any more; all but the id and type are then empty */
    record ConversationChanged(Conversation conversation, boolean removed) implements ServerFrame {}

    /**
     * The end of a catch-up, or a part of its end.
     *
     * @param since the token for the next {@code sync}; on the last part alone
     * @param reset the {@code since} given was too old or none: every conversation is listed, no messages came
     */
    record Synced(
            Map<String, Standing> conversations,
            boolean partial,
            @Nullable String since,
            boolean reset,
            @Nullable String id)
            implements ServerFrame {}

    /**
     * Where a conversation stands for its reader.
     *
     * @param more the limit cut the catch-up: go on with a cursor
     */
    record Standing(
            @Nullable String lastMessageId,
            long lastSeq,
            @Nullable String readMessageId,
            long unread,
            boolean more) {}

    record Resync(long withinMillis) implements ServerFrame {}

    record Pong() implements ServerFrame {}

    /** @param retryAfterMillis null when the server did not say */
    record Failure(
            String code,
            String message,
            @Nullable String clientMsgId,
            @Nullable Long retryAfterMillis,
            @Nullable String id)
            implements ServerFrame {

        /** Whether the same send may be tried again, with the same client_msg_id. */
        public boolean retryable() {
            return code.equals("unavailable") || code.equals("rate_limited");
        }
    }

    /** A type that this client does not know, or not JSON at all. */
    record Unknown(JsonNode json) implements ServerFrame {}

    /** Reads one frame of UTF-8. Never fails: what cannot be read is {@link Unknown}. */
    static ServerFrame read(byte[] frame, int offset, int length) {
        return Json.frame(Json.parse(frame, offset, length));
    }
}
