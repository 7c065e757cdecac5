package chat.parley.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.accounts.port.PasswordHasher;
import org.junit.jupiter.api.Test;

/** What every {@link PasswordHasher} does. */
public abstract class PasswordHasherContract {

    protected abstract PasswordHasher hasher();

    @Test
    void aPasswordMatchesWhatWasMadeOfItAndNothingElse() {
        String hash = hasher().hash("correct horse");
        assertThat(hash).doesNotContain("correct");
        assertThat(hasher().matches("correct horse", hash)).isTrue();
        assertThat(hasher().matches("correct horse ", hash)).isFalse();
        assertThat(hasher().matches("Correct horse", hash)).isFalse();
        assertThat(hasher().isOutdated(hash)).isFalse();
    }

    @Test
    void twoHashesOfAPasswordDiffer() {
        assertThat(hasher().hash("correct horse")).isNotEqualTo(hasher().hash("correct horse"));
    }

    @Test
    void nothingMatchesWhereThereIsNoHash() {
        assertThat(hasher().matches("correct horse", null)).isFalse();
    }

    /** One keyboard writes ö as one character, another as o and two dots. */
    @Test
    void itDoesNotMatterHowAKeyboardWritesACharacter() {
        String hash = hasher().hash("gr\u00f6\u00dfenwahn");
        assertThat(hasher().matches("gro\u0308\u00dfenwahn", hash)).isTrue();
        assertThat(hasher().matches("gro\u00dfenwahn", hash)).isFalse();
    }
}
