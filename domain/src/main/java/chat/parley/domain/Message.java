package chat.parley.domain;

import org.jspecify.annotations.Nullable;

/**
 * One message or event, stored.
 *
 * @param seq 1, 2, 3, … without gaps in the conversation
 * @param serverTs Unix milliseconds, never falling in a conversation
 * @param clientMsgId the sender's key; null for an event
 * @param messageCount how many messages (not events) the conversation holds up to and including this one
 * @param position of the log entry that became this message
 */
public record Message(
        ConversationId conversation,
        MessageId id,
        long seq,
        UserId from,
        Content content,
        long serverTs,
        @Nullable ClientMsgId clientMsgId,
        long messageCount,
        Position position) {}
