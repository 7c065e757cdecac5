package chat.parley.providers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PushKeyTest {

    /** RFC 9180, A.2.1. */
    @Test
    void suiteIsThatOfTheRfc() throws InvalidCipherTextException {
        HPKE hpke = PushKey.hpke();
        byte[] ephemeral = hex("1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a");
        byte[] recipient = hex("4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a");
        var sender = hpke.setupBaseS(
                hpke.deserializePublicKey(recipient),
                hex("4f6465206f6e2061204772656369616e2055726e"),
                hpke.deserializePrivateKey(
                        hex("f4ec9b33b792c372c1d2c2063507b684ef925b8c75a42dbcbf57d63ccd381600"), ephemeral));
        assertThat(sender.getEncapsulation()).isEqualTo(ephemeral);
        assertThat(sender.seal(hex("436f756e742d30"), "Beauty is truth, truth beauty".getBytes(UTF_8)))
                .isEqualTo(hex("1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db"
                        + "21993c62ce81883d2dd1b51a28"));
        assertThat(sender.seal(hex("436f756e742d31"), "Beauty is truth, truth beauty".getBytes(UTF_8)))
                .isEqualTo(hex("6b53c051e4199c518de79594e1c4ab18b96f081549d45ce015be002090bb119e"
                        + "85285337cc95ba5f59992dc98c"));
    }

    @Test
    void deviceOpensWhatIsSealedForItAndNobodyElseDoes() throws InvalidCipherTextException {
        Device device = Device.create();
        Map<String, Object> sealed = device.parsed().seal("aad".getBytes(UTF_8), "text".getBytes(UTF_8));
        assertThat(device.open(sealed, "aad")).isEqualTo("text");
        assertThatThrownBy(() -> device.open(sealed, "other")).isInstanceOf(InvalidCipherTextException.class);
        assertThatThrownBy(() -> Device.create().open(sealed, "aad")).isInstanceOf(InvalidCipherTextException.class);
    }

    @Test
    void noTwoSealedAreAlike() {
        PushKey key = Device.create().parsed();
        assertThat(key.seal(new byte[0], new byte[1])).isNotEqualTo(key.seal(new byte[0], new byte[1]));
    }

    @Test
    void keysAreThirtyTwoBytesInBase64Url() {
        String key = Device.create().publicKey();
        assertThat(PushKey.isValid(key)).isTrue();
        assertThat(PushKey.isValid(key + "=")).isTrue();
        assertThat(PushKey.isValid(key.substring(1))).isFalse();
        assertThat(PushKey.isValid("A" + key)).isFalse();
    }

    /** Of small order: 0, 1, and one of order 8. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0100000000000000000000000000000000000000000000000000000000000000",
                "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
            })
    void pointsThatAnybodyCanOpenForAreRefused(String point) {
        assertThat(PushKey.isValid(Base64.getUrlEncoder().encodeToString(hex(point))))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "not a key", "++++++++++++++++++++++++++++++++++++++++++8", "ü"})
    void textThatIsNoKeyIsRefused(String text) {
        assertThat(PushKey.isValid(text)).isFalse();
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    @Test
    void infoIsWhatClientsAreTold() {
        assertThat(Arrays.equals(PushKey.INFO, "parley push v1".getBytes(UTF_8)))
                .isTrue();
    }
}
