package chat.parley.providers.apns;

import chat.parley.providers.BadSetting;
import com.eatthepath.pushy.apns.ApnsClient;
import com.eatthepath.pushy.apns.ApnsClientBuilder;
import com.eatthepath.pushy.apns.auth.ApnsSigningKey;
import io.netty.channel.EventLoopGroup;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** Makes pushy's clients from the settings. */
final class ApnsConnection {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /** A connection whose token Apple takes for expired is closed when this has passed; what is under way ends before. */
    static final Duration DRAIN = Duration.ofMillis(500);

    private static final Pattern HOST_AND_PORT = Pattern.compile("(.+):([0-9]{1,5})");
    private static final Pattern PRIVATE_KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    private ApnsConnection() {}

    /** @throws BadSetting when a file is not what it ought to be */
    static ApnsClientBuilder builder(ApnsSettings settings, EventLoopGroup loop) {
        ApnsClientBuilder builder = new ApnsClientBuilder()
                .setEventLoopGroup(loop)
                .setConnectionTimeout(CONNECT_TIMEOUT)
                .setGracefulShutdownTimeout(DRAIN);
        server(builder, settings.server());
        switch (settings.credentials()) {
            case ApnsSettings.Token token -> builder.setSigningKey(signingKey(token));
            case ApnsSettings.Certificate certificate -> certificate(builder, certificate);
        }
        Path trusted = settings.trusted();
        if (trusted != null) {
            builder.setTrustedServerCertificateChain(trusted.toFile());
        }
        return builder;
    }

    /**
     * Nothing is connected before the first notification.
     *
     * @throws BadSetting when the certificate cannot be used
     */
    static ApnsClient client(ApnsClientBuilder builder) {
        try {
            return builder.build();
        } catch (SSLException | IllegalArgumentException e) {
            throw new BadSetting("push-apns-cert", "is not usable: " + e.getMessage());
        }
    }

    private static void server(ApnsClientBuilder builder, String server) {
        Matcher other = HOST_AND_PORT.matcher(server);
        switch (server) {
            case "production" -> builder.setApnsServer(ApnsClientBuilder.PRODUCTION_APNS_HOST);
            case "sandbox" -> builder.setApnsServer(ApnsClientBuilder.DEVELOPMENT_APNS_HOST);
            default -> {
                if (!other.matches() || Integer.parseInt(other.group(2)) > 65_535) {
                    throw new BadSetting("push-apns-server", "is not production, sandbox or host:port");
                }
                builder.setApnsServer(other.group(1), Integer.parseInt(other.group(2)));
            }
        }
    }

    private static ApnsSigningKey signingKey(ApnsSettings.Token token) {
        try {
            return ApnsSigningKey.loadFromInputStream(
                    new ByteArrayInputStream(read("push-apns-key", token.file())), token.teamId(), token.keyId());
        } catch (IOException | GeneralSecurityException | IllegalArgumentException | ClassCastException e) {
            throw new BadSetting(
                    "push-apns-key",
                    "is no key for APNs: " + token.file() + " should be the .p8 file that Apple gave out,"
                            + " an EC private key in PEM");
        }
    }

    private static void certificate(ApnsClientBuilder builder, ApnsSettings.Certificate certificate) {
        byte[] bytes = read("push-apns-cert", certificate.file());
        String password = certificate.password();
        try {
            if (password != null) {
                builder.setClientCredentials(new ByteArrayInputStream(bytes), password);
            } else {
                X509Certificate first = (X509Certificate)
                        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(bytes));
                builder.setClientCredentials(first, privateKey(bytes, first), null);
            }
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new BadSetting(
                    "push-apns-cert",
                    "is no certificate with its key: " + certificate.file()
                            + " should be PKCS #12 that push-apns-cert-password opens, or without a password"
                            + " PEM with both, the key as PKCS #8");
        }
    }

    private static PrivateKey privateKey(byte[] pem, X509Certificate certificate) throws GeneralSecurityException {
        Matcher key = PRIVATE_KEY.matcher(new String(pem, StandardCharsets.US_ASCII));
        if (!key.find()) {
            throw new GeneralSecurityException("there is no private key");
        }
        byte[] encoded = Base64.getMimeDecoder().decode(key.group(1));
        return KeyFactory.getInstance(certificate.getPublicKey().getAlgorithm())
                .generatePrivate(new PKCS8EncodedKeySpec(encoded));
    }

    private static byte[] read(String setting, Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new BadSetting(
                    setting, "cannot be read: " + file + (Files.exists(file) ? "" : " (there is no such file)"));
        }
    }
}
