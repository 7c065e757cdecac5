package chat.parley.accounts;

import chat.parley.domain.DeviceId;
import chat.parley.domain.UserId;
import org.jspecify.annotations.Nullable;

/**
 * A device's socket opened or closed.
 *
 * @param at Unix milliseconds
 * @param login see {@link Device}
 */
public record Sighting(
        UserId user, DeviceId device, long at, @Nullable String login) {}
