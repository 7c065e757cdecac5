package chat.parley.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The time between two tries. */
class BackoffTest {

    private final Backoff backoff = new Backoff(new Random(1));

    @Test
    void isAnywhereUpToTwiceAsMuchEachTime() {
        Duration most = Backoff.FIRST_MAX;
        for (int tries = 0; tries < 70; tries++) {
            int before = tries;
            long[] waits = IntStream.range(0, 2_000)
                    .mapToLong(_ -> backoff.after(before, null).toMillis())
                    .sorted()
                    .toArray();
            assertThat(waits[0]).isLessThan(most.toMillis() / 50);
            assertThat(waits[1_000]).isBetween(most.toMillis() * 4 / 10, most.toMillis() * 6 / 10);
            assertThat(waits[1_999]).isBetween(most.toMillis() * 98 / 100, most.toMillis());
            most = most.multipliedBy(2).compareTo(Backoff.MAX) < 0 ? most.multipliedBy(2) : Backoff.MAX;
        }
    }

    @Test
    void isNotLessThanTheProviderAsksFor() {
        assertThat(backoff.after(0, Duration.ofHours(1))).isEqualTo(Duration.ofHours(1));
        assertThat(IntStream.range(0, 100).mapToObj(_ -> backoff.after(9, Duration.ofMillis(1))))
                .anyMatch(wait -> wait.compareTo(Duration.ofSeconds(1)) > 0);
    }
}
