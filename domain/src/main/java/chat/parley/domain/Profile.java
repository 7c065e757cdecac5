package chat.parley.domain;

/**
 * What never changes of a conversation.
 *
 * @param createdAt Unix milliseconds
 */
public record Profile(
        ConversationId id, ConversationType type, HistoryVisibility history, UserId creator, long createdAt) {}
