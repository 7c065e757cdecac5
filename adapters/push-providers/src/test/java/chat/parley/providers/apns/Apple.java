package chat.parley.providers.apns;

import chat.parley.domain.DeviceId;
import chat.parley.domain.Platform;
import chat.parley.domain.UserId;
import chat.parley.providers.Json;
import chat.parley.push.PushTarget;
import com.eatthepath.pushy.apns.auth.ApnsVerificationKey;
import com.eatthepath.pushy.apns.server.MockApnsServer;
import com.eatthepath.pushy.apns.server.MockApnsServerBuilder;
import com.eatthepath.pushy.apns.server.PushNotificationHandler;
import com.eatthepath.pushy.apns.server.RejectedNotificationException;
import com.eatthepath.pushy.apns.server.RejectionReason;
import com.eatthepath.pushy.apns.server.UnregisteredDeviceTokenException;
import com.eatthepath.pushy.apns.server.ValidatingPushNotificationHandlerFactory;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Apple's service as pushy plays it, which checks tokens, topics and sizes; and what it rejects when it is told to. */
final class Apple implements AutoCloseable {

    static final String TOPIC = "chat.parley.app";
    static final String KEY_ID = "KEY0123456";
    static final String TEAM_ID = "TEAM012345";
    static final String TOKEN = "ab".repeat(32);

    record Got(Map<String, String> headers, String payload) {

        Map<String, @Nullable Object> json() throws IOException {
            return Json.read(payload.getBytes(StandardCharsets.UTF_8));
        }
    }

    final List<Got> got = new CopyOnWriteArrayList<>();
    final AtomicInteger connections = new AtomicInteger();

    /** What is rejected, by the number of the connection, from 1. */
    final Map<Integer, RejectionReason> ofConnection = new ConcurrentHashMap<>();

    volatile @Nullable RejectionReason rejection;

    private final Path directory;
    private final KeyPair teamKey;
    private final X509Bundle certificate;
    private final MockApnsServerBuilder servers;
    private final int port;
    private MockApnsServer server;

    Apple(Path directory) throws Exception {
        this.directory = directory;
        teamKey = keyPair();
        certificate = new CertificateBuilder()
                .subject("CN=localhost")
                .addSanDnsName("localhost")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        ApnsVerificationKey verification = new ApnsVerificationKey(KEY_ID, TEAM_ID, (ECPublicKey) teamKey.getPublic());
        var validating = new ValidatingPushNotificationHandlerFactory(
                Map.of(TOPIC, Set.of(TOKEN, "0".repeat(64))),
                Map.of(),
                Map.of(KEY_ID, verification),
                Map.of(verification, Set.of(TOPIC)));
        servers = new MockApnsServerBuilder()
                .setServerCredentials(
                        certificate.getCertificatePath(),
                        certificate.getKeyPair().getPrivate(),
                        null)
                .setTrustedClientCertificateChain(trusted().toFile())
                .setHandlerFactory(session -> {
                    int connection = connections.incrementAndGet();
                    return handler(connection, validating.buildHandler(session));
                });
        server = servers.build();
        port = server.start(0).join();
    }

    /** From now on nobody listens there. */
    void fail() {
        server.shutdown().join();
    }

    /** The same as before, at the same address. */
    void recover() throws SSLException {
        server = servers.build();
        server.start(port).join();
    }

    private PushNotificationHandler handler(int connection, PushNotificationHandler validating) {
        return (headers, payload) -> {
            String text = payload.toString(StandardCharsets.UTF_8);
            validating.handlePushNotification(headers, payload);
            Map<String, String> fields = new TreeMap<>();
            headers.forEach(field ->
                    fields.put(field.getKey().toString(), field.getValue().toString()));
            got.add(new Got(fields, text));
            RejectionReason reason = ofConnection.getOrDefault(connection, rejection);
            if (reason == RejectionReason.UNREGISTERED) {
                throw new UnregisteredDeviceTokenException(Instant.EPOCH);
            }
            if (reason != null) {
                throw new RejectedNotificationException(reason);
            }
        };
    }

    void forget() {
        got.clear();
        connections.set(0);
        ofConnection.clear();
        rejection = null;
    }

    ApnsSettings settings() throws IOException {
        return settings(keyFile(teamKey), TEAM_ID, TOPIC);
    }

    ApnsSettings settings(Path key, String team, String topic) throws IOException {
        return new ApnsSettings(new ApnsSettings.Token(key, KEY_ID, team), topic, address(), trusted());
    }

    String address() {
        return "localhost:" + port;
    }

    Path trusted() throws IOException {
        return Files.writeString(directory.resolve("apple.pem"), certificate.getCertificatePEM());
    }

    /** The certificate that says who is who for apps as well. */
    X509Bundle root() {
        return certificate;
    }

    Path keyFile(KeyPair pair) throws IOException {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(pair.getPrivate().getEncoded());
        return Files.writeString(
                Files.createTempFile(directory, "AuthKey_", ".p8"),
                "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n",
                StandardCharsets.US_ASCII);
    }

    static KeyPair keyPair() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    static PushTarget target(@Nullable String pushKey) {
        return target(TOKEN, pushKey);
    }

    static PushTarget target(String token, @Nullable String pushKey) {
        return new PushTarget(new UserId("bob"), new DeviceId("phone"), Platform.APNS, token, pushKey);
    }

    @Override
    public void close() {
        server.shutdown().join();
    }
}
