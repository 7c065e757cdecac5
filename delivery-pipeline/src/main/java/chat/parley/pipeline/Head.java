package chat.parley.pipeline;

import chat.parley.domain.ConversationId;
import chat.parley.domain.MessageId;
import chat.parley.domain.Position;

/**
 * How far a conversation has come: every accepted entry at or before {@code position} is stored.
 *
 * @param seq of the last message or event, 0 when there is none
 * @param serverTs of the same, Unix milliseconds
 * @param messageCount messages (not events) so far
 */
public record Head(
        ConversationId conversation, Position position, long seq, MessageId id, long serverTs, long messageCount) {

    static Head beforeFirst(ConversationId conversation) {
        return new Head(conversation, Position.START, 0, MessageId.ZERO, 0, 0);
    }
}
