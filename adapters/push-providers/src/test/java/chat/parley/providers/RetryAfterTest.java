package chat.parley.providers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2026-07-01T12:00:00Z");

    @Test
    void secondsAndDatesAreRead() {
        assertThat(RetryAfter.read("120", NOW)).isEqualTo(Duration.ofMinutes(2));
        assertThat(RetryAfter.read(" 0 ", NOW)).isEqualTo(Duration.ZERO);
        assertThat(RetryAfter.read("Wed, 01 Jul 2026 12:05:00 GMT", NOW)).isEqualTo(Duration.ofMinutes(5));
        assertThat(RetryAfter.read("Wed, 01 Jul 2026 11:00:00 GMT", NOW)).isEqualTo(Duration.ZERO);
    }

    @Test
    void aDayIsTheLongest() {
        assertThat(RetryAfter.read("86400", NOW)).isEqualTo(Duration.ofDays(1));
        assertThat(RetryAfter.read("86401", NOW)).isEqualTo(Duration.ofDays(1));
        assertThat(RetryAfter.read("9".repeat(30), NOW)).isEqualTo(Duration.ofDays(1));
        assertThat(RetryAfter.read("Fri, 01 Jan 2100 00:00:00 GMT", NOW)).isEqualTo(Duration.ofDays(1));
    }

    @Test
    void whatIsNeitherSaysNothing() {
        assertThat(RetryAfter.read(null, NOW)).isNull();
        assertThat(RetryAfter.read("", NOW)).isNull();
        assertThat(RetryAfter.read("-5", NOW)).isNull();
        assertThat(RetryAfter.read("soon", NOW)).isNull();
        assertThat(RetryAfter.read("1e3", NOW)).isNull();
    }
}
