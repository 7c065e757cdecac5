package chat.parley.providers.web;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.spec.ECPrivateKeySpec;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class MessageEncryptionTest {

    /** The example of RFC 8291, section 5 and appendix A. */
    private static final byte[] PLAINTEXT = "When I grow up, I want to be a watermelon".getBytes(US_ASCII);

    private static final byte[] RECEIVER =
            base64("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4");
    private static final byte[] SENDER =
            base64("BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8");
    private static final Subscription.Keys KEYS = new Subscription.Keys(RECEIVER, base64("BTBZMqHH6r4Tts7J_aSIgg"));
    private static final byte[] BODY = base64("DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27ml"
            + "mlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT"
            + "pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN");

    @Test
    void encryptsTheExampleOfTheRfc() throws GeneralSecurityException {
        KeyPair sender = pair(SENDER, "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw");

        byte[] body = MessageEncryption.encrypt(PLAINTEXT, 0, KEYS, sender, base64("DGv6ra1nlYgDCS1FRnbzlw"));

        assertThat(body).isEqualTo(BODY);
    }

    /** So that the tests' own browser is one. */
    @Test
    void aBrowserReadsTheExampleOfTheRfc() throws GeneralSecurityException {
        var browser = new Browser(pair(RECEIVER, "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"), KEYS);

        assertThat(browser.decrypt(BODY)).isEqualTo(PLAINTEXT);
    }

    @Test
    void allLengthsAreReadAndTellLittle() throws GeneralSecurityException {
        Browser browser = Browser.subscribe();
        for (int length : new int[] {0, 1, 255, 256, 257, MessageEncryption.PLAINTEXT_BYTES_MAX}) {
            byte[] plaintext = "x".repeat(length).getBytes(US_ASCII);

            byte[] body = MessageEncryption.encrypt(plaintext, browser.keys());

            assertThat(browser.decrypt(body)).isEqualTo(plaintext);
            assertThat(body.length).isLessThanOrEqualTo(4096);
            assertThat((body.length - 103) % 256)
                    .as("length of %d", length)
                    .isEqualTo(length == MessageEncryption.PLAINTEXT_BYTES_MAX ? 3993 % 256 : 0);
        }
    }

    @Test
    void twoOfOneTextHaveNothingInCommon() throws GeneralSecurityException {
        Browser browser = Browser.subscribe();

        byte[] one = MessageEncryption.encrypt(PLAINTEXT, browser.keys());
        byte[] other = MessageEncryption.encrypt(PLAINTEXT, browser.keys());

        assertThat(Arrays.copyOf(one, 16)).isNotEqualTo(Arrays.copyOf(other, 16));
        assertThat(Arrays.copyOfRange(one, 21, 86)).isNotEqualTo(Arrays.copyOfRange(other, 21, 86));
    }

    /** A point off the curve would tell an attacker of the private key (here: a fresh one, but that is luck). */
    @Test
    void aPointThatIsNotOnTheCurveIsRefused() {
        byte[] point = RECEIVER.clone();
        point[64] ^= 1;
        var keys = new Subscription.Keys(point, new byte[16]);

        assertThatThrownBy(() -> MessageEncryption.encrypt(PLAINTEXT, keys))
                .isInstanceOf(GeneralSecurityException.class);
    }

    private static KeyPair pair(byte[] point, String scalar) throws GeneralSecurityException {
        var spec = new ECPrivateKeySpec(new BigInteger(1, base64(scalar)), P256.parameters());
        return new KeyPair(P256.publicKey(point), KeyFactory.getInstance("EC").generatePrivate(spec));
    }

    private static byte[] base64(String text) {
        return Base64.getUrlDecoder().decode(text);
    }
}
