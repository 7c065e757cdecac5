package chat.parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.Scanner;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A link that takes no more bytes, under TLS. */
class StalledTlsTest {

    private static final char[] PASSWORD = "password".toCharArray();

    @TempDir
    Path home;

    /** The server's end; held, as one that is collected is closed. */
    private volatile @Nullable SSLSocket stalled;

    /** Closing TLS would wait for the write that is held up, and all of the client with it, as it has the lock. */
    @Test
    @Timeout(120)
    void aLineIsEndedWhateverItsWriterWaitsFor() throws Exception {
        SSLContext tls = tls();
        CompletableFuture<Thread> writer = new CompletableFuture<>();
        CompletableFuture<String> ended = new CompletableFuture<>();
        try (SSLServerSocket server = (SSLServerSocket)
                        tls.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ParleyRuntime runtime = new ParleyRuntime(
                        HttpClient.newBuilder().sslContext(tls).build())) {
            Thread.ofVirtual().start(() -> upgradeAndReadNoMore(server));
            Line line = new Line(
                    new Line.Owner() {
                        @Override
                        public void frame(Line from, ServerFrame frame) {}

                        @Override
                        public void ended(Line which, int code, String reason, @Nullable Duration retryAfter) {
                            ended.complete(reason);
                        }

                        @Override
                        public void awaitRoom() {}

                        @Override
                        public boolean hasRoom() {
                            return true;
                        }

                        @Override
                        public String next(Line which) {
                            writer.complete(Thread.currentThread());
                            return "x".repeat(60_000);
                        }
                    },
                    runtime,
                    "token");
            line.dial(URI.create("wss://localhost:" + server.getLocalPort() + "/ws?device_id=d"));
            // It never runs out of frames: when it waits, it waits for the network.
            while (writer.get(60, TimeUnit.SECONDS).getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            CompletableFuture<Void> aborted = CompletableFuture.runAsync(() -> line.abort("it stalls"));
            aborted.get(30, TimeUnit.SECONDS);
            assertThat(ended.get(30, TimeUnit.SECONDS)).isEqualTo("it stalls");
            assertThat(stalled).isNotNull();
        }
    }

    private void upgradeAndReadNoMore(SSLServerSocket server) {
        try {
            SSLSocket socket = (SSLSocket) server.accept();
            stalled = socket;
            InputStream in = socket.getInputStream();
            String request = new Scanner(in, StandardCharsets.US_ASCII)
                    .useDelimiter("\r\n\r\n")
                    .next();
            String key = request.split("Sec-WebSocket-Key: ", -1)[1].split("\r\n", -1)[0];
            byte[] sum = MessageDigest.getInstance("SHA-1")
                    .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream()
                    .write(("HTTP/1.1 101 x\r\nSec-WebSocket-Accept: "
                                    + Base64.getEncoder().encodeToString(sum) + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private SSLContext tls() throws Exception {
        Path store = home.resolve("store.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-alias",
                        "server",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", keys.getCertificate("server"));
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
