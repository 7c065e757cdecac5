package chat.parley.tools.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private static final Duration BASE = Duration.ofMillis(100);
    private static final Duration CAP = Duration.ofSeconds(2);

    private static Backoff seeded() {
        return new Backoff(BASE, CAP, Duration.ofSeconds(5), new SplittableRandom(7));
    }

    @Test
    void waitsAreSpreadFromZeroToTheDoublingLimit() {
        Backoff backoff = seeded();
        for (int attempt : new int[] {0, 1, 4, 10, 62, 63, 64, 1_000_000}) {
            long limit = attempt > 4 ? CAP.toMillis() : Math.min(CAP.toMillis(), BASE.toMillis() << attempt);
            List<Long> waits = IntStream.range(0, 2_000)
                    .mapToObj(_ -> backoff.before(attempt).toMillis())
                    .toList();
            assertThat(waits).allMatch(wait -> wait >= 0 && wait <= limit);
            assertThat(waits).anyMatch(wait -> wait < limit / 10).anyMatch(wait -> wait > limit * 9 / 10);
        }
    }

    @Test
    void theSameSeedWaitsTheSame() {
        assertThat(IntStream.range(0, 20).mapToObj(seeded()::before))
                .containsExactlyElementsOf(
                        IntStream.range(0, 20).mapToObj(seeded()::before).toList());
    }

    @Test
    void leavingAServerTakesAnyMomentOfFiveSeconds() {
        Backoff backoff = seeded();
        List<Long> waits = IntStream.range(0, 2_000)
                .mapToObj(_ -> backoff.afterGoingAway().toMillis())
                .toList();
        assertThat(waits)
                .allMatch(wait -> wait <= 5_000)
                .anyMatch(wait -> wait > 4_500)
                .anyMatch(wait -> wait < 500);
    }

    @Test
    void aCapBelowTheBaseIsAMistake() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Backoff(CAP, BASE, CAP, new SplittableRandom(1)));
    }
}
