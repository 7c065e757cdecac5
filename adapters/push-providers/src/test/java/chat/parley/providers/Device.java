package chat.parley.providers;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;

/** A device with a push key, as an app would have it. */
public record Device(AsymmetricCipherKeyPair pair) {

    public static Device create() {
        return new Device(PushKey.hpke().generatePrivateKey());
    }

    public String publicKey() {
        byte[] bytes = PushKey.hpke().serializePublicKey(pair.getPublic());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    public PushKey parsed() {
        return Objects.requireNonNull(PushKey.parse(publicKey()));
    }

    /** Written with nothing of ours, as the documents show it. */
    public String open(Map<?, ?> sealed, String aad) throws InvalidCipherTextException {
        HPKE hpke = new HPKE((byte) 0, (short) 0x20, (short) 1, (short) 3);
        byte[] encapsulated = Base64.getUrlDecoder().decode((String) sealed.get("enc"));
        byte[] ciphertext = Base64.getUrlDecoder().decode((String) sealed.get("ct"));
        byte[] plain = hpke.open(
                encapsulated,
                pair,
                "parley push v1".getBytes(US_ASCII),
                aad.getBytes(US_ASCII),
                ciphertext,
                null,
                null,
                null);
        return new String(plain, UTF_8);
    }
}
