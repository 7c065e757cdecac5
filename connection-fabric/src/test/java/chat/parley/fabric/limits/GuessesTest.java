package chat.parley.fabric.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class GuessesTest {

    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1_000_000), ZoneOffset.UTC);

    private final Guesses guesses = new Guesses(new RateLimiter(Rate.perMinute(5, 10), 1024, CLOCK, 1));

    @Test
    void manyAddressesShareWhatANameHas() {
        guessUntilRefused("ann");
        assertThat(guesses.take("ann", "elsewhere")).isEqualTo(12_000);
        assertThat(guesses.take("ANN", "elsewhere")).isPositive();
        assertThat(guesses.take("bob", "elsewhere")).isEqualTo(RateLimiter.GRANTED);
    }

    @Test
    void strangersDoNotKeepTheOwnerOutWhereSheIsKnown() {
        guesses.cameIn("ann", "home");
        guessUntilRefused("ann");
        assertThat(guesses.take("Ann", "home")).isEqualTo(RateLimiter.GRANTED);
        assertThat(guesses.take("ann", "elsewhere")).isPositive();
    }

    @Test
    void aKnownAddressHasARateToo() {
        guesses.cameIn("ann", "home");
        for (int i = 0; i < 10; i++) {
            assertThat(guesses.take("ann", "home")).isEqualTo(RateLimiter.GRANTED);
        }
        assertThat(guesses.take("ann", "home")).isEqualTo(12_000);
    }

    @Test
    void aRightPasswordCostsNothing() {
        for (int i = 0; i < 50; i++) {
            assertThat(guesses.take("ann", "there")).isEqualTo(RateLimiter.GRANTED);
            guesses.undone("ann", "there");
        }
    }

    @Test
    void placesAreForgottenAfterManyOthers() {
        guesses.cameIn("ann", "home");
        guessUntilRefused("ann");
        for (int i = 0; i < 1 << 14; i++) {
            guesses.cameIn("user" + i, "there");
        }
        assertThat(guesses.take("ann", "home")).isPositive();
    }

    private void guessUntilRefused(String name) {
        for (int i = 0; i < 10; i++) {
            assertThat(guesses.take(name, "address" + i)).isEqualTo(RateLimiter.GRANTED);
        }
    }
}
