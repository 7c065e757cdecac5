package chat.parley.tools.client;

import chat.parley.domain.DeviceId;
import chat.parley.domain.UserId;
import java.util.function.Supplier;

/**
 * Who connects.
 *
 * @param token asked at every dial, so that it may be renewed; called on the event loop, must not block
 */
public record Credentials(UserId user, DeviceId device, Supplier<String> token) {

    @Override
    public String toString() {
        return user + "/" + device;
    }
}
