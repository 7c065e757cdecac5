package chat.parley.accounts;

import java.time.Duration;

/**
 * How long tokens are good.
 *
 * @param accessToken from when it is made
 * @param idleLogin how long a login goes on without a refresh
 */
public record Lifetimes(Duration accessToken, Duration idleLogin) {

    public static Lifetimes defaults() {
        return new Lifetimes(Duration.ofHours(1), Duration.ofDays(90));
    }
}
