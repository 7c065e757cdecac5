package chat.parley.websocket;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a private key is that of a certificate. TLS libraries take any pair and then fail every handshake, as when one of
 * two files has been renewed and the other not yet.
 */
final class KeyMatch {

    private static final Pattern PKCS_8 =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    private KeyMatch() {}

    /** @throws GeneralSecurityException when they are none, or do not belong together; the message says which */
    static void check(byte[] chainPem, byte[] keyPem) throws GeneralSecurityException {
        PublicKey published = CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(chainPem))
                .getPublicKey();
        Matcher pem = PKCS_8.matcher(new String(keyPem, StandardCharsets.US_ASCII));
        if (!pem.find()) {
            throw new InvalidKeyException(lack(new String(keyPem, StandardCharsets.US_ASCII)));
        }
        String algorithm = published.getAlgorithm();
        PrivateKey key = KeyFactory.getInstance(algorithm)
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1))));
        Signature signature = Signature.getInstance(
                switch (algorithm) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> algorithm;
                });
        signature.initSign(key);
        signature.update(chainPem);
        byte[] signed = signature.sign();
        signature.initVerify(published);
        signature.update(chainPem);
        if (!signature.verify(signed)) {
            throw new InvalidKeyException("the key is another certificate's");
        }
    }

    private static String lack(String pem) {
        if (pem.contains("BEGIN ENCRYPTED PRIVATE KEY") || pem.contains("Proc-Type: 4,ENCRYPTED")) {
            return "the key has a password";
        }
        return pem.contains("BEGIN RSA PRIVATE KEY")
                ? "the key is of the older form PKCS #1"
                : pem.contains("BEGIN EC PRIVATE KEY")
                        ? "the key is of the older form SEC 1"
                        : "there is no PRIVATE KEY";
    }
}
