package chat.parley.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.parley.client.Backoff;
import chat.parley.client.ConnectionChange;
import chat.parley.client.ConnectionState;
import chat.parley.client.ParleyClient;
import chat.parley.client.ParleyClientBuilder;
import chat.parley.client.ParleyListener;
import chat.parley.client.ParleyRuntime;
import chat.parley.client.TokenProvider;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client library over TLS: it talks to a server whose certificate it trusts, and to no other. */
class JavaClientTlsTest {

    private static final Duration WAIT_MAX = Duration.ofSeconds(60);
    private static final char[] PASSWORD = "password".toCharArray();

    @TempDir
    Path data;

    @TempDir
    Path keys;

    @Test
    void talksToWhomItTrusts() throws Exception {
        KeyStore certificate = certificate();
        try (RunningServer server = RunningServer.start(
                        data,
                        "--tls-cert",
                        keys.resolve("cert.pem").toString(),
                        "--tls-key",
                        keys.resolve("key.pem").toString());
                ParleyRuntime trusting = new ParleyRuntime(HttpClient.newBuilder()
                        .sslContext(trusting(certificate))
                        .build())) {
            assertThat(server.url().getScheme()).isEqualTo("https");
            try (ParleyClient ann = client(server.url()).runtime(trusting).build()) {
                ann.connect();
                assertThat(ann.awaitReady(WAIT_MAX)).isTrue();
                String id = ann.api().direct("bob").conversationId();
                assertThat(ann.sendAndWait(id, "hello", WAIT_MAX).seq()).isEqualTo(1);
            }
            assertThat(firstEnd(client(server.url())))
                    .as("a stranger's certificate")
                    .contains("no connection");
            URI otherName = URI.create("https://127.0.0.1:" + server.url().getPort());
            assertThat(firstEnd(client(otherName).runtime(trusting)))
                    .as("the certificate is of another name")
                    .contains("no connection");
        }
    }

    /** The commands that are clients, too; without the option nobody vouches for the certificate. */
    @Test
    void commandsTrustWhomTheyAreTold() throws Exception {
        certificate();
        String cert = keys.resolve("cert.pem").toString();
        try (RunningServer server = RunningServer.start(
                data, "--tls-cert", cert, "--tls-key", keys.resolve("key.pem").toString())) {
            String[] conform = {
                "conform", server.url().toString(), "--jwt-secret", Tokens.SECRET, "--only", "handshake.token-in-*"
            };
            assertThatThrownBy(() -> RunningServer.run(conform)).hasMessageContaining("does not answer");
            String[] told = Arrays.copyOf(conform, conform.length + 2);
            told[conform.length] = "--cacert";
            told[conform.length + 1] = cert;
            assertThat(RunningServer.run(told)).contains("keeps the contract");
            told[conform.length + 1] = keys.resolve("key.pem").toString();
            assertThatThrownBy(() -> RunningServer.run(told))
                    .hasMessageContaining("--cacert: no certificates in PEM can be read from");
        }
    }

    /** How the first attempt to connect ends. */
    private static String firstEnd(ParleyClientBuilder builder) throws Exception {
        CompletableFuture<String> end = new CompletableFuture<>();
        ParleyListener listener = new ParleyListener() {
            @Override
            public void onState(ConnectionChange change) {
                if (change.state() != ConnectionState.CONNECTING) {
                    end.complete(change.state() + " " + change.reason());
                }
            }
        };
        try (ParleyClient client = builder.listener(listener).build()) {
            client.connect();
            return end.get(60, TimeUnit.SECONDS);
        }
    }

    private static ParleyClientBuilder client(URI server) {
        return ParleyClient.builder(server)
                .tokens(TokenProvider.of(() -> Tokens.of("ann")))
                .backoff(new Backoff(Duration.ofMillis(20), Duration.ofMillis(200), Duration.ofMillis(50)));
    }

    /** Makes a key and its certificate for localhost, as files of the server and as a key store. */
    private KeyStore certificate() throws IOException, InterruptedException, GeneralSecurityException {
        Path store = keys.resolve("store.p12");
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
                        new String(PASSWORD),
                        "-keystore",
                        store.toString())
                .inheritIO()
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        KeyStore loaded = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            loaded.load(in, PASSWORD);
        }
        pem("cert.pem", "CERTIFICATE", loaded.getCertificate("key").getEncoded());
        pem("key.pem", "PRIVATE KEY", loaded.getKey("key", PASSWORD).getEncoded());
        return loaded;
    }

    private void pem(String file, String what, byte[] der) throws IOException {
        Files.writeString(
                keys.resolve(file),
                "-----BEGIN " + what + "-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + what
                        + "-----\n");
    }

    private static SSLContext trusting(KeyStore certificate) throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", certificate.getCertificate("key"));
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }
}
