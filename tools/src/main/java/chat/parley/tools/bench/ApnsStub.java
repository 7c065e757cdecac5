package chat.parley.tools.bench;

import chat.parley.providers.apns.ApnsSettings;
import com.eatthepath.pushy.apns.ApnsClient;
import com.eatthepath.pushy.apns.ApnsClientBuilder;
import com.eatthepath.pushy.apns.auth.ApnsSigningKey;
import com.eatthepath.pushy.apns.server.MockApnsServer;
import com.eatthepath.pushy.apns.server.MockApnsServerBuilder;
import com.eatthepath.pushy.apns.util.SimpleApnsPushNotification;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/** Apple's service as pushy plays it, over HTTP/2 and TLS on this machine: it takes everything, at once. */
final class ApnsStub implements AutoCloseable {

    static final String TOPIC = "chat.parley.app";

    private static final String KEY_ID = "KEY0123456";
    private static final String TEAM_ID = "TEAM012345";
    private static final String PASSWORD = "changeit";
    private static final String TOKEN = "ab".repeat(32);

    /** As long as what Parley sends for the same message. */
    private static final String PAYLOAD =
            "{\"aps\":{\"alert\":{\"title\":\"Name\",\"subtitle\":\"Group 1\",\"body\":\"Hello hello hello\"},\"badge\":3,"
                    + "\"thread-id\":\"g1\",\"mutable-content\":1},\"conversation_id\":\"g1\",\"message_id\":\"0123456789\"}";

    private final AtomicLong received = new AtomicLong();
    private final Path key;
    private final Path trusted;
    private final MockApnsServer server;
    private final int port;
    private final ApnsClient client;

    private ApnsStub(Path directory) throws IOException, GeneralSecurityException {
        key = Files.writeString(directory.resolve("team.p8"), pem("PRIVATE KEY", teamKey()));
        KeyStore store = selfSigned(directory.resolve("localhost.p12"));
        X509Certificate certificate = (X509Certificate) store.getCertificate("localhost");
        trusted = Files.writeString(directory.resolve("localhost.pem"), pem("CERTIFICATE", certificate.getEncoded()));
        server = new MockApnsServerBuilder()
                .setServerCredentials(
                        new X509Certificate[] {certificate},
                        (PrivateKey) store.getKey("localhost", PASSWORD.toCharArray()),
                        null)
                .setTrustedClientCertificateChain(trusted.toFile())
                .setHandlerFactory(_ -> (_, _) -> received.incrementAndGet())
                .build();
        port = server.start(0).join();
        client = bareClient();
    }

    static ApnsStub start(Path directory) {
        try {
            return new ApnsStub(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no key for the stub of APNs", e);
        }
    }

    ApnsSettings settings() {
        return new ApnsSettings(new ApnsSettings.Token(key, KEY_ID, TEAM_ID), TOPIC, "localhost:" + port, trusted);
    }

    /** How many notifications came. */
    long received() {
        return received.get();
    }

    /**
     * Sends with pushy alone, on a connection of its own that stays.
     *
     * @param underWayMax not answered yet, at most
     * @return how many were answered a second
     */
    double bare(int notifications, int underWayMax) {
        try {
            Semaphore free = new Semaphore(underWayMax);
            long start = System.nanoTime();
            for (int i = 0; i < notifications; i++) {
                free.acquire();
                var _ = client.sendNotification(new SimpleApnsPushNotification(TOKEN, TOPIC, PAYLOAD))
                        .whenComplete((_, _) -> free.release());
            }
            free.acquire(underWayMax);
            return notifications / ((System.nanoTime() - start) / 1e9);
        } catch (InterruptedException e) {
            throw Waiting.interrupted(e);
        }
    }

    private ApnsClient bareClient() throws IOException, GeneralSecurityException {
        return new ApnsClientBuilder()
                .setApnsServer("localhost", port)
                .setTrustedServerCertificateChain(trusted.toFile())
                .setSigningKey(ApnsSigningKey.loadFromPkcs8File(key.toFile(), TEAM_ID, KEY_ID))
                .build();
    }

    private static byte[] teamKey() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair().getPrivate().getEncoded();
    }

    /** The JDK signs certificates by this program alone. */
    private static KeyStore selfSigned(Path file) throws IOException, GeneralSecurityException {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-alias",
                        "localhost",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-ext",
                        "bc=ca:true",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (keytool.waitFor() != 0) {
                throw new IllegalStateException("keytool failed: " + said.strip());
            }
        } catch (InterruptedException e) {
            throw Waiting.interrupted(e);
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    private static String pem(String what, byte[] der) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + what + "-----\n" + base64 + "\n-----END " + what + "-----\n";
    }

    @Override
    public void close() {
        client.close().join();
        server.shutdown().join();
    }
}
