package chat.parley.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** When a token ends, and when the next one should be there. */
final class TokenExpiry {

    /** A token that lives no longer is not asked for without end. */
    private static final Duration WAIT_MIN = Duration.ofMillis(500);

    private static final Duration AHEAD_MAX = Duration.ofMinutes(1);

    private TokenExpiry() {}

    /** The {@code exp} of a JWT; null when it is none, or never ends. The server checks it; this only reads. */
    static @Nullable Instant of(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            return null;
        }
        try {
            JsonObject claims = Json.parse(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8));
            long seconds = claims.number("exp");
            return seconds <= 0 ? null : Instant.ofEpochSecond(Math.min(seconds, 253_402_300_799L));
        } catch (IllegalArgumentException | IOException e) {
            return null;
        }
    }

    /** How long to wait before another one is asked for: a fifth of what is left ahead of the end, a minute at most. */
    static Duration untilRenewal(Instant now, Instant expires) {
        Duration left = Duration.between(now, expires);
        Duration ahead = left.dividedBy(5);
        Duration wait = left.minus(ahead.compareTo(AHEAD_MAX) < 0 ? ahead : AHEAD_MAX);
        return wait.compareTo(WAIT_MIN) < 0 ? WAIT_MIN : wait;
    }
}
