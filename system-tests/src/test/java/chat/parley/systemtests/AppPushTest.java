package chat.parley.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Apps that are away are woken by APNs and FCM, through the program as it is started and set up. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AppPushTest {

    private static final String APNS_TOKEN = "ab".repeat(32);

    private record Pushed(String pathOrType, JsonNode body) {}

    private final BlockingQueue<Pushed> byApple = new LinkedBlockingQueue<>();
    private final BlockingQueue<Pushed> byGoogle = new LinkedBlockingQueue<>();
    private MockApnsServer apple;
    private HttpServer google;
    private RunningServer server;

    @BeforeAll
    void start(@TempDir Path data, @TempDir Path keys) throws Exception {
        KeyStore certificate = LocalPushService.certificate(keys);
        X509Certificate shown = (X509Certificate) certificate.getCertificate("key");
        apple = new MockApnsServerBuilder()
                .setServerCredentials(
                        new X509Certificate[] {shown},
                        (PrivateKey) certificate.getKey("key", LocalPushService.PASSWORD.toCharArray()),
                        null)
                .setHandlerFactory(_ -> (headers, payload) -> byApple.add(new Pushed(
                        headers.get(Http2Headers.PseudoHeaderName.PATH.value()) + " " + headers.get("apns-push-type"),
                        json(payload.toString(StandardCharsets.UTF_8)))))
                .build();
        int applePort = apple.start(0).join();

        google = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        google.createContext("/", this::answer);
        google.start();
        String url = "http://localhost:" + google.getAddress().getPort();

        server = RunningServer.start(
                data,
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
                pem(keys.resolve("ca.pem"), "CERTIFICATE", shown.getEncoded()).toString(),
                "--push-fcm-credentials",
                account(keys, url).toString(),
                "--push-fcm-url",
                url);
    }

    @AfterAll
    void stop() {
        server.close();
        google.stop(0);
        apple.shutdown().join();
    }

    private void answer(HttpExchange exchange) throws IOException {
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

    @Test
    void bothDevicesOfWhoIsAwayAreWokenAndWhatHeReadsElsewhereGoes() throws InterruptedException {
        Api bob = new Api(server, "bob");
        register(bob, "iphone", "apns", APNS_TOKEN);
        register(bob, "pixel", "fcm", "registration-1");
        Api ann = new Api(server, "ann");
        String conversation = ann.direct("bob");
        ObjectNode sent = Device.JSON
                .createObjectNode()
                .put("conversation_id", conversation)
                .put("client_msg_id", "m1")
                .put("text", "Shall we? 👋");
        String message =
                ann.post("/api/messages", sent).body().path("message_id").asText();

        Pushed show = next(byApple);
        assertThat(show.pathOrType()).isEqualTo("/3/device/" + APNS_TOKEN + " alert");
        assertThat(show.body().at("/aps/alert/body").asText()).isEqualTo("Shall we? 👋");
        assertThat(show.body().at("/aps/badge").asInt()).isEqualTo(1);
        assertThat(show.body().at("/parley/message_id").asText()).isEqualTo(message);
        Pushed data = next(byGoogle);
        assertThat(data.pathOrType()).isEqualTo("/v1/projects/test/messages:send Bearer token-1");
        assertThat(data.body().at("/message/token").asText()).isEqualTo("registration-1");
        assertThat(data.body().at("/message/data/text").asText()).isEqualTo("Shall we? 👋");
        assertThat(data.body().at("/message/data/message_id").asText()).isEqualTo(message);

        bob.call("PUT", "/api/conversations/" + conversation + "/read", "{\"message_id\":\"" + message + "\"}");
        Pushed gone = next(byApple);
        assertThat(gone.pathOrType()).endsWith(" background");
        assertThat(gone.body().at("/aps/badge").asInt()).isZero();
        assertThat(gone.body().at("/parley/conversation_id").asText()).isEqualTo(conversation);
        assertThat(next(byGoogle).body().at("/message/data/type").asText()).isEqualTo("clear");
    }

    private Pushed next(BlockingQueue<Pushed> pushes) throws InterruptedException {
        Pushed next = pushes.poll(30, TimeUnit.SECONDS);
        return Objects.requireNonNull(next, () -> "no push within 30 seconds\n" + server.log());
    }

    private static void register(Api user, String device, String platform, String token) {
        ObjectNode body =
                Device.JSON.createObjectNode().put("platform", platform).put("push_token", token);
        Api.Answer answer = user.call("PUT", "/api/devices/" + device, body.toString());
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
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
