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
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client library over TLS: it talks to a server whose certificate it trusts, and to no other. */
class JavaClientTlsTest {

    private static final Duration WAIT_MAX = Duration.ofSeconds(60);

    @TempDir
    Path data;

    @TempDir
    Path keys;

    @Test
    void talksToWhomItTrusts() throws Exception {
        LocalCertificate certificate = LocalCertificate.in(keys);
        try (RunningServer server = RunningServer.start(
                        data,
                        "--tls-cert",
                        certificate.file().toString(),
                        "--tls-key",
                        certificate.keyFile().toString());
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
        LocalCertificate certificate = LocalCertificate.in(keys);
        String cert = certificate.file().toString();
        try (RunningServer server = RunningServer.start(
                data, "--tls-cert", cert, "--tls-key", certificate.keyFile().toString())) {
            String[] conform = {
                "conform", server.url().toString(), "--jwt-secret", Tokens.SECRET, "--only", "handshake.token-in-*"
            };
            assertThatThrownBy(() -> RunningServer.run(conform)).hasMessageContaining("does not answer");
            String[] told = Arrays.copyOf(conform, conform.length + 2);
            told[conform.length] = "--cacert";
            told[conform.length + 1] = cert;
            assertThat(RunningServer.run(told)).contains("keeps the contract");
            told[conform.length + 1] = certificate.keyFile().toString();
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

    private static SSLContext trusting(LocalCertificate certificate) throws GeneralSecurityException, IOException {
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(certificate.trust());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }
}
