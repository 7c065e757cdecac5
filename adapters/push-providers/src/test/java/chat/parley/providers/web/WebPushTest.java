package chat.parley.providers.web;

import static chat.parley.providers.web.Service.send;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.domain.Platform;
import chat.parley.providers.Http2Peer;
import chat.parley.providers.Json;
import chat.parley.push.Notification;
import chat.parley.push.PushOutcome;
import chat.parley.push.PushTarget;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a service that checks who posts, and a browser that decrypts. */
class WebPushTest {

    private static final String FAMILY = "👨‍👩‍👧‍👦";

    @SuppressWarnings("NullAway.Init")
    private Service service;

    @SuppressWarnings("NullAway.Init")
    private WebPush provider;

    @SuppressWarnings("NullAway.Init")
    private Browser browser;

    @BeforeEach
    void open() throws Exception {
        service = new Service(request -> new Http2Peer.Whole(201, Map.of("location", request.path() + "/m1"), ""));
        provider = service.provider();
        browser = Browser.subscribe();
    }

    @AfterEach
    void close() {
        provider.close();
        service.close();
    }

    @Test
    void theBrowserReadsWhatIsShown() throws Exception {
        PushOutcome outcome = send(provider, target(), service.show("Shall we?"));

        assertThat(outcome).isEqualTo(new PushOutcome.Accepted("/push/abc/m1"));
        assertThat(read(only()))
                .containsEntry("type", "show")
                .containsEntry("conversation_id", Service.CONVERSATION.value())
                .containsEntry("message_id", Service.MESSAGE.toString())
                .containsEntry("title", "Tour")
                .containsEntry("sender", "Ada")
                .containsEntry("text", "Shall we?")
                .containsEntry("unread", 3)
                .containsEntry("badge", 7)
                .containsEntry("mentioned", true);
    }

    @Test
    void theBrowserReadsWhatIsToGoAndWhatIsATest() throws Exception {
        send(provider, target(), service.clear());
        send(provider, target(), service.test());

        assertThat(read(service.received.get(0)))
                .containsEntry("type", "clear")
                .containsEntry("conversation_id", Service.CONVERSATION.value())
                .containsEntry("badge", 4)
                .doesNotContainKey("text");
        assertThat(read(service.received.get(1))).containsEntry("type", "test").doesNotContainKey("conversation_id");
    }

    @Test
    void theServiceSeesWhoPosts() throws Exception {
        send(provider, target(), service.show("Shall we?"));

        var checked = VapidCheck.of(header(only(), "authorization"), service.origin(), service.clock.instant());
        assertThat(checked.publicKey()).isEqualTo(Service.KEY.publicKey());
        assertThat(checked.subject()).isEqualTo(Service.CONTACT);
        assertThat(checked.ends()).isEqualTo(service.clock.instant().plus(Duration.ofHours(12)));
    }

    @Test
    void theServiceIsToldHowLongHowUrgentAndOfWhatTopic() throws Exception {
        send(provider, target(), service.show("one"));
        send(provider, target(), service.clear());
        send(provider, target(), service.test());
        send(provider, Browser.subscribe().target(service.origin() + "/push/other"), service.show("two"));

        Http2Peer.Request show = service.received.get(0);
        assertThat(show.method()).isEqualTo("POST");
        assertThat(show.path()).isEqualTo("/push/abc");
        assertThat(show.headers())
                .containsEntry("ttl", "21600")
                .containsEntry("urgency", "high")
                .containsEntry("content-encoding", "aes128gcm");
        assertThat(topic(0)).matches("[A-Za-z0-9_-]{32}");
        assertThat(service.received.get(1).headers()).containsEntry("urgency", "normal");
        // What is to go takes the place of what was to be shown; nobody sees who is in one conversation.
        assertThat(topic(1)).isEqualTo(topic(0));
        assertThat(topic(2)).isNotEqualTo(topic(0));
        assertThat(topic(3)).isNotEqualTo(topic(0));
    }

    @Test
    void lifeIsFromNothingToFourWeeks() throws Exception {
        send(provider, target(), new Notification.Test(0, service.clock.millis() - 1));
        send(provider, target(), new Notification.Test(0, Long.MAX_VALUE));

        assertThat(service.received.get(0).headers()).containsEntry("ttl", "0");
        assertThat(service.received.get(1).headers()).containsEntry("ttl", "2419200");
    }

    @Test
    void whatIsTooLongIsCutBetweenCharactersAndTaken() throws Exception {
        PushOutcome outcome = send(provider, target(), service.show(FAMILY.repeat(640)));

        assertThat(outcome).isInstanceOf(PushOutcome.Accepted.class);
        assertThat(only().content().remaining()).isLessThanOrEqualTo(4096);
        String text = String.valueOf(read(only()).get("text"));
        assertThat(text).matches("(" + FAMILY + ")+…");
        assertThat(text.getBytes(UTF_8).length).isGreaterThan(3_500);
    }

    @Test
    void manyAtOnceShareAConnection() throws Exception {
        var outcomes = java.util.stream.IntStream.range(0, 60)
                .mapToObj(i -> provider.send(target(), service.show("message " + i)))
                .toList();

        Set<String> texts = new HashSet<>();
        for (var outcome : outcomes) {
            assertThat(outcome.toCompletableFuture().get(30, java.util.concurrent.TimeUnit.SECONDS))
                    .isInstanceOf(PushOutcome.Accepted.class);
        }
        for (Http2Peer.Request request : service.received) {
            texts.add(String.valueOf(read(request).get("text")));
        }
        assertThat(texts).hasSize(60);
    }

