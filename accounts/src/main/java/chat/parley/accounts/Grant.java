package chat.parley.accounts;

import chat.parley.domain.UserId;
import java.time.Duration;

/**
 * What a login or a refresh gives.
 *
 * @param life of the access token, from when it was made
 */
public record Grant(UserId user, String accessToken, String refreshToken, Duration life) {

    @Override
    public String toString() {
        return "Grant[to " + user + "]";
    }
}
