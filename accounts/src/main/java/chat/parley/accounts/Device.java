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
 * @param pushKey the public key to encrypt pushes to it (HPKE, RFC 9180), in base64url; null when it gave none
 * @param tokenGoneAt when its platform said that the push token is good no more, Unix milliseconds; null when it did not, or
 *     the device gave another one since
 */
public record Device(
        UserId user,
        DeviceId id,
        @Nullable Platform platform,
        @Nullable String pushToken,
        long lastSeen,
        @Nullable String login,
        @Nullable String pushKey,
        @Nullable Long tokenGoneAt) {

    /** With no key, and a token that is good. */
    public Device(
            UserId user,
            DeviceId id,
            @Nullable Platform platform,
            @Nullable String pushToken,
            long lastSeen,
            @Nullable String login) {
        this(user, id, platform, pushToken, lastSeen, login, null, null);
    }

    public Device withoutPushToken() {
        return new Device(user, id, platform, null, lastSeen, login, null, tokenGoneAt);
    }

    /** Its platform has said that the push token is good no more. */
    public Device tokenGone(long at) {
        return new Device(user, id, platform, null, lastSeen, login, null, at);
    }

    public Device seen(long at, @Nullable String by) {
        return new Device(user, id, platform, pushToken, Math.max(at, lastSeen), by, pushKey, tokenGoneAt);
    }

    @Override
    public String toString() {
        return "Device[" + id + " of " + user + "]";
    }
}
