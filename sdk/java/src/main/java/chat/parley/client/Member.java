package chat.parley.client;

import java.time.Instant;

/**
 * One who is in a conversation.
 *
 * @param userId who
 * @param role {@code owner}, {@code admin} or {@code member}
 * @param joinedAt since when
 */
public record Member(String userId, String role, Instant joinedAt) {}
