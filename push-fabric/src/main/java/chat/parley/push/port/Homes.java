package chat.parley.push.port;

import chat.parley.domain.DeviceId;
import chat.parley.domain.UserId;
import java.util.Set;

/** Who is connected, wherever. Never remembered. */
public interface Homes {

    Set<DeviceId> connected(UserId user);
}
