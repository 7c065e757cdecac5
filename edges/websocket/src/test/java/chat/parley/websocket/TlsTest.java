package chat.parley.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.parley.domain.ConversationId;
import chat.parley.fabric.limits.Quotas.Rates;
import chat.parley.wire.http.HttpResponse;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslProvider;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same port with TLS: sockets, requests, a new certificate while it runs. */
final class TlsTest {

    private static final String ANSWER = "x".repeat(50_000);

    @TempDir
    Path directory;

    /** Linux on the usual processors has it: idle sockets would silently become dearer without. */
    @Test
    void openSslIsThere() {
        assertThat(OpenSsl.isAvailable())
                .as("%s", OpenSsl.unavailabilityCause())
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = SslProvider.class,
            names = {"JDK", "OPENSSL"})
    void sendsAreAckedAndClosesAreRead(SslProvider provider) throws Exception {
        X509Bundle bundle = write("localhost");
        // The client closes last, for it waits for its socket, and that ends with the node.
        try (HttpClient http = HttpClient.newBuilder()
                        .sslContext(trusting(bundle.getCertificate()))
                        .build();
                TestNode node = node(provider)) {
            ConversationId group = node.group("ann", "bob");
            Listening heard = new Listening();
            WebSocket ann = http.newWebSocketBuilder()
                    .header("Authorization", "Bearer ann")
                    .buildAsync(URI.create("wss://localhost:" + node.address.getPort() + "/ws?device_id=d"), heard)
                    .get(5, TimeUnit.SECONDS);
            assertThat(heard.next()).contains("\"ready\"");
            var _ = ann.sendText(
                    "{\"type\":\"send\",\"conversation_id\":\"" + group
                            + "\",\"client_msg_id\":\"k1\",\"text\":\"hello\"}",
                    true);
            assertThat(heard.next()).contains("\"ack\"");
            var _ = ann.sendBinary(java.nio.ByteBuffer.allocate(1), true);
            assertThat(heard.next()).isEqualTo("closed with 1003");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = SslProvider.class,
            names = {"JDK", "OPENSSL"})
    void anAnswerComesWhole(SslProvider provider) throws Exception {
        X509Bundle bundle = write("localhost");
        try (TestNode node = node(provider);
                SSLSocket socket = connect(node, bundle)) {
            socket.getOutputStream()
                    .write("GET /x HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            // The JDK's socket throws when the end is cut and not said.
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\n" + ANSWER);
        }
    }

    /** Answers and refusals alike; without TLS it is not there. */
    @Test
    void browsersAreToldToStayWithTls() throws Exception {
        X509Bundle bundle = write("localhost");
        try (TestNode node = node(new ServerCertificate(chain(), key()))) {
            for (String target : List.of("/x", "/ws")) {
                try (SSLSocket socket = connect(node, bundle)) {
                    assertThat(headOf(socket, target)).contains("\r\nstrict-transport-security: max-age=31536000\r\n");
                }
            }
        }
        try (TestNode node = node((ServerCertificate) null);
                Socket socket = new Socket(node.address.getAddress(), node.address.getPort())) {
            assertThat(headOf(socket, "/x")).startsWith("HTTP/1.1 200").doesNotContain("strict-transport-security");
        }
    }

    private static String headOf(Socket socket, String target) throws IOException {
        socket.setSoTimeout(5_000);
        socket.getOutputStream()
                .write(("GET " + target + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        return answer.substring(0, answer.indexOf("\r\n\r\n") + 2);
    }

    @Test
    void newConnectionsGetANewCertificateAndOldOnesGoOn() throws Exception {
        X509Bundle first = write("localhost");
        ServerCertificate certificate = new ServerCertificate(chain(), key());
        try (TestNode node = node(certificate);
                SSLSocket old = connect(node, first)) {
            X509Bundle second = write("localhost");
            certificate.refresh();
            try (SSLSocket next = connect(node, second)) {
                assertThat(next.getSession().getPeerCertificates()[0]).isEqualTo(second.getCertificate());
            }
            old.getOutputStream().write("GET /x HTTP/1.1\r\nHost: h\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(old.getInputStream().readNBytes(15))
                    .asString(StandardCharsets.US_ASCII)
                    .isEqualTo("HTTP/1.1 200 OK");

            Files.writeString(key(), "half a key");
            certificate.refresh();
            try (SSLSocket next = connect(node, second)) {
                assertThat(next.getSession().getPeerCertificates()[0]).isEqualTo(second.getCertificate());
            }
        }
    }

    @Test
    void aHandshakeThatDoesNotEndIsCutOff() throws Exception {
        write("localhost");
        try (TestNode node = impatientNode();
                Socket socket = new Socket(node.address.getAddress(), node.address.getPort())) {
            socket.setSoTimeout(5_000);
            // The head of a record that never comes.
            socket.getOutputStream().write(new byte[] {22, 3, 1, 2, 0, 1});
            assertThat(readToTheEnd(socket)).isTrue();
        }
    }

    @Test
    void whoSpeaksWithoutTlsIsCutOff() throws Exception {
        write("localhost");
        try (TestNode node = impatientNode();
                Socket socket = new Socket(node.address.getAddress(), node.address.getPort())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(readToTheEnd(socket)).isTrue();
        }
    }

    /** Of a renewal the one file comes before the other. */
    @Test
    void aKeyOfAnotherCertificateIsRefusedAndTheOldPairStays() throws Exception {
        X509Bundle first = write("localhost");
        ServerCertificate certificate = new ServerCertificate(chain(), key());
        String oldKey = Files.readString(key());
        try (TestNode node = node(certificate)) {
            X509Bundle second = write("localhost");
            String newKey = Files.readString(key());
            Files.writeString(key(), oldKey);
            certificate.refresh();
            connect(node, first).close();
            Files.writeString(key(), newKey);
            certificate.refresh();
            connect(node, second).close();
        }
        Files.writeString(key(), oldKey);
        assertThatThrownBy(() -> new ServerCertificate(chain(), key()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("another certificate's");
    }

    @Test
    void filesThatAreNoneAreNamed() throws Exception {
        write("localhost");
        Files.writeString(key(), "no key");
        assertThatThrownBy(() -> new ServerCertificate(chain(), key()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(key().toString())
                .hasMessageContaining("PKCS #8");
        Files.writeString(key(), "-----BEGIN RSA PRIVATE KEY-----\nAA==\n-----END RSA PRIVATE KEY-----\n");
        assertThatThrownBy(() -> new ServerCertificate(chain(), key()))
                .hasMessageContaining("PKCS #1")
                .hasMessageContaining("openssl pkcs8 -topk8 -nocrypt -in " + key());
    }

    private static boolean readToTheEnd(Socket socket) {
        try (InputStream in = socket.getInputStream()) {
            var _ = in.readAllBytes();
            return true;
        } catch (IOException reset) {
            return !(reset instanceof java.net.SocketTimeoutException);
        }
    }

    private TestNode node(SslProvider provider) {
        return node(new ServerCertificate(chain(), key(), provider));
    }

    private TestNode node(@Nullable ServerCertificate certificate) {
        return node(certificate, config -> config);
    }

    private TestNode impatientNode() {
        return node(
                new ServerCertificate(chain(), key()),
                config -> config.withHttpTimeout(Duration.ofMillis(500)).withHeartbeat(Duration.ofMillis(6400)));
    }

    private TestNode node(@Nullable ServerCertificate certificate, UnaryOperator<ListenerConfig> adjust) {
        return new TestNode(
                directory.resolve("data"),
                adjust,
                (request, answer) ->
                        answer.accept(new HttpResponse(200, Map.of(), ANSWER.getBytes(StandardCharsets.US_ASCII))),
                Rates.OFF,
                certificate);
    }

    private Path chain() {
        return directory.resolve("cert.pem");
    }

    private Path key() {
        return directory.resolve("key.pem");
    }

    private X509Bundle write(String host) throws Exception {
        X509Bundle bundle = new CertificateBuilder()
                .subject("CN=" + host)
                .addSanDnsName(host)
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        Files.writeString(chain(), bundle.getCertificatePathPEM());
        Files.writeString(key(), bundle.getPrivateKeyPEM());
        return bundle;
    }

    private static SSLSocket connect(TestNode node, X509Bundle bundle) throws Exception {
        SSLSocket socket = (SSLSocket)
                trusting(bundle.getCertificate()).getSocketFactory().createSocket("localhost", node.address.getPort());
        socket.setSoTimeout(5_000);
        socket.startHandshake();
        return socket;
    }

    private static SSLContext trusting(X509Certificate certificate) throws Exception {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        trusted.setCertificateEntry("server", certificate);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    /** What a socket hears, in its order. */
    private static final class Listening implements WebSocket.Listener {
        private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

        String next() throws InterruptedException {
            String next = heard.poll(5, TimeUnit.SECONDS);
            return next == null ? "nothing" : next;
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            heard.add(text.toString());
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            heard.add("closed with " + code);
            return null;
        }
    }
}
