package chat.parley.systemtests;

import com.eatthepath.pushy.apns.server.MockApnsServer;
import com.eatthepath.pushy.apns.server.MockApnsServerBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** An APNs and an FCM on this machine, which keep what they accept, and can be down. */
final class LocalAppPush implements AutoCloseable {

    /** What one of them accepted: APNs' path and push type, or FCM's path and authorization. */
    record Pushed(String pathOrType, JsonNode body) {}

    final BlockingQueue<Pushed> byApple = new LinkedBlockingQueue<>();
    final BlockingQueue<Pushed> byGoogle = new LinkedBlockingQueue<>();
    private final Queue<HttpExchange> unanswered = new ConcurrentLinkedQueue<>();
    private final KeyStore certificate;
    private final HttpServer google;
    private final int applePort;
    private final List<String> settings;
    private MockApnsServer apple;
    private volatile boolean down;

    LocalAppPush(Path keys) throws Exception {
        certificate = LocalPushService.certificate(keys);
        apple = apple();
        applePort = apple.start(0).join();
        google = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 512);
        google.createContext("/", this::answer);
        google.start();
        String url = "http://localhost:" + google.getAddress().getPort();
        settings = List.of(
                "--push-apns-key",
                pem(keys.resolve("AuthKey.p8"), "PRIVATE KEY", key("EC")).toString(),
                "--push-apns-key-id",
                "KEY0123456",
                "--push-apns-team-id",
                "TEAM012345",
                "--push-apns-topic",
                "com.example.chat",
                "--push-apns-server",
                "localhost:" + applePort,
                "--push-apns-ca",
                pem(
                                keys.resolve("ca.pem"),
                                "CERTIFICATE",
                                certificate.getCertificate("key").getEncoded())
                        .toString(),
                "--push-fcm-credentials",
                account(keys, url).toString(),
                "--push-fcm-url",
                url);
    }

    /** A server that wakes apps through them. */
    RunningServer server(Path data) {
        return RunningServer.start(data, settings.toArray(String[]::new));
    }

    /** From now on APNs refuses connections, and FCM takes them and never answers. */
    void fail() {
        down = true;
        apple.shutdown().join();
    }

    void recover() throws Exception {
        apple = apple();
        apple.start(applePort).join();
        down = false;
        unanswered.forEach(HttpExchange::close);
    }

    /** How many requests FCM has left without an answer. */
    int unanswered() {
        return unanswered.size();
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
                .setServerCredentials(
                        new X509Certificate[] {(X509Certificate) certificate.getCertificate("key")},
                        (PrivateKey) certificate.getKey("key", LocalPushService.PASSWORD.toCharArray()),
                        null)
                .setHandlerFactory(_ -> (headers, payload) -> byApple.add(new Pushed(
                        headers.get(Http2Headers.PseudoHeaderName.PATH.value()) + " " + headers.get("apns-push-type"),
                        json(payload.toString(StandardCharsets.UTF_8)))))
                .build();
    }

    private void answer(HttpExchange exchange) throws IOException {
        if (down) {
            unanswered.add(exchange);
            return;
        }
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String path = exchange.getRequestURI().getPath();
        String answer = "{\"access_token\":\"token-1\",\"expires_in\":3600}";
        if (!path.equals("/token")) {
            byGoogle.add(new Pushed(path + " " + exchange.getRequestHeaders().getFirst("Authorization"), json(body)));
            answer = "{\"name\":\"projects/test/messages/1\"}";
        }
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static JsonNode json(String text) {
        try {
            return Device.JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError(text, e);
        }
    }

    private static byte[] key(String algorithm) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        if (algorithm.equals("EC")) {
            generator.initialize(new ECGenParameterSpec("secp256r1"));
        }
        return generator.generateKeyPair().getPrivate().getEncoded();
    }

    private static Path pem(Path file, String what, byte[] bytes) throws IOException {
        return Files.writeString(file, pem(what, bytes));
    }

    private static String pem(String what, byte[] bytes) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        return "-----BEGIN " + what + "-----\n" + base64 + "\n-----END " + what + "-----\n";
    }

    private static Path account(Path keys, String url) throws Exception {
        ObjectNode account = Device.JSON
                .createObjectNode()
                .put("type", "service_account")
                .put("project_id", "test")
                .put("client_email", "push@test.iam.gserviceaccount.com")
                .put("private_key_id", "k1")
                .put("private_key", pem("PRIVATE KEY", key("RSA")))
                .put("token_uri", url + "/token");
        return Files.writeString(keys.resolve("account.json"), account.toString());
    }
}
