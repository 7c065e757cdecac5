package chat.parley.providers.web;

import static chat.parley.providers.web.Service.send;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.domain.Platform;
import chat.parley.providers.Http2Peer;
import chat.parley.push.PushOutcome;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each line of the table of Web Push in docs/push.md, by a service that answers so. */
class AnswersTest {

    private static final Path DOCUMENT = Path.of("../../docs/push.md");

    private static final PushOutcome AFTER_A_MINUTE = new PushOutcome.RetryLater(Duration.ofMinutes(1), "");

    /**
     * @param line the first column
     * @param outcome compared by its kind, and by the wish of the service where it has one
     */
    record Case(String line, Http2Peer.Answer answer, PushOutcome outcome) {

        @Override
        public String toString() {
            return line + ": " + answer;
        }
    }

    static List<Case> cases() {
        String byDate = "Wed, 01 Jul 2026 12:01:00 GMT";
        PushOutcome accepted = new PushOutcome.Accepted(null);
        PushOutcome gone = new PushOutcome.TokenGone("");
        PushOutcome refused = new PushOutcome.Refused("");
        PushOutcome later = new PushOutcome.RetryLater(null, "");
        PushOutcome afterADay = new PushOutcome.RetryLater(Duration.ofDays(1), "");
        String otherKey = "`400`, `401`, `403` for another key";
        return List.of(
                new Case("`200`, `201`, `202`, `204`", whole(200), accepted),
                new Case("`200`, `201`, `202`, `204`", whole(201), accepted),
                new Case("`200`, `201`, `202`, `204`", whole(202), accepted),
                new Case("`200`, `201`, `202`, `204`", whole(204), accepted),
                new Case("`404`, `410`", whole(404), gone),
                new Case("`404`, `410`", whole(410), gone),
                new Case(otherKey, says(401, "{\"errno\":109,\"message\":\"VAPID public key mismatch\"}"), gone),
                new Case(
                        otherKey,
                        says(
                                403,
                                "the VAPID credentials in the authorization header do not correspond to the"
                                        + " credentials used to create the subscriptions."),
                        gone),
                new Case(otherKey, says(400, "{\"reason\":\"VapidPkHashMismatch\"}"), gone),
                new Case("`400`, `401`, `403`", whole(400), refused),
                new Case("`400`, `401`, `403`", says(401, "Unauthorized"), refused),
                new Case("`400`, `401`, `403`", says(403, "{\"reason\":\"BadJwtToken\"}"), refused),
                new Case("`408`, `425`, `429`", whole(408), later),
                new Case("`408`, `425`, `429`", whole(425), later),
                new Case("`408`, `425`, `429`", whole(429), later),
                new Case("`408`, `425`, `429`", retryAfter(429, "60"), AFTER_A_MINUTE),
                new Case("`408`, `425`, `429`", retryAfter(429, byDate), AFTER_A_MINUTE),
                new Case("`408`, `425`, `429`", retryAfter(429, "31536000"), afterADay),
                new Case("`5xx`", whole(500), later),
                new Case("`5xx`", whole(502), later),
                new Case("`5xx`", retryAfter(503, "60"), AFTER_A_MINUTE),
                new Case("`5xx`", retryAfter(503, byDate), AFTER_A_MINUTE),
                new Case("`5xx`", retryAfter(503, "soon"), later),
                new Case("`413` and all others", whole(413), refused),
                new Case("`413` and all others", whole(415), refused),
                new Case("`413` and all others", new Http2Peer.Whole(301, Map.of("location", "/other"), ""), refused),
                new Case("`413` and all others", new Http2Peer.Whole(307, Map.of("location", "/other"), ""), refused),
                new Case("a status, and a body that breaks off", new Http2Peer.Half(201, "{\"ok\":"), accepted),
                new Case("a status, and a body that breaks off", new Http2Peer.Half(410, "{\"err"), gone),
                new Case("a status, and a body that breaks off", new Http2Peer.Half(503, "<html>"), later),
                new Case("a status, and a body without an end", new Http2Peer.Silence(201, "{\"ok\":"), accepted),
                new Case("a status, and a body without an end", new Http2Peer.Silence(404, "{\"err"), gone),
                new Case("a status, and a body without an end", says(410, "x".repeat(1 << 20)), gone),
                new Case("nothing for 10 seconds", new Http2Peer.Silence(0, ""), later),
                new Case("the connection is closed", new Http2Peer.HangUp(), later));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theOutcomeIsAsTheTableHasIt(Case given) throws Exception {
        assertDocumented(given.line());
        boolean isSilent = given.answer() instanceof Http2Peer.Silence;
        try (Service service = new Service(_ -> given.answer());
                WebPush provider = service.provider(
                        Platform.WEBPUSH,
                        Endpoints.allowing(List.of("localhost:" + service.peer.port())),
                        isSilent ? Duration.ofMillis(500) : Duration.ofSeconds(10))) {
            PushOutcome outcome =
                    send(provider, Browser.subscribe().target(service.origin() + "/p"), service.show("x"));

            assertThat(outcome).isInstanceOf(given.outcome().getClass());
            if (outcome instanceof PushOutcome.RetryLater later
                    && given.outcome() instanceof PushOutcome.RetryLater wanted) {
                assertThat(later.after()).isEqualTo(wanted.after());
            }
            // Neither a redirect is followed, nor a failure tried again here.
            assertThat(service.received).hasSize(1);
        }
    }

    @Test
    void aPortWhereNobodyListensIsTriedLater() throws Exception {
        assertDocumented("no connection");
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        try (Service service = Service.answering(201);
                WebPush provider =
                        service.provider(Platform.WEBPUSH, Endpoints.allowing(List.of("localhost:" + port)))) {
            assertThat(send(provider, Browser.subscribe().target("https://localhost:" + port), service.test()))
                    .isEqualTo(new PushOutcome.RetryLater(null, "no answer: ConnectException"));
        }
    }

    @Test
    void aCertificateOfSomebodyElseIsNoService() throws Exception {
        assertDocumented("no connection");
        try (Service service = Service.answering(201);
                Service other = Service.answering(201);
                WebPush provider = service.provider(
                        Platform.WEBPUSH, Endpoints.allowing(List.of("localhost:" + other.peer.port())))) {
            assertThat(send(provider, Browser.subscribe().target(other.origin()), service.test()))
                    .isInstanceOf(PushOutcome.RetryLater.class);
            assertThat(other.received).isEmpty();
        }
    }

    @Test
    void aHostWithoutAnAddressIsTriedLater() throws Exception {
        assertDocumented("no connection");
        Endpoints lost = new Endpoints(List.of(), host -> {
            throw new UnknownHostException(host);
        });
        try (Service service = Service.answering(201);
                WebPush provider = service.provider(Platform.WEBPUSH, lost)) {
            assertThat(send(provider, Browser.subscribe().target("https://push.example.org"), service.test()))
                    .isEqualTo(new PushOutcome.RetryLater(null, "the host has no address"));
        }
    }

    @Test
    void whatAServiceSaysIsOneLineOfVisibleCharacters() throws Exception {
        try (Service service = new Service(_ -> says(403, "no\r\n\u001b[31m" + "x".repeat(500)));
                WebPush provider = service.provider()) {
            PushOutcome outcome =
                    send(provider, Browser.subscribe().target(service.origin() + "/p"), service.show("x"));

            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            PushOutcome.Refused.class,
                            refused -> assertThat(refused.reason())
                                    .startsWith("403 no [31mxxx")
                                    .hasSize(204));
        }
    }

    /** It is kept with the way of the message, for days. */
    @Test
    void whatAServiceCallsAMessageIsShort() throws Exception {
        String location = "/m/" + "x".repeat(10_000);
        try (Service service = new Service(_ -> new Http2Peer.Whole(201, Map.of("location", location), ""));
                WebPush provider = service.provider()) {
            assertThat(send(provider, Browser.subscribe().target(service.origin() + "/p"), service.show("x")))
                    .isEqualTo(new PushOutcome.Accepted(location.substring(0, 200)));
        }
    }

    private static void assertDocumented(String line) throws Exception {
        assertThat(Files.readAllLines(DOCUMENT)).anyMatch(row -> row.startsWith("| " + line + " |"));
    }

    private static Http2Peer.Answer whole(int status) {
        return new Http2Peer.Whole(status, Map.of(), "");
    }

    private static Http2Peer.Answer says(int status, String body) {
        return new Http2Peer.Whole(status, Map.of(), body);
    }

    private static Http2Peer.Answer retryAfter(int status, String value) {
        return new Http2Peer.Whole(status, Map.of("retry-after", value), "");
    }
}
