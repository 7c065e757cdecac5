package chat.parley.accounts;

import chat.parley.domain.DeviceId;
import chat.parley.domain.Platform;
import chat.parley.domain.UserId;
import org.jspecify.annotations.Nullable;

/**
 * One install of a client.
 *
 * @param platform of the last push token, null when it never had one
 * @param pushToken by which it is woken, null when it cannot be
 * @param lastSeen when its socket last opened or closed, or it registered a push token, Unix milliseconds
 * @param login that used it last, null when its token was not of the built-in accounts
 */
public record Device(
        UserId user,
        DeviceId id,
        @Nullable Platform platform,
        @Nullable String pushToken,
        long lastSeen,
        @Nullable String login) {

    public Device withoutPushToken() {
        return new Device(user, id, platform, null, lastSeen, login);
    }

    public Device seen(long at, @Nullable String by) {
        return new Device(user, id, platform, pushToken, Math.max(at, lastSeen), by);
    }

    @Override
    public String toString() {
        return "Device[" + id + " of " + user + "]";
    }
}
