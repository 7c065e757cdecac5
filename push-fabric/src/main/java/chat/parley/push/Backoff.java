package chat.parley.push;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait before the next try: any time from zero to twice what it was at most before, so that those who failed
 * together do not come back together (full jitter).
 */
final class Backoff {

    static final Duration FIRST_MAX = Duration.ofSeconds(2);
    static final Duration MAX = Duration.ofMinutes(10);

    private static final int DOUBLINGS_MAX = 20;

    private final RandomGenerator random;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    /**
     * @param tries that failed before this one
     * @param after what the provider asks for, which is waited at least
     */
    Duration after(int tries, @Nullable Duration after) {
        long most = Math.min(MAX.toMillis(), FIRST_MAX.toMillis() << Math.min(tries, DOUBLINGS_MAX));
        Duration own = Duration.ofMillis(random.nextLong(most + 1));
        return after == null || after.compareTo(own) < 0 ? own : after;
    }
}
