package chat.parley.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.domain.UserId;
import chat.parley.fabric.port.Authenticator.Verdict;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Random;
import javax.crypto.Mac;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Accepts what the library would accept too, and leaves it the rest. */
class PlainTokensTest {

    private static final Secret SECRET = Secret.configured("0123456789abcdef0123456789abcdef");
    private static final Instant NOW = Instant.ofEpochSecond(2_000_000_000);
    private static final PlainTokens PLAIN = new PlainTokens(SECRET.key(), 5, Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void ownTokensArePlain() {
        String token = new TokenMint(SECRET, Clock.fixed(NOW, ZoneOffset.UTC))
                .tokenFor(new UserId("ann"), Duration.ofHours(1));
        assertThat(PLAIN.accept(token))
                .isEqualTo(new Verdict.Accepted(new UserId("ann"), NOW.plus(Duration.ofHours(1))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'alg':'HS256'}|{'sub':'ann','exp':1999999996}",
                "{'typ':'JWT','alg':'HS256','kid':'k'}|{'iat':1,'exp':2000000001,'sub':'ann','roles':[{'a':1}]}"
            })
    void goodOnesAreAccepted(String token) {
        assertThat(PLAIN.accept(signed(token))).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'alg':'HS256'}|{'sub':'ann','exp':1999999995}",
                "{'alg':'HS256'}|{'sub':'ann'}",
                "{'alg':'HS256'}|{'sub':'ann','exp':'2000000001'}",
                "{'alg':'HS256'}|{'sub':'ann','exp':2000000001.5}",
                "{'alg':'HS256'}|{'sub':'ann','exp':99999999999999999999}",
                "{'alg':'HS256'}|{'sub':'a b','exp':2000000001}",
                "{'alg':'HS256'}|{'sub':['ann'],'exp':2000000001}",
                "{'alg':'HS256'}|{'exp':2000000001}",
                "{'alg':'HS256'}|{'sub':'ann','exp':2000000001,'nbf':1}",
                "{'alg':'HS256'}|{'sub':'ann','sub':'bob','exp':2000000001}",
                "{'alg':'HS256'}|{'sub':'ann','exp':2000000001} x",
                "{'alg':'HS256'}|['sub','ann']",
                "{'alg':'none'}|{'sub':'ann','exp':2000000001}",
                "{'alg':'HS512'}|{'sub':'ann','exp':2000000001}",
                "{'alg':['HS256']}|{'sub':'ann','exp':2000000001}",
                "{'typ':'JWT'}|{'sub':'ann','exp':2000000001}",
                "{'alg':'HS256','crit':['exp']}|{'sub':'ann','exp':2000000001}",
                "{'alg':'HS256','b64':false}|{'sub':'ann','exp':2000000001}",
                "{'alg':'HS256','zip':'DEF'}|{'sub':'ann','exp':2000000001}",
                "nonsense|{'sub':'ann','exp':2000000001}"
            })
    void theOthersAreLeftToTheLibrary(String token) {
        assertThat(PLAIN.accept(signed(token))).isNull();
    }

    @Test
    void noChangeOfAGoodTokenIsAccepted() {
        String good = signed("{'alg':'HS256'}|{'sub':'ann','exp':2000000001}");
        byte[] signature = signature(good);
        for (long seed = 0; seed < 5_000; seed++) {
            Random random = new Random(seed);
            StringBuilder changed = new StringBuilder(good);
            int at = random.nextInt(good.length());
            changed.setCharAt(at, (char) (33 + random.nextInt(94)));
            boolean same = changed.toString().equals(good)
                    // Other spare bits in the last character: the same bytes, and so the same signature.
                    || (at == good.length() - 1 && java.util.Arrays.equals(signature(changed.toString()), signature));
            assertThat(PLAIN.accept(changed.toString()) != null)
                    .as("seed %d", seed)
                    .isEqualTo(same);
        }
        assertThat(PLAIN.accept("")).isNull();
        assertThat(PLAIN.accept("..")).isNull();
        assertThat(PLAIN.accept(good + ".")).isNull();
        assertThat(PLAIN.accept(good.substring(0, good.lastIndexOf('.') + 1))).isNull();
    }

    private static byte[] signature(String token) {
        try {
            return Base64.getUrlDecoder().decode(token.substring(token.lastIndexOf('.') + 1));
        } catch (IllegalArgumentException notBase64) {
            return new byte[0];
        }
    }

    /** Header and claims, with single quotes for double ones. */
    private static String signed(String token) {
        String[] parts = token.replace('\'', '"').split("\\|", 2);
        String signed = encoded(parts[0].getBytes(StandardCharsets.UTF_8)) + "."
                + encoded(parts[1].getBytes(StandardCharsets.UTF_8));
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(SECRET.key());
            return signed + "." + encoded(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
