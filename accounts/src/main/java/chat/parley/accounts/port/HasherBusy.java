package chat.parley.accounts.port;

import java.time.Duration;

/** Too many passwords wait to be hashed: nothing was done, and it may be tried again. */
public final class HasherBusy extends RuntimeException {

    private final transient Duration retryAfter;

    public HasherBusy(Duration retryAfter) {
        super("too many logins at once", null, false, false);
        this.retryAfter = retryAfter;
    }

    public Duration retryAfter() {
        return retryAfter;
    }
}
