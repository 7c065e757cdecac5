package chat.parley.systemtests;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** A browser's side of Web Push (RFC 8291), with nothing of Parley's. */
final class Subscriber {

    private final KeyPair pair;
    private final byte[] point;
    private final byte[] auth = new byte[16];

    private Subscriber(KeyPair pair) {
        this.pair = pair;
        ECPoint w = ((ECPublicKey) pair.getPublic()).getW();
        point = ByteBuffer.allocate(65)
                .put((byte) 4)
                .put(coordinate(w.getAffineX()))
                .put(coordinate(w.getAffineY()))
                .array();
        new SecureRandom().nextBytes(auth);
    }

    static Subscriber subscribe() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return new Subscriber(generator.generateKeyPair());
    }

    /** As {@code JSON.stringify} of a PushSubscription. */
    String subscription(String endpoint) {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        return """
                {"endpoint":"%s","expirationTime":null,"keys":{"p256dh":"%s","auth":"%s"}}""".formatted(endpoint, base64.encodeToString(point), base64.encodeToString(auth));
    }

    byte[] decrypt(byte[] body) throws GeneralSecurityException {
        byte[] salt = Arrays.copyOf(body, 16);
        byte[] sender = Arrays.copyOfRange(body, 21, 86);
        ECPublicKey own = (ECPublicKey) pair.getPublic();
        ECPoint w = new ECPoint(
                new BigInteger(1, Arrays.copyOfRange(sender, 1, 33)),
                new BigInteger(1, Arrays.copyOfRange(sender, 33, 65)));
        KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(pair.getPrivate());
        agreement.doPhase(KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(w, own.getParams())), true);
        byte[] info = ByteBuffer.allocate(14 + 2 * 65)
                .put("WebPush: info\0".getBytes(US_ASCII))
                .put(point)
                .put(sender)
                .array();
        byte[] ikm = hkdf(auth, agreement.generateSecret(), info, 32);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                Cipher.DECRYPT_MODE,
                new SecretKeySpec(hkdf(salt, ikm, "Content-Encoding: aes128gcm\0".getBytes(US_ASCII), 16), "AES"),
                new GCMParameterSpec(128, hkdf(salt, ikm, "Content-Encoding: nonce\0".getBytes(US_ASCII), 12)));
        byte[] padded = cipher.doFinal(body, 86, body.length - 86);
        int end = padded.length - 1;
        while (padded[end] == 0) {
            end--;
        }
        return Arrays.copyOf(padded, end);
    }

    private static byte[] coordinate(BigInteger value) {
        byte[] bytes = value.toByteArray();
        byte[] coordinate = new byte[32];
        int length = Math.min(32, bytes.length);
        System.arraycopy(bytes, bytes.length - length, coordinate, 32 - length, length);
        return coordinate;
    }

    private static byte[] hkdf(byte[] salt, byte[] ikm, byte[] info, int length) throws GeneralSecurityException {
        return KDF.getInstance("HKDF-SHA256")
                .deriveData(
                        HKDFParameterSpec.ofExtract().addSalt(salt).addIKM(ikm).thenExpand(info, length));
    }
}
