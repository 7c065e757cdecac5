package chat.parley.push;

import chat.parley.domain.DeviceId;
import chat.parley.domain.Platform;
import chat.parley.domain.UserId;
import org.jspecify.annotations.Nullable;

/**
 * A device that can be woken.
 *
 * @param token as the platform gave it out; for Web Push the subscription as JSON
 * @param pushKey the device's public key for HPKE (RFC 9180), in base64url, null when it has none
 */
public record PushTarget(
        UserId user,
        DeviceId device,
        Platform platform,
        String token,
        @Nullable String pushKey) {

    /** Tokens are secrets. */
    @Override
    public String toString() {
        return "PushTarget[" + device + " of " + user + " by " + platform + "]";
    }
}
