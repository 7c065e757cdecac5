package chat.parley.fabric.port;

import chat.parley.domain.ConversationId;
import chat.parley.domain.ConversationType;
import chat.parley.domain.Message;
import chat.parley.domain.MessageId;
import chat.parley.domain.PresenceStatus;
import chat.parley.domain.ReceiptKind;
import chat.parley.domain.UserId;
import chat.parley.pipeline.ConversationView;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Writes what the fabric tells in the form in which it goes over a socket. Encoded once, the bytes are shared by all who
 * get them: nobody changes them.
 */
public interface Frames {

    /** @param own whether it is for the sender's devices, who are told their client_msg_id */
    byte[] message(Message message, boolean own);

    byte[] conversation(ConversationView view);

    byte[] conversationLeft(ConversationId conversation, ConversationType type);

    /** @param upTo and including which message */
    byte[] receipt(ConversationId conversation, ReceiptKind kind, UserId user, MessageId upTo, long serverTs);

    byte[] typing(ConversationId conversation, UserId user, boolean active);

    /**
     * @param id of the watch that this answers, null when it is told by itself
     * @param lastActiveTs Unix milliseconds, null when it is not known
     */
    byte[] presence(@Nullable String id, UserId user, PresenceStatus status, @Nullable Long lastActiveTs);

    /** Live delivery may have missed something: catch up at a random moment within this time. */
    byte[] resync(Duration within);
}
