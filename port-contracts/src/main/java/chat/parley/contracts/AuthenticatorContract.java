package chat.parley.contracts;

import static chat.parley.contracts.Script.user;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.domain.UserId;
import chat.parley.fabric.port.Authenticator;
import chat.parley.fabric.port.Authenticator.Verdict;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link Authenticator} says of tokens, however they are made. */
public abstract class AuthenticatorContract {

    private static final Instant LATER = Instant.parse("2100-01-01T00:00:00Z");
    private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

    protected abstract Authenticator authenticator();

    /** A token that the authenticator's issuer gives out. */
    protected abstract String token(UserId user, Instant expires);

    /** A token that says the same, of an issuer that the authenticator does not trust. */
    protected abstract String foreignToken(UserId user, Instant expires);

    @Test
    void tellsWhoseAGoodTokenIsAndWhenItEnds() {
        assertThat(authenticator().verify(token(user("ann"), LATER)))
                .isEqualTo(new Verdict.Accepted(user("ann"), LATER, null));
    }

    @Test
    void rejectsAnExpiredToken() {
        assertRejected(token(user("ann"), LONG_AGO));
    }

    @Test
    void rejectsATokenOfSomebodyElse() {
        assertRejected(foreignToken(user("ann"), LATER));
    }

    @Test
    void rejectsATokenThatWasChangedAnywhere() {
        String token = token(user("ann"), LATER);
        // The last character of base64 may hold bits that mean nothing.
        for (int i = 0; i < token.length() - 1; i++) {
            char other = token.charAt(i) == 'A' ? 'B' : 'A';
            assertRejected(token.substring(0, i) + other + token.substring(i + 1));
        }
    }

    @Test
    void rejectsWhatIsNoToken() {
        String token = token(user("ann"), LATER);
        for (String text : List.of("", ".", "..", "null", "a.b.c", token + ".", token + token, "Bearer " + token)) {
            assertRejected(text);
        }
    }

    /** With a reason that may be shown: it holds nothing of the token. */
    private void assertRejected(String token) {
        Verdict verdict = authenticator().verify(token);
        assertThat(verdict).isInstanceOf(Verdict.Rejected.class);
        String reason = ((Verdict.Rejected) verdict).reason();
        assertThat(reason).isNotBlank().hasSizeLessThan(200);
        if (token.length() > 20) {
            assertThat(reason).doesNotContain(token.substring(token.length() - 20));
        }
    }
}
