package chat.parley.client;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the server says on the socket. */
sealed interface ServerFrame {

    record Ready(String userId, long serverTs, long heartbeatMillis) implements ServerFrame {}

    record Acked(Sent sent) implements ServerFrame {}

    /** @param shown false for a kind that this client does not know, of which only the number counts */
    record Told(Message message, boolean shown) implements ServerFrame {}

    record ReceiptTold(Receipt receipt) implements ServerFrame {}

    record TypingTold(Typing typing) implements ServerFrame {}

    record PresenceTold(Presence presence) implements ServerFrame {}

    record ConversationTold(ConversationChange change) implements ServerFrame {}

    /** @param more whether the catch-up's limit cut this conversation */
    record Listed(Standing standing, boolean more) {}

    record Synced(
            Map<String, Listed> conversations,
            boolean partial,
            @Nullable String since,
            boolean reset,
            @Nullable String id)
            implements ServerFrame {}

    record Resync(long withinMillis) implements ServerFrame {}

    record Pong() implements ServerFrame {}

    record Failed(
            ParleyException error,
            @Nullable String clientMsgId,
            @Nullable String id) implements ServerFrame {}

    /** A type that this client does not know. */
    record Unknown() implements ServerFrame {}
}
