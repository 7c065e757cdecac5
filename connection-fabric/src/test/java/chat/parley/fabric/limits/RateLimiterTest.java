package chat.parley.fabric.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimiterTest {

    private final SetClock clock = new SetClock();

    /** Whatever the keys and times: as long as the keys have room, exactly what a bucket of tokens for each would say. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void saysWhatABucketForEachKeyWouldSay(long seed) {
        Random random = new Random(seed);
        Rate rate = new Rate(1 << random.nextInt(6), 1 + random.nextInt(40));
        RateLimiter limiter = new RateLimiter(rate, 1024, clock, random.nextLong());
        Buckets buckets = new Buckets(rate);
        for (int i = 0; i < 20_000; i++) {
            String key = "user-" + random.nextInt(12);
            clock.advance(random.nextInt(4) == 0 ? random.nextInt(200) : 0);
            long wait = limiter.take(key);
            assertThat(wait == RateLimiter.GRANTED)
                    .as("seed %d, step %d, %s of %s", seed, i, key, rate)
                    .isEqualTo(buckets.take(key, clock.millis()));
        }
    }

    /** Who waits as long as he is told is let in, and a millisecond earlier he is not. */
    @Test
    void theWaitIsHonest() {
        RateLimiter limiter = new RateLimiter(new Rate(30, 3), 8, clock, 5);
        for (int i = 0; i < 500; i++) {
            long wait = limiter.take("ann");
            if (wait != RateLimiter.GRANTED) {
                clock.advance(wait - 1);
                assertThat(limiter.take("ann")).isEqualTo(1);
                clock.advance(1);
                assertThat(limiter.take("ann")).isEqualTo(RateLimiter.GRANTED);
            }
        }
    }

    /** However many keys come by, one that is deep in debt stays there: its set is not all as deep. */
    @Test
    void aFloodOfOtherKeysDoesNotClearADebt() {
        RateLimiter limiter = new RateLimiter(new Rate(1, 50), 8, clock, 7);
        for (int i = 0; i < 50; i++) {
            assertThat(limiter.take("hot")).isEqualTo(RateLimiter.GRANTED);
        }
        for (int i = 0; i < 100_000; i++) {
            assertThat(limiter.take("cold-" + i)).isEqualTo(RateLimiter.GRANTED);
        }
        assertThat(limiter.take("hot")).isPositive();
    }

    /** A crowd beyond the table's room may be let do too much, never too little. */
    @Test
    void aFullTableRefusesNobodyWhoIsInTheRight() {
        Random random = new Random(11);
        Rate rate = new Rate(2, 4);
        RateLimiter limiter = new RateLimiter(rate, 16, clock, 3);
        Buckets buckets = new Buckets(rate);
        for (int i = 0; i < 50_000; i++) {
            String key = "user-" + random.nextInt(200);
            clock.advance(random.nextInt(20));
            if (buckets.wouldGrant(key, clock.millis())) {
                assertThat(limiter.take(key)).as("step %d, %s", i, key).isEqualTo(RateLimiter.GRANTED);
                buckets.take(key, clock.millis());
            }
        }
    }

    @Test
    void aClockThatIsPutBackLeavesNoDebtForHours() {
        RateLimiter limiter = new RateLimiter(new Rate(10, 5), 8, clock, 1);
        for (int i = 0; i < 5; i++) {
            limiter.take("ann");
        }
        clock.advance(-Duration.ofHours(3).toMillis());
        assertThat(limiter.take("ann")).isBetween(1L, 100L);
    }

    @Test
    void partsOfAKeyAreToldApart() {
        RateLimiter limiter = new RateLimiter(new Rate(1, 1), 1024, clock, 1);
        assertThat(limiter.take("ab", "c")).isEqualTo(RateLimiter.GRANTED);
        assertThat(limiter.take("a", "bc")).isEqualTo(RateLimiter.GRANTED);
        assertThat(limiter.take("abc")).isEqualTo(RateLimiter.GRANTED);
        assertThat(limiter.take("ab", "c")).isPositive();
    }

    @Test
    void whatIsOffGrantsEverything() {
        RateLimiter limiter = new RateLimiter(Rate.OFF, 8, clock, 1);
        for (int i = 0; i < 100_000; i++) {
            assertThat(limiter.take("ann")).isEqualTo(RateLimiter.GRANTED);
        }
    }

    /** A bucket of tokens for each key, in thousandths of a token, as one would first write it. */
    private static final class Buckets {
        private final Rate rate;
        private final Map<String, Double> tokens = new HashMap<>();
        private final Map<String, Long> filled = new HashMap<>();

        Buckets(Rate rate) {
            this.rate = rate;
        }

        boolean wouldGrant(String key, long now) {
            double grown = (now - filled.getOrDefault(key, now)) * rate.times() / 1000.0;
            tokens.merge(key, (double) rate.burst(), (before, _) -> Math.min(rate.burst(), before + grown));
            filled.put(key, now);
            return tokens.getOrDefault(key, 0.0) >= 1 - 1e-6;
        }

        boolean take(String key, long now) {
            boolean granted = wouldGrant(key, now);
            if (granted) {
                tokens.merge(key, -1.0, Double::sum);
            }
            return granted;
        }
    }

    private static final class SetClock extends Clock {
        private long millis = 1_700_000_000_000L;

        void advance(long by) {
            millis += by;
        }

        @Override
        public long millis() {
            return millis;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(millis);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("no test asks for it");
        }
    }
}
