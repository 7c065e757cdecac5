package chat.parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TokenExpiryTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void aTokenIsRenewedAheadOfItsEnd() {
        assertThat(untilRenewal(Duration.ofHours(1))).isEqualTo(Duration.ofMinutes(59));
        assertThat(untilRenewal(Duration.ofSeconds(10))).isEqualTo(Duration.ofSeconds(8));
    }

    @Test
    void oneThatEndsAtOnceIsNotRenewedWithoutAPause() {
        assertThat(untilRenewal(Duration.ZERO)).isPositive();
        assertThat(untilRenewal(Duration.ofHours(-1))).isPositive();
    }

    private static Duration untilRenewal(Duration left) {
        return TokenExpiry.untilRenewal(NOW, NOW.plus(left));
    }
}
