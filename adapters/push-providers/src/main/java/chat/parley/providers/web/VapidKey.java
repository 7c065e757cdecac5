package chat.parley.providers.web;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The key by which push services know this server (RFC 8292). Each subscription is made for one such key and takes nothing
 * from any other: who loses it, loses all subscriptions.
 *
 * <p>Every start of the server reads it, and most need no more than the public key: where the file holds that too, no
 * cryptography is loaded until something is signed.
 */
public final class VapidKey {

    private static final String NEITHER = "is neither PEM (BEGIN PRIVATE KEY) nor 32 bytes in base64url";
    private static final int SCALAR_BYTES = 32;

    private final @Nullable String pem;
    private final byte[] point;
    private @Nullable ECPrivateKey privateKey;

    private VapidKey(@Nullable String pem, byte[] point, @Nullable ECPrivateKey privateKey) {
        this.pem = pem;
        this.point = point;
        this.privateKey = privateKey;
    }

    /** A new one as it is kept: PEM, the private key as PKCS #8 and the public one after it. */
    public static String generate() {
        try {
            KeyPair pair = P256.generate();
            return Pem.PRIVATE_KEY.write(pair.getPrivate().getEncoded())
                    + Pem.PUBLIC_KEY.write(pair.getPublic().getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no P-256", e);
        }
    }

    /**
     * Reads a private key: PEM with PKCS #8, as {@code openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256}
     * writes it, with or without the public key after it; or its 32 bytes in base64url, as the tools of Web Push libraries
     * print it.
     *
     * @throws IllegalArgumentException that says what is wrong, and nothing of the key
     */
    public static VapidKey parse(String text) {
        String stripped = text.strip();
        if (stripped.startsWith("-----BEGIN EC PRIVATE KEY")) {
            throw new IllegalArgumentException(
                    "is of an older form; convert it with: openssl pkcs8 -topk8 -nocrypt -in FILE");
        }
        try {
            byte[] der = Pem.PRIVATE_KEY.read(stripped);
            byte[] publicDer = Pem.PUBLIC_KEY.read(stripped);
            if (der != null && publicDer != null && publicDer.length > P256.POINT_BYTES) {
                int from = publicDer.length - P256.POINT_BYTES;
                return new VapidKey(stripped, Arrays.copyOfRange(publicDer, from, publicDer.length), null);
            }
            ECPrivateKey key =
                    der != null ? ofDer(der) : ofScalar(Base64.getUrlDecoder().decode(stripped));
            return new VapidKey(null, P256.point(key), key);
        } catch (GeneralSecurityException | ClassCastException e) {
            throw new IllegalArgumentException("holds no private key of P-256");
        } catch (IllegalArgumentException e) {
            // Its message would quote the key.
            throw new IllegalArgumentException(NEITHER);
        }
    }

    private static ECPrivateKey ofDer(byte[] der) throws GeneralSecurityException {
        return (ECPrivateKey) KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
    }

    private static ECPrivateKey ofScalar(byte[] scalar) throws GeneralSecurityException {
        if (scalar.length != SCALAR_BYTES) {
            throw new IllegalArgumentException("another length");
        }
        var spec = new ECPrivateKeySpec(new BigInteger(1, scalar), P256.parameters());
        return (ECPrivateKey) KeyFactory.getInstance("EC").generatePrivate(spec);
    }

    /** For browsers, as {@code applicationServerKey}: the uncompressed point, base64url without padding. */
    public String publicKey() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(point);
    }

    /** @throws IllegalArgumentException when it is none, or the public key beside it is not its own */
    synchronized ECPrivateKey privateKey() {
        ECPrivateKey key = privateKey;
        if (key == null) {
            try {
                byte[] der = Pem.PRIVATE_KEY.read(String.valueOf(pem));
                key = ofDer(der == null ? new byte[0] : der);
                if (!P256.areOne(key, P256.publicKey(point))) {
                    throw new IllegalArgumentException("holds a private and a public key that are no pair");
                }
            } catch (GeneralSecurityException | ClassCastException e) {
                throw new IllegalArgumentException("holds no private key of P-256");
            }
            privateKey = key;
        }
        return key;
    }

    /** What is wrong with the private key, which shows when it is used; null when nothing is. */
    @Nullable
    String problem() {
        try {
            var _ = privateKey();
            return null;
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }

    @Override
    public String toString() {
        return "VapidKey[" + publicKey() + "]";
    }
}
