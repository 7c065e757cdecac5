package chat.parley.providers.web;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Message Encryption for Web Push (RFC 8291): one record of aes128gcm (RFC 8188), for a key that both sides derive from a
 * fresh pair of ours, the subscription's public key and its secret. Nobody on the way can read it.
 */
final class MessageEncryption {

    /** The push services' bound for the whole (RFC 8030, 7.2). */
    static final int BODY_BYTES_MAX = 4096;

    private static final int SALT_BYTES = 16;
    private static final int HEADER_BYTES = SALT_BYTES + Integer.BYTES + 1 + P256.POINT_BYTES;
    private static final int TAG_BYTES = 16;
    private static final int DELIMITER_BYTES = 1;

    /** What a message may be long (RFC 8291, 4). */
    static final int PLAINTEXT_BYTES_MAX = BODY_BYTES_MAX - HEADER_BYTES - DELIMITER_BYTES - TAG_BYTES;

    /** Lengths are rounded up to its multiples, so that the service does not see how long a message is. */
    private static final int PADDED_TO_BYTES = 256;

    private static final byte LAST_RECORD = 2;

    private MessageEncryption() {}

    /** @throws GeneralSecurityException when the subscription's key is none */
    static byte[] encrypt(byte[] plaintext, Subscription.Keys keys) throws GeneralSecurityException {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        int padded = Math.min(PLAINTEXT_BYTES_MAX, Math.ceilDiv(plaintext.length, PADDED_TO_BYTES) * PADDED_TO_BYTES);
        return encrypt(plaintext, padded - plaintext.length, keys, P256.generate(), salt);
    }

    static byte[] encrypt(byte[] plaintext, int padding, Subscription.Keys keys, KeyPair sender, byte[] salt)
            throws GeneralSecurityException {
        byte[] senderPoint = P256.point((ECPublicKey) sender.getPublic());
        KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(sender.getPrivate());
        agreement.doPhase(P256.publicKey(keys.point()), true);
        byte[] ikm = hkdf(
                keys.auth(),
                agreement.generateSecret(),
                concatenated("WebPush: info\0".getBytes(US_ASCII), keys.point(), senderPoint),
                32);
        byte[] key = hkdf(salt, ikm, "Content-Encoding: aes128gcm\0".getBytes(US_ASCII), 16);
        byte[] nonce = hkdf(salt, ikm, "Content-Encoding: nonce\0".getBytes(US_ASCII), 12);

        byte[] record = Arrays.copyOf(plaintext, plaintext.length + DELIMITER_BYTES + padding);
        record[plaintext.length] = LAST_RECORD;
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
        return ByteBuffer.allocate(HEADER_BYTES + record.length + TAG_BYTES)
                .put(salt)
                .putInt(BODY_BYTES_MAX)
                .put((byte) senderPoint.length)
                .put(senderPoint)
                .put(cipher.doFinal(record))
                .array();
    }

    private static byte[] hkdf(byte[] salt, byte[] ikm, byte[] purpose, int length) throws GeneralSecurityException {
        return KDF.getInstance("HKDF-SHA256")
                .deriveData(
                        HKDFParameterSpec.ofExtract().addSalt(salt).addIKM(ikm).thenExpand(purpose, length));
    }

    private static byte[] concatenated(byte[]... parts) {
        ByteBuffer all =
                ByteBuffer.allocate(Arrays.stream(parts).mapToInt(p -> p.length).sum());
        for (byte[] part : parts) {
            all.put(part);
        }
        return all.array();
    }
}
