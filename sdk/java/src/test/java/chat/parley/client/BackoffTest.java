package chat.parley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BackoffTest {

    @Test
    void doublesToItsCapWithFullJitter() {
        SplittableRandom random = new SplittableRandom(7);
        for (int attempt = 0; attempt < 200; attempt++) {
            Duration longest = Duration.ZERO;
            Duration shortest = Duration.ofDays(1);
            for (int i = 0; i < 500; i++) {
                Duration wait = Backoff.STANDARD.before(attempt, random);
                longest = wait.compareTo(longest) > 0 ? wait : longest;
                shortest = wait.compareTo(shortest) < 0 ? wait : shortest;
            }
            Duration limit = Duration.ofMillis(Math.min(60_000, 500L << Math.min(attempt, 20)));
            assertThat(longest)
                    .isLessThanOrEqualTo(limit)
                    .isGreaterThan(limit.multipliedBy(9).dividedBy(10));
            assertThat(shortest).isLessThan(limit.dividedBy(10));
        }
    }

    @Test
    void aServerThatGoesIsWaitedForUpToFiveSeconds() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 1000; i++) {
            assertThat(Backoff.STANDARD.afterGoingAway(random)).isBetween(Duration.ZERO, Duration.ofSeconds(5));
        }
    }

    @Test
    void nonsenseIsRefused() {
        Duration second = Duration.ofSeconds(1);
        assertThatThrownBy(() -> new Backoff(Duration.ZERO, second, second))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Backoff(second, Duration.ofMillis(1), second))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
