package chat.parley.client;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the n-th attempt: capped exponential backoff with full jitter, which spreads a crowd that
 * lost the same server.
 *
 * @param base the longest first wait; positive
 * @param cap the longest wait of all; not below the base
 * @param goingAway the longest first wait after the server said that it goes (1001, 1012); zero or more
 */
public record Backoff(Duration base, Duration cap, Duration goingAway) {

    /** What the wire contract asks of clients: from half a second to 60 s, and 0 to 5 s when the server goes. */
    public static final Backoff STANDARD =
            new Backoff(Duration.ofMillis(500), Duration.ofSeconds(60), Duration.ofSeconds(5));

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException when one is violated
     */
    public Backoff {
        if (!base.isPositive() || cap.compareTo(base) < 0 || goingAway.isNegative()) {
            throw new IllegalArgumentException("0 < base <= cap, 0 <= goingAway");
        }
    }

    /**
     * The wait before an attempt, from zero to {@code min(cap, base * 2^attempt)}.
     *
     * @param attempt how many failed before it; 0 or more
     * @param random drawn from once
     * @return the wait
     */
    public Duration before(int attempt, RandomGenerator random) {
        long baseMillis = Math.max(1, base.toMillis());
        long limit = attempt >= Long.numberOfLeadingZeros(baseMillis) - 1 ? Long.MAX_VALUE : baseMillis << attempt;
        return jitter(Math.min(limit, cap.toMillis()), random);
    }

    /**
     * The wait before the first attempt after the server said that it goes.
     *
     * @param random drawn from once
     * @return from zero to {@code goingAway}
     */
    public Duration afterGoingAway(RandomGenerator random) {
        return jitter(goingAway.toMillis(), random);
    }

    private static Duration jitter(long limitMillis, RandomGenerator random) {
        return Duration.ofMillis(
                limitMillis == Long.MAX_VALUE ? random.nextLong(limitMillis) : random.nextLong(limitMillis + 1));
    }
}
