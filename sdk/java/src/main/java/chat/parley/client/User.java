package chat.parley.client;

import org.jspecify.annotations.Nullable;

/**
 * A user.
 *
 * @param userId the id
 * @param username of the built-in accounts; null when accounts are kept elsewhere
 * @param displayName what to show
 */
public record User(String userId, @Nullable String username, String displayName) {}
