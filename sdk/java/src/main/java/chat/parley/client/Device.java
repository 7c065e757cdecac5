package chat.parley.client;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A device of the user.
 *
 * @param deviceId the id
 * @param platform where it is woken: {@code apns}, {@code fcm}, {@code webpush}; null when nowhere
 * @param lastSeen when it was last connected; null when that is not known
 */
public record Device(
        String deviceId,
        @Nullable String platform,
        @Nullable Instant lastSeen) {}
