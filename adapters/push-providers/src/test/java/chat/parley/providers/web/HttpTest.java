package chat.parley.providers.web;

import static chat.parley.providers.web.Service.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import chat.parley.domain.Platform;
import chat.parley.providers.Http2Peer;
import chat.parley.providers.MovingClock;
import chat.parley.push.PushOutcome;
import chat.parley.push.PushTarget;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

/** What services of other kinds than the usual make of the client. */
class HttpTest {

    @Test
    void moreAtOnceThanAServiceTakesOnAConnectionAreTaken() throws Exception {
        Http2Settings few = Http2Settings.defaultSettings().maxConcurrentStreams(1);
        try (Service service = new Service(_ -> new Http2Peer.Whole(201, Map.of(), ""), few);
                WebPush provider = service.provider()) {
            PushTarget target = Browser.subscribe().target(service.origin() + "/p");

            List<CompletableFuture<PushOutcome>> outcomes = IntStream.range(0, 200)
                    .mapToObj(_ -> provider.send(target, service.test()).toCompletableFuture())
                    .toList();

            int again = 0;
            for (var outcome : outcomes) {
                switch (outcome.get(30, TimeUnit.SECONDS)) {
                    case PushOutcome.Accepted _ -> {}
                    // More were on their way to a new connection than it then said that it takes: it may be cut off.
                    case PushOutcome.RetryLater _ -> again++;
                    case PushOutcome other -> fail("not taken: " + other);
                }
            }
            // As the gateway does, later. A breaker that has opened is let close.
            service.clock.advance(Duration.ofMinutes(5));
            for (int i = 0; i < again; i++) {
                assertThat(send(provider, target, service.test())).isInstanceOf(PushOutcome.Accepted.class);
            }
            assertThat(service.received).hasSizeGreaterThanOrEqualTo(200);
        }
    }

    @Test
    void aServiceThatSpeaksHttp1AloneIsPostedTo() throws Exception {
        X509Bundle certificate = new CertificateBuilder()
                .subject("CN=localhost")
                .addSanDnsName("localhost")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        SSLContext identity = SSLContext.getInstance("TLS");
        identity.init(certificate.toKeyManagerFactory().getKeyManagers(), null, null);
        SSLContext trust = SSLContext.getInstance("TLS");
        trust.init(null, certificate.toTrustManagerFactory().getTrustManagers(), null);
        List<String> received = new CopyOnWriteArrayList<>();
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.setHttpsConfigurator(new HttpsConfigurator(identity));
        server.createContext("/", exchange -> {
            received.add(
                    exchange.getProtocol() + " " + exchange.getRequestHeaders().getFirst("TTL") + " "
                            + exchange.getRequestBody().readAllBytes().length);
            exchange.sendResponseHeaders(201, -1);
            exchange.close();
        });
        server.start();
        int port = server.getAddress().getPort();
        MovingClock clock = new MovingClock();
        try (WebPush provider = new WebPush(
                Platform.UNIFIEDPUSH,
                Service.KEY,
                Service.CONTACT,
                Endpoints.allowing(List.of("localhost:" + port)),
                clock,
                Duration.ofSeconds(10),
                trust)) {
            var test = new chat.parley.push.Notification.Test(1, clock.millis() + 60_000);

            assertThat(send(provider, Browser.subscribe().target("https://localhost:" + port + "/up"), test))
                    .isInstanceOf(PushOutcome.Accepted.class);
            assertThat(received).containsExactly("HTTP/1.1 60 " + (103 + 256));
        } finally {
            server.stop(0);
        }
    }
}
