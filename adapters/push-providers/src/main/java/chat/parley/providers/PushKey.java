package chat.parley.providers;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.jspecify.annotations.Nullable;

/**
 * The public key of a device. Sealed for it, a preview passes the platform's service unread: HPKE (RFC 9180) in base mode
 * with X25519, HKDF-SHA256 and ChaCha20-Poly1305, the suite that CryptoKit and Tink have too.
 */
public final class PushKey {

    static final int BYTES = 32;

    /** What ChaCha20-Poly1305 adds to what it seals. */
    static final int TAG_BYTES = 16;

    static final byte[] INFO = "parley push v1".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private final AsymmetricKeyParameter point;

    private PushKey(AsymmetricKeyParameter point) {
        this.point = point;
    }

    /** Whether a text is a key that can be sealed for: 32 bytes in base64url, no point of small order. */
    public static boolean isValid(String text) {
        PushKey key = parse(text);
        if (key == null) {
            return false;
        }
        try {
            key.seal(new byte[0], new byte[0]);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** @return null when it is no key at all */
    public static @Nullable PushKey parse(String text) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            return bytes.length == BYTES ? new PushKey(hpke().deserializePublicKey(bytes)) : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /**
     * The fields {@code enc} and {@code ct}, base64url without padding.
     *
     * @throws IllegalArgumentException when the key is of small order, so that anybody could open it
     */
    public Map<String, Object> seal(byte[] aad, byte[] plaintext) {
        try {
            byte[][] sealed = hpke().seal(point, INFO, aad, plaintext, null, null, null);
            Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("enc", base64.encodeToString(sealed[1]));
            fields.put("ct", base64.encodeToString(sealed[0]));
            return fields;
        } catch (InvalidCipherTextException | IllegalStateException e) {
            throw new IllegalArgumentException("nothing can be sealed for this key", e);
        }
    }

    static HPKE hpke() {
        return new HPKE(HPKE.mode_base, HPKE.kem_X25519_SHA256, HPKE.kdf_HKDF_SHA256, HPKE.aead_CHACHA20_POLY1305);
    }
}
