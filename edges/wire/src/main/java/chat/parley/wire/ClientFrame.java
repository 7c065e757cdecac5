package chat.parley.wire;

import chat.parley.domain.Body;
import chat.parley.domain.ClientMsgId;
import chat.parley.domain.ConversationId;
import chat.parley.domain.DeviceId;
import chat.parley.domain.MessageId;
import chat.parley.domain.PresenceStatus;
import chat.parley.domain.ReceiptKind;
import chat.parley.domain.UserId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a client says over its socket, valid in form. */
public sealed interface ClientFrame {

    /** The client's own name for it, which the answer repeats; null when it gave none. */
    @Nullable
    String id();

    record Auth(@Nullable String id, String token, DeviceId device) implements ClientFrame {

        @Override
        public String toString() {
            return "Auth[of " + device + "]";
        }
    }

    record Send(@Nullable String id, ConversationId conversation, ClientMsgId clientMsgId, Body body)
            implements ClientFrame {}

    /**
     * @param since the token of the last {@code synced}, null when there is none
     * @param cursors {@link MessageId#ZERO} where the client wrote null
     * @param limit for each conversation
     */
    record Sync(@Nullable String id, @Nullable String since, Map<ConversationId, MessageId> cursors, int limit)
            implements ClientFrame {}

    /** @param message up to and including which */
    record Receipt(@Nullable String id, ReceiptKind kind, ConversationId conversation, MessageId message)
            implements ClientFrame {}

    record Typing(@Nullable String id, ConversationId conversation, boolean active) implements ClientFrame {}

    /** @param status never {@link PresenceStatus#OFFLINE} */
    record Presence(@Nullable String id, PresenceStatus status) implements ClientFrame {}

    /** @param users each once, in the order in which they were first named */
    record Watch(@Nullable String id, List<UserId> users) implements ClientFrame {
        public Watch {
            users = List.copyOf(users);
        }
    }

    record Ping(@Nullable String id) implements ClientFrame {}

    /** Of a kind that this version does not know, and so ignores. */
    record Unknown(@Nullable String id) implements ClientFrame {}

    /**
     * Cannot be used.
     *
     * @param type as the client wrote it, null when it could not be read
     * @param clientMsgId null when there is none that is well-formed
     * @param message fit to be sent back
     */
    record Malformed(
            @Nullable String id,
            @Nullable String type,
            @Nullable ClientMsgId clientMsgId,
            Code code,
            String message) implements ClientFrame {}
}
