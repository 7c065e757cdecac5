package chat.parley.providers.web;

import static chat.parley.providers.web.Service.send;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.domain.Platform;
import chat.parley.providers.Http2Peer;
import chat.parley.push.PushOutcome;
import chat.parley.push.PushTarget;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OriginsTest {

    @Test
    void aServiceThatFailsIsLeftAloneUntilItIsTriedAgain() throws Exception {
        AtomicInteger status = new AtomicInteger(503);
        try (Service service = new Service(_ -> new Http2Peer.Whole(status.get(), Map.of(), ""));
                WebPush provider = service.provider()) {
            PushTarget target = Browser.subscribe().target(service.origin() + "/p");
            for (int i = 0; i < Origins.CALLS; i++) {
                send(provider, target, service.test());
            }

            assertThat(send(provider, target, service.test()))
                    .isEqualTo(new PushOutcome.RetryLater(Origins.OPEN, service.origin() + " fails"));
            assertThat(service.received).hasSize(Origins.CALLS);
            assertThat(provider.closedUntil()).isZero();

            // One that fails still closes it again at once.
            service.clock.advance(Origins.OPEN.plusMillis(1));
            send(provider, target, service.test());
            send(provider, target, service.test());
            assertThat(service.received).hasSize(Origins.CALLS + 1);

            status.set(201);
            service.clock.advance(Origins.OPEN.plusMillis(1));
            for (int i = 0; i < 3; i++) {
                assertThat(send(provider, target, service.test())).isInstanceOf(PushOutcome.Accepted.class);
            }
        }
    }

    @Test
    void oneDeadServiceStopsNoOther() throws Exception {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        try (Service service = Service.answering(201);
                WebPush provider = service.provider(
                        Platform.WEBPUSH,
                        Endpoints.allowing(List.of("localhost:" + service.peer.port(), "localhost:" + port)))) {
            Browser browser = Browser.subscribe();
            for (int i = 0; i < Origins.CALLS; i++) {
                send(provider, browser.target("https://localhost:" + port), service.test());
            }

            assertThat(send(provider, browser.target("https://localhost:" + port), service.test()))
                    .isEqualTo(new PushOutcome.RetryLater(Origins.OPEN, "https://localhost:" + port + " fails"));
            assertThat(send(provider, browser.target(service.origin() + "/p"), service.test()))
                    .isInstanceOf(PushOutcome.Accepted.class);
        }
    }

    /** Else one user with a made-up subscription at a large service could stop it for all. */
    @Test
    void whatASubscriptionDoesIsNotHeldAgainstItsService() throws Exception {
        for (int status : new int[] {400, 403, 404, 410, 413, 429}) {
            try (Service service = Service.answering(status);
                    WebPush provider = service.provider()) {
                PushTarget target = Browser.subscribe().target(service.origin() + "/p");
                for (int i = 0; i < 2 * Origins.CALLS; i++) {
                    send(provider, target, service.test());
                }
                assertThat(service.received).as("status %d", status).hasSize(2 * Origins.CALLS);
            }
        }
    }

    @Test
    void whatIsNotPostedIsNotHeldAgainstTheService() throws Exception {
        try (Service service = Service.answering(201);
                WebPush provider = service.provider()) {
            String shortKey =
                    "{\"endpoint\":\"" + service.origin() + "/\",\"keys\":{\"auth\":\"AAAA\",\"p256dh\":\"BAAA\"}}";
            for (int i = 0; i < 2 * Origins.CALLS; i++) {
                send(provider, Browser.target(Platform.WEBPUSH, shortKey), service.test());
            }
            assertThat(send(provider, Browser.subscribe().target(service.origin() + "/p"), service.test()))
                    .isInstanceOf(PushOutcome.Accepted.class);
            service.clock.advance(Duration.ofSeconds(1));
        }
    }
}
