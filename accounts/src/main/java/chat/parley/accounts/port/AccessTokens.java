package chat.parley.accounts.port;

import chat.parley.domain.UserId;
import java.time.Duration;
import java.time.Instant;

/** Makes access tokens. Promise: the same arguments give the same token. */
public interface AccessTokens {

    /** @param login its {@code sid} */
    String mint(UserId user, String login, Instant issued, Duration life);
}
