package chat.parley.systemtests;

import com.eatthepath.pushy.apns.server.MockApnsServer;
import com.eatthepath.pushy.apns.server.MockApnsServerBuilder;
import com.eatthepath.pushy.apns.server.RejectedNotificationException;
import com.eatthepath.pushy.apns.server.RejectionReason;
import com.eatthepath.pushy.apns.server.UnregisteredDeviceTokenException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Headers.PseudoHeaderName;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An APNs and an FCM on this machine, which keep what they were asked for, and can be down or have reasons against it. */
final class LocalAppPush implements AutoCloseable {

    /** What one of them was asked for: APNs' path and push type, or FCM's path and authorization. */
    record Pushed(String pathOrType, JsonNode body) {}

    /** What FCM answers. */
    sealed interface Says {

        record Whole(int status, String body) implements Says {}

        /** The head of a good answer and the beginning of its body; then the connection ends. */
        record Half() implements Says {}

        record Nothing() implements Says {}
    }

    private static final Says TAKEN = new Says.Whole(200, "{\"name\":\"projects/test/messages/1\"}");

    final BlockingQueue<Pushed> byApple = new LinkedBlockingQueue<>();
    final BlockingQueue<Pushed> byGoogle = new LinkedBlockingQueue<>();

    /** What was not taken. */
    final BlockingQueue<Pushed> notByApple = new LinkedBlockingQueue<>();

    final BlockingQueue<Pushed> notByGoogle = new LinkedBlockingQueue<>();

    volatile @Nullable RejectionReason appleSays;
    volatile Says googleSays = TAKEN;

    private final Queue<HttpExchange> unanswered = new ConcurrentLinkedQueue<>();
    private final LocalCertificate certificate;
    private final HttpServer google;
    private final int applePort;
    private final List<String> settings;
    private MockApnsServer apple;

    LocalAppPush(Path keys) throws Exception {
        certificate = LocalCertificate.in(keys);
        apple = apple();
        applePort = apple.start(0).join();
        google = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 512);
        google.createContext("/", this::answer);
        google.start();
        String url = "http://localhost:" + google.getAddress().getPort();
        Path apnsKey =
                Files.writeString(keys.resolve("AuthKey.p8"), LocalCertificate.pem("PRIVATE KEY", privateKey("EC")));
        settings = List.of(
                "--push-apns-key=" + apnsKey,
                "--push-apns-key-id=KEY0123456",
                "--push-apns-team-id=TEAM012345",
                "--push-apns-topic=com.example.chat",
                "--push-apns-server=localhost:" + applePort,
                "--push-apns-ca=" + certificate.file(),
                "--push-fcm-credentials=" + account(keys, url),
                "--push-fcm-url=" + url);
    }

    /** A server that wakes apps through them. */
    RunningServer server(Path data, String... more) {
        return RunningServer.start(data, with(more));
    }

    /** A command or flags, and those that tell of them. */
    String[] with(String... command) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(settings);
        return all.toArray(String[]::new);
    }

    /** From now on APNs refuses connections, and FCM takes them and never answers. */
    void fail() {
        googleSays = new Says.Nothing();
        apple.shutdown().join();
    }

    void recover() throws Exception {
        apple = apple();
        apple.start(applePort).join();
        googleAnswers();
    }

    /** FCM takes all again; what it has not answered, it never does. */
    void googleAnswers() {
        googleSays = TAKEN;
        unanswered.forEach(HttpExchange::close);
    }

    /** As at the beginning: both take all. */
    void forget() {
        appleSays = null;
        googleAnswers();
        unanswered.clear();
        List.of(byApple, byGoogle, notByApple, notByGoogle).forEach(BlockingQueue::clear);
    }

    /** How many requests FCM has left without an answer. */
    int unanswered() {
        return unanswered.size();
    }

    static Pushed next(BlockingQueue<Pushed> pushes, RunningServer server) throws InterruptedException {
        Pushed next = pushes.poll(30, TimeUnit.SECONDS);
        return Objects.requireNonNull(next, () -> "no push within 30 seconds\n" + server.log());
    }

    @Override
    public void close() {
        google.stop(0);
        apple.shutdown().join();
    }

    static void register(Api user, String device, String platform, String token) {
        ObjectNode body =
                Device.JSON.createObjectNode().put("platform", platform).put("push_token", token);
        Api.Answer answer = user.call("PUT", "/api/devices/" + device, body.toString());
        if (answer.status() != 200) {
            throw new AssertionError(answer.toString());
        }
    }

    private MockApnsServer apple() throws Exception {
        return new MockApnsServerBuilder()
                .setServerCredentials(new X509Certificate[] {certificate.certificate()}, certificate.key(), null)
                .setHandlerFactory(_ -> (headers, payload) -> take(headers, payload.toString(StandardCharsets.UTF_8)))
                .build();
    }

    private void take(Http2Headers headers, String payload) throws RejectedNotificationException {
        String path = headers.get(PseudoHeaderName.PATH.value()).toString();
        Pushed asked = new Pushed(path + " " + headers.get("apns-push-type"), json(payload));
        RejectionReason reason = appleSays;
        (reason == null ? byApple : notByApple).add(asked);
        if (reason == RejectionReason.UNREGISTERED) {
            throw new UnregisteredDeviceTokenException(Instant.EPOCH);
        }
        if (reason != null) {
            throw new RejectedNotificationException(reason);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String path = exchange.getRequestURI().getPath();
        Says says = googleSays;
        if (path.equals("/token")) {
            says = says instanceof Says.Nothing
                    ? says
                    : new Says.Whole(200, "{\"access_token\":\"token-1\",\"expires_in\":3600}");
        } else {
            Pushed asked = new Pushed(path + " " + exchange.getRequestHeaders().getFirst("Authorization"), json(body));
            (says.equals(TAKEN) ? byGoogle : notByGoogle).add(asked);
        }
        switch (says) {
            case Says.Whole(int status, String text) -> {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status, bytes.length);
                exchange.getResponseBody().write(bytes);
                exchange.close();
            }
            case Says.Half _ -> {
                exchange.sendResponseHeaders(200, 1_000);
                exchange.getResponseBody().write("{\"name\":".getBytes(StandardCharsets.UTF_8));
                exchange.close();
            }
            case Says.Nothing _ -> unanswered.add(exchange);
        }
    }

    private static JsonNode json(String text) {
        try {
            return Device.JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError(text, e);
        }
    }

    private static byte[] privateKey(String algorithm) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        if (algorithm.equals("EC")) {
            generator.initialize(new ECGenParameterSpec("secp256r1"));
        }
        return generator.generateKeyPair().getPrivate().getEncoded();
    }

    private static Path account(Path keys, String url) throws Exception {
        ObjectNode account = Device.JSON
                .createObjectNode()
                .put("type", "service_account")
                .put("project_id", "test")
                .put("client_email", "push@test.iam.gserviceaccount.com")
                .put("private_key_id", "k1")
                .put("private_key", LocalCertificate.pem("PRIVATE KEY", privateKey("RSA")))
                .put("token_uri", url + "/token");
        return Files.writeString(keys.resolve("account.json"), account.toString());
    }
}
