package chat.parley.accounts.port;

import chat.parley.domain.DeviceId;
import chat.parley.domain.UserId;

/** The sockets that are open. Both methods end every socket that is registered when they are called, with 4401. */
public interface OpenSockets {

    void endLogin(UserId user, String login);

    void endDevice(UserId user, DeviceId device);
}
