package chat.parley.providers.web;

import static java.nio.charset.StandardCharsets.US_ASCII;

import chat.parley.domain.DeviceId;
import chat.parley.domain.Platform;
import chat.parley.domain.UserId;
import chat.parley.push.PushTarget;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The other side of RFC 8291: whoever subscribed, and reads what was encrypted for him. */
record Browser(KeyPair pair, Subscription.Keys keys) {

    static Browser subscribe() throws GeneralSecurityException {
        KeyPair pair = P256.generate();
        byte[] auth = new byte[16];
        new SecureRandom().nextBytes(auth);
        return new Browser(pair, new Subscription.Keys(P256.point((ECPublicKey) pair.getPublic()), auth));
    }

    PushTarget target(String endpoint) {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        return target(Platform.WEBPUSH, """
                {"endpoint":"%s","expirationTime":null,"keys":{"p256dh":"%s","auth":"%s"}}""".formatted(
                        endpoint, base64.encodeToString(keys.point()), base64.encodeToString(keys.auth())));
    }

    static PushTarget target(Platform platform, String token) {
        return new PushTarget(new UserId("anna"), new DeviceId("laptop"), platform, token, null);
    }

    byte[] decrypt(byte[] body) throws GeneralSecurityException {
        ByteBuffer message = ByteBuffer.wrap(body);
        byte[] salt = take(message, 16);
        if (message.getInt() < body.length) {
            throw new GeneralSecurityException("more than one record");
        }
        byte[] sender = take(message, message.get());
        byte[] record = take(message, message.remaining());

        KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(pair.getPrivate());
        agreement.doPhase(P256.publicKey(sender), true);
        byte[] info = ByteBuffer.allocate(14 + keys.point().length + sender.length)
                .put("WebPush: info\0".getBytes(US_ASCII))
                .put(keys.point())
                .put(sender)
                .array();
        byte[] ikm = hkdf(keys.auth(), agreement.generateSecret(), info, 32);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                Cipher.DECRYPT_MODE,
                new SecretKeySpec(hkdf(salt, ikm, "Content-Encoding: aes128gcm\0".getBytes(US_ASCII), 16), "AES"),
                new GCMParameterSpec(128, hkdf(salt, ikm, "Content-Encoding: nonce\0".getBytes(US_ASCII), 12)));
        return unpadded(cipher.doFinal(record));
    }

    private static byte[] unpadded(byte[] record) throws GeneralSecurityException {
        int end = record.length - 1;
        while (end > 0 && record[end] == 0) {
            end--;
        }
        if (record[end] != 2) {
            throw new GeneralSecurityException("not the last record");
        }
        return Arrays.copyOf(record, end);
    }

    private static byte[] take(ByteBuffer from, int length) {
        byte[] bytes = new byte[length];
        from.get(bytes);
        return bytes;
    }

    private static byte[] hkdf(byte[] salt, byte[] ikm, byte[] info, int length) throws GeneralSecurityException {
        return KDF.getInstance("HKDF-SHA256")
                .deriveData(
                        HKDFParameterSpec.ofExtract().addSalt(salt).addIKM(ikm).thenExpand(info, length));
    }
}
