package chat.parley.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A browser that is away is woken by a push service, through the program as it is started. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebPushTest {

    static final String PASSWORD = "password";

    private record Posted(String path, String authorization, ByteBuffer body) {}

    private final BlockingQueue<Posted> posted = new LinkedBlockingQueue<>();
    private HttpsServer service;
    private RunningServer server;
    private String endpoints;

    @BeforeAll
    void start(@TempDir Path data, @TempDir Path keys) throws Exception {
        KeyStore certificate = certificate(keys);
        service = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        service.setHttpsConfigurator(new HttpsConfigurator(identity(certificate)));
        service.createContext("/", this::take);
        service.start();
        String host = "localhost:" + service.getAddress().getPort();
        endpoints = "https://" + host + "/";

        String trust = "-Djavax.net.ssl.trustStore=" + trusted(certificate, keys)
                + " -Djavax.net.ssl.trustStorePassword=" + PASSWORD;
        server = RunningServer.start(List.of("env", "JDK_JAVA_OPTIONS=" + trust), data, 0, "--push-endpoints", host);
    }

    @AfterAll
    void stop() {
        server.close();
        service.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        posted.add(new Posted(
                exchange.getRequestURI().getPath(),
                String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
                ByteBuffer.wrap(exchange.getRequestBody().readAllBytes())));
        exchange.sendResponseHeaders(201, -1);
        exchange.close();
    }

    @Test
    void whoIsAwayReadsWhatIsNewAndSeesItGoWhenHeHasReadItElsewhere() throws Exception {
        Subscriber browser = Subscriber.subscribe();
        Api bob = new Api(server, "bob");
        put(bob, "browser", "webpush", browser.subscription(endpoints + "bob"));
        String conversation = direct("ann", "bob");

        String message = send("ann", conversation, "Shall we?");

        Posted show = next();
        assertThat(show.path()).isEqualTo("/bob");
        assertThat(show.authorization()).startsWith("vapid t=");
        JsonNode told = Device.JSON.readTree(browser.decrypt(show.body().array()));
        assertThat(told.path("type").asText()).isEqualTo("show");
        assertThat(told.path("conversation_id").asText()).isEqualTo(conversation);
        assertThat(told.path("message_id").asText()).isEqualTo(message);
        assertThat(told.path("text").asText()).isEqualTo("Shall we?");
        assertThat(told.path("badge").asLong()).isEqualTo(1);

        String read = "{\"message_id\":\"" + message + "\"}";
        assertThat(bob.call("PUT", "/api/conversations/" + conversation + "/read", read)
                        .status())
                .isEqualTo(204);

        JsonNode clear = Device.JSON.readTree(browser.decrypt(next().body().array()));
        assertThat(clear.path("type").asText()).isEqualTo("clear");
        assertThat(clear.path("conversation_id").asText()).isEqualTo(conversation);
        assertThat(clear.path("badge").asLong()).isZero();
    }

    @Test
    void anAddressThatIsNotPublicIsRefusedWhereItIsRegistered() throws Exception {
        Subscriber browser = Subscriber.subscribe();
        for (String endpoint : List.of(
                "https://127.0.0.1/x",
                "https://169.254.169.254/latest",
                "http://push.example.org/x",
                "https://[::1]/x")) {
            Api eve = new Api(server, "eve");
            assertThat(eve.call("PUT", "/api/devices/browser", device("webpush", browser.subscription(endpoint)))
                            .status())
                    .as(endpoint)
                    .isEqualTo(400);
        }
    }

    private Posted next() throws InterruptedException {
        Posted next = posted.poll(30, TimeUnit.SECONDS);
        assertThat(next).as("a push within 30 seconds\n" + server.log()).isNotNull();
        return next;
    }

    private static void put(Api user, String device, String platform, String token) {
        Api.Answer answer = user.call("PUT", "/api/devices/" + device, device(platform, token));
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
    }

    private static String device(String platform, String token) {
        return "{\"platform\":\"" + platform + "\",\"push_token\":" + token + "}";
    }

    private String direct(String one, String other) {
        // Whoever is named is known from his first token on.
        assertThat(new Api(server, other).get("/api/conversations").status()).isEqualTo(200);
        return new Api(server, one)
                .post("/api/conversations", "{\"type\":\"direct\",\"member_ids\":[\"" + other + "\"]}")
                .body()
                .path("conversation_id")
                .asText();
    }

    private String send(String from, String conversation, String text) {
        return new Api(server, from)
                .post(
                        "/api/messages",
                        "{\"conversation_id\":\"" + conversation + "\",\"client_msg_id\":\"" + text.hashCode()
                                + "\",\"text\":\"" + text + "\"}")
                .body()
                .path("message_id")
                .asText();
    }

    private static SSLContext identity(KeyStore certificate) throws Exception {
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(certificate, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    /** A store by which the server trusts the push service. */
    private static Path trusted(KeyStore certificate, Path keys) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("service", certificate.getCertificate("key"));
        Path file = keys.resolve("trusted.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            trusted.store(out, PASSWORD.toCharArray());
        }
        return file;
    }

    static KeyStore certificate(Path keys) throws Exception {
        Path store = keys.resolve("service.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "key",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        store.toString())
                .inheritIO()
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        KeyStore loaded = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(store)) {
            loaded.load(in, PASSWORD.toCharArray());
        }
        return loaded;
    }
}
