package chat.parley.client;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether a user is there.
 *
 * @param userId who
 * @param status whether
 * @param lastActive when last; null when that is not told
 */
public record Presence(
        String userId, PresenceStatus status, @Nullable Instant lastActive) {}
