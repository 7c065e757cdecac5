package chat.parley.accounts;

import chat.parley.domain.DeviceId;
import chat.parley.domain.UserId;
import org.jspecify.annotations.Nullable;

/**
 * A device's socket opened or closed.
 *
 * @param at Unix milliseconds
 * @param login see {@link Device}
 * @param adds whether a device that is not known is added. A socket that closes adds none: it may close because its device
 *     was just removed, and would bring it back
 */
public record Sighting(
        UserId user, DeviceId device, long at, @Nullable String login, boolean adds) {}
