package chat.parley.tools.client;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the n-th attempt: capped exponential backoff with full jitter, which spreads a crowd that
 * lost the same server best (Brooker, "Exponential Backoff And Jitter", 2015).
 *
 * @param base the longest first wait
 * @param cap the longest wait of all
 * @param goingAway the longest first wait when the server asked everyone to leave
 * @param random drawn from at every call; a seeded one makes the waits repeat
 */
public record Backoff(Duration base, Duration cap, Duration goingAway, RandomGenerator random) {

    /** @throws IllegalArgumentException when a time is not positive, or the cap below the base */
    public Backoff {
        if (base.isNegative() || base.isZero() || cap.compareTo(base) < 0 || goingAway.isNegative()) {
            throw new IllegalArgumentException("0 < base <= cap, 0 <= goingAway");
        }
    }

    /** What the wire contract asks of clients: to 60 s, and 0 to 5 s when the server is going away. */
    public static Backoff standard(RandomGenerator random) {
        return new Backoff(Duration.ofMillis(500), Duration.ofSeconds(60), Duration.ofSeconds(5), random);
    }

    /** For a client that waits for one server on the same machine to be restarted. */
    public static Backoff quick(RandomGenerator random) {
        return new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2), Duration.ofMillis(500), random);
    }

    /** The wait before an attempt, from zero on to {@code min(cap, base * 2^attempt)}. */
    public Duration before(int attempt) {
        long limit = base.toMillis() << Math.min(attempt, 30);
        return jitter(Math.min(limit <= 0 ? Long.MAX_VALUE : limit, cap.toMillis()));
    }

    /** The wait before the first attempt after the server said that it goes. */
    public Duration afterGoingAway() {
        return jitter(goingAway.toMillis());
    }

    private Duration jitter(long limitMillis) {
        return Duration.ofMillis(random.nextLong(limitMillis + 1));
    }
}
