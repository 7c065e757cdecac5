package chat.parley.pipeline;

import chat.parley.domain.ConversationId;
import chat.parley.domain.MessageId;
import chat.parley.domain.UserId;

/**
 * Up to where a user has read a conversation. It only moves forward, by {@code seq}.
 *
 * @param messageCount messages (not events) up to and including it, so that unread is a subtraction
 */
public record ReadCursor(ConversationId conversation, UserId user, MessageId id, long seq, long messageCount) {}
