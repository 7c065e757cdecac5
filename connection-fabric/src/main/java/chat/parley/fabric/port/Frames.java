package chat.parley.fabric.port;

import chat.parley.domain.ConversationId;
import chat.parley.domain.ConversationType;
import chat.parley.domain.Message;
import chat.parley.pipeline.ConversationView;
import java.time.Duration;

/**
 * Writes what the fabric tells in the form in which it goes over a socket. Encoded once, the bytes are shared by all who
 * get them: nobody changes them.
 */
public interface Frames {

    /** @param own whether it is for the sender's devices, who are told their client_msg_id */
    byte[] message(Message message, boolean own);

    byte[] conversation(ConversationView view);

    byte[] conversationLeft(ConversationId conversation, ConversationType type);

    /** Live delivery may have missed something: catch up at a random moment within this time. */
    byte[] resync(Duration within);
}
