package chat.parley.client;

/**
 * Somebody types, or stopped. One who does not go on is told to have stopped after 6 s.
 *
 * @param conversationId where
 * @param userId who
 * @param active whether he does
 */
public record Typing(String conversationId, String userId, boolean active) {}
