package chat.parley.providers.web;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/**
 * The key by which push services know this server (RFC 8292). Each subscription is made for one such key and takes nothing
 * from any other: who loses it, loses all subscriptions.
 */
public final class VapidKey {

    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";
    private static final int SCALAR_BYTES = 32;

    private final ECPrivateKey privateKey;
    private final byte[] point;

    private VapidKey(ECPrivateKey privateKey, byte[] point) {
        this.privateKey = privateKey;
        this.point = point;
    }

    /** A new one as it is kept: PEM, PKCS #8. */
    public static String generate() {
        try {
            byte[] key = P256.generate().getPrivate().getEncoded();
            return BEGIN + "\n" + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key) + "\n" + END + "\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no P-256", e);
        }
    }

    /**
     * Reads a private key: PEM with PKCS #8, as {@code openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256}
     * writes it, or its 32 bytes in base64url, as the tools of Web Push libraries print it.
     *
     * @throws IllegalArgumentException that says what is wrong, and nothing of the key
     */
    public static VapidKey parse(String text) {
        String stripped = text.strip();
        try {
            ECPrivateKey key = stripped.startsWith(BEGIN) ? ofPem(stripped) : ofScalar(stripped);
            return new VapidKey(key, point(key));
        } catch (GeneralSecurityException | ClassCastException e) {
            throw new IllegalArgumentException("holds no private key of P-256");
        }
    }

    private static ECPrivateKey ofPem(String pem) throws GeneralSecurityException {
        int end = pem.indexOf(END);
        if (end < 0) {
            throw new IllegalArgumentException("ends before its last line");
        }
        byte[] der = decoded(Base64.getMimeDecoder(), pem.substring(BEGIN.length(), end));
        return (ECPrivateKey) KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
    }

    private static ECPrivateKey ofScalar(String text) throws GeneralSecurityException {
        if (text.startsWith("-----BEGIN EC PRIVATE KEY")) {
            throw new IllegalArgumentException(
                    "is of an older form; convert it with: openssl pkcs8 -topk8 -nocrypt -in FILE");
        }
        byte[] scalar = decoded(Base64.getUrlDecoder(), text);
        if (scalar.length != SCALAR_BYTES) {
            throw new IllegalArgumentException("is neither PEM (BEGIN PRIVATE KEY) nor 32 bytes in base64url");
        }
        var spec = new ECPrivateKeySpec(new BigInteger(1, scalar), P256.parameters());
        return (ECPrivateKey) KeyFactory.getInstance("EC").generatePrivate(spec);
    }

    private static byte[] decoded(Base64.Decoder decoder, String text) {
        try {
            return decoder.decode(text);
        } catch (IllegalArgumentException e) {
            // Its message would quote the key.
            throw new IllegalArgumentException("is neither PEM (BEGIN PRIVATE KEY) nor 32 bytes in base64url");
        }
    }

    /** The public key that belongs to it, which neither form need hold. */
    private static byte[] point(ECPrivateKey key) throws GeneralSecurityException {
        var curve = CustomNamedCurves.getByName("P-256");
        boolean ofCurve = key.getParams().getOrder().equals(curve.getN());
        if (!ofCurve || key.getS().signum() <= 0 || key.getS().compareTo(curve.getN()) >= 0) {
            throw new GeneralSecurityException("another curve");
        }
        ECPoint point = new FixedPointCombMultiplier().multiply(curve.getG(), key.getS());
        return point.getEncoded(false);
    }

    /** For browsers, as {@code applicationServerKey}: the uncompressed point, base64url without padding. */
    public String publicKey() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(point);
    }

    ECPrivateKey privateKey() {
        return privateKey;
    }

    ECPublicKey verificationKey() throws GeneralSecurityException {
        return P256.publicKey(point);
    }

    @Override
    public String toString() {
        return "VapidKey[" + publicKey() + "]";
    }
}
