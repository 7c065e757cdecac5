package chat.parley.pipeline;

import chat.parley.domain.ConversationId;
import chat.parley.domain.MessageId;
import chat.parley.domain.ReceiptKind;
import chat.parley.domain.UserId;

/**
 * Up to where a user has received or read a conversation. It only moves forward, by {@code seq}. What is read is
 * delivered too: a cursor of the one kind says so of the other, and needs none besides.
 *
 * @param id of a message or event that is, or was, in the conversation
 * @param messageCount messages (not events) up to and including it, so that unread is a subtraction
 * @param movedAtMillis when a receipt moved it here, as the node's clock has it, not before anybody could see it there;
 *     0 when a send did, with which the conversation itself moved
 */
public record Cursor(
        ConversationId conversation,
        UserId user,
        ReceiptKind kind,
        MessageId id,
        long seq,
        long messageCount,
        long movedAtMillis) {

    /** One that a send moves, or that is not kept yet. */
    public Cursor(
            ConversationId conversation, UserId user, ReceiptKind kind, MessageId id, long seq, long messageCount) {
        this(conversation, user, kind, id, seq, messageCount, 0);
    }

    Cursor movedAt(long millis) {
        return new Cursor(conversation, user, kind, id, seq, messageCount, millis);
    }

    boolean isAheadOf(Cursor other) {
        return seq > other.seq;
    }
}
