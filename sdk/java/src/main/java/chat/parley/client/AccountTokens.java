package chat.parley.client;

import java.time.Instant;

/**
 * What a login gives. Secrets: {@link #toString} shows none.
 *
 * @param userId who
 * @param accessToken for the server, until it expires
 * @param refreshToken for the next pair, once
 * @param expiresAt the end of the access token, by this machine's clock
 */
public record AccountTokens(String userId, String accessToken, String refreshToken, Instant expiresAt) {

    @Override
    public String toString() {
        return "AccountTokens[" + userId + ", until " + expiresAt + "]";
    }
}