    @Test
    void aDistributorWithoutEncryptionIsToldNoWords() throws Exception {
        try (WebPush unified = service.provider(
                Platform.UNIFIEDPUSH, Endpoints.allowing(List.of("localhost:" + service.peer.port())))) {
            PushTarget plain = Browser.target(Platform.UNIFIEDPUSH, service.origin() + "/UP?token=1");

            assertThat(send(unified, plain, service.show("secret"))).isInstanceOf(PushOutcome.Accepted.class);
        }
        assertThat(only().path()).isEqualTo("/UP?token=1");
        assertThat(only().headers()).doesNotContainKey("content-encoding").containsEntry("ttl", "21600");
        assertThat(Json.read(only().body().getBytes(UTF_8)))
                .containsEntry("type", "show")
                .containsEntry("conversation_id", Service.CONVERSATION.value())
                .containsEntry("unread", 3)
                .containsEntry("badge", 7)
                .doesNotContainKeys("title", "sender", "text");
    }

    @Test
    void nothingIsSentToAnAddressThatIsNotPublic() throws Exception {
        Endpoints strict = new Endpoints(List.of(), _ -> List.of(InetAddress.ofLiteral("10.0.0.1")));
        try (WebPush guarded = service.provider(Platform.WEBPUSH, strict)) {
            assertThat(send(guarded, target(), service.test()))
                    .isEqualTo(new PushOutcome.Refused("the endpoint has a port other than 443"));
            assertThat(send(guarded, browser.target("https://push.example.org/x"), service.test()))
                    .isEqualTo(new PushOutcome.Refused("the endpoint has an address that is not public"));
        }
        assertThat(service.received).isEmpty();
    }

    @Test
    void aNameServerThatDoesNotAnswerDelaysNoOtherService() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        Endpoints stalling = new Endpoints(List.of("localhost:" + service.peer.port()), host -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new UnknownHostException(host);
        });
        try (WebPush patient = service.provider(Platform.WEBPUSH, stalling)) {
            for (int i = 0; i < 40; i++) {
                var _ = patient.send(browser.target("https://h" + i + ".stalls.example/x"), service.test());
            }
            assertThat(send(patient, target(), service.test())).isInstanceOf(PushOutcome.Accepted.class);
        } finally {
            end.countDown();
        }
    }

    @Test
    void safariIsNotSentWhatShowsNothing() throws Exception {
        assertThat(send(provider, browser.target("https://web.push.apple.com/abc"), service.clear()))
                .isInstanceOf(PushOutcome.Refused.class);
    }

    @Test
    void aTokenThatIsNoSubscriptionIsRefused() throws Exception {
        for (String token : List.of(
                "",
                "not an address",
                "{",
                "{}",
                "[]",
                "{\"endpoint\":\"https://push.example.org/\",\"keys\":{\"auth\":\"AAAA\"}}",
                "{\"endpoint\":\"https://push.example.org/\",\"keys\":{\"auth\":\"AAAA\",\"p256dh\":\"!\"}}")) {
            assertThat(send(provider, Browser.target(Platform.WEBPUSH, token), service.test()))
                    .as(token)
                    .isInstanceOf(PushOutcome.Refused.class);
        }
        String shortKey =
                "{\"endpoint\":\"" + service.origin() + "/\",\"keys\":{\"auth\":\"AAAA\",\"p256dh\":\"BAAA\"}}";
        assertThat(send(provider, Browser.target(Platform.WEBPUSH, shortKey), service.test()))
                .isEqualTo(new PushOutcome.Refused("nothing can be encrypted for the subscription's key"));
    }

    @Test
    void withoutAGoodKeyNothingIsSent() throws Exception {
        String pem = VapidKey.generate();
        VapidKey broken = VapidKey.parse(pem.replaceFirst("(?s)\n.*?\n", "\nAAAA\n"));
        try (WebPush keyless = new WebPush(
                Platform.WEBPUSH,
                broken,
                Service.CONTACT,
                Endpoints.allowing(List.of("localhost:" + service.peer.port())),
                service.clock)) {
            assertThat(send(keyless, target(), service.test())).isInstanceOf(PushOutcome.BadCredentials.class);
            assertThat(keyless.examine())
                    .anySatisfy(finding -> assertThat(finding.problem()).contains("restore it"));
        }
        assertThat(service.received).isEmpty();
    }

    @Test
    void examinesWhatThereIsToExamine() {
        assertThat(provider.examine())
                .allSatisfy(finding -> assertThat(finding.problem()).isNull());
        try (var asInstalled = new WebPush(
                Platform.WEBPUSH, Service.KEY, Contact.DEFAULT, Endpoints.allowing(List.of()), service.clock)) {
            assertThat(asInstalled.examine())
                    .allSatisfy(finding -> assertThat(finding.problem()).isNull())
                    .anySatisfy(finding -> assertThat(finding.what()).contains("With push-contact"));
        }
    }

    private PushTarget target() {
        return browser.target(service.origin() + "/push/abc");
    }

    private Http2Peer.Request only() {
        assertThat(service.received).hasSize(1);
        return service.received.getFirst();
    }

    private String topic(int of) {
        return header(service.received.get(of), "topic");
    }

    private static String header(Http2Peer.Request request, String name) {
        return String.valueOf(request.headers().get(name));
    }

    private Map<String, @Nullable Object> read(Http2Peer.Request request) throws Exception {
        byte[] body = new byte[request.content().remaining()];
        request.content().duplicate().get(body);
        return Json.read(browser.decrypt(body));
    }
}
