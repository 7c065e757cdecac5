package chat.parley.providers.web;

import chat.parley.domain.ConversationId;
import chat.parley.domain.ConversationType;
import chat.parley.domain.MessageId;
import chat.parley.domain.Platform;
import chat.parley.providers.Http2Peer;
import chat.parley.providers.MovingClock;
import chat.parley.push.Notification;
import chat.parley.push.PushOutcome;
import chat.parley.push.PushTarget;
import io.netty.handler.codec.http2.Http2Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A push service of the tests on localhost, and a provider that may post to it. */
final class Service implements AutoCloseable {

    static final ConversationId CONVERSATION = new ConversationId("g0123456789abcdefghjkmnpqrst");
    static final MessageId MESSAGE = MessageId.parse("0123456789abc");
    static final VapidKey KEY = VapidKey.parse(VapidKey.generate());
    static final String CONTACT = "mailto:ops@parley.example.org";

    final MovingClock clock = new MovingClock();
    final List<Http2Peer.Request> received = new CopyOnWriteArrayList<>();
    final Http2Peer peer;

    Service(Function<Http2Peer.Request, Http2Peer.Answer> service) throws Exception {
        this(service, Http2Settings.defaultSettings());
    }

    Service(Function<Http2Peer.Request, Http2Peer.Answer> service, Http2Settings settings) throws Exception {
        peer = new Http2Peer(
                request -> {
                    received.add(request);
                    return service.apply(request);
                },
                settings);
    }

    static Service answering(int status) throws Exception {
        return new Service(_ -> new Http2Peer.Whole(status, Map.of(), ""));
    }

    String origin() {
        return "https://localhost:" + peer.port();
    }

    WebPush provider() throws Exception {
        return provider(Platform.WEBPUSH, Endpoints.allowing(List.of("localhost:" + peer.port())));
    }

    WebPush provider(Platform platform, Endpoints endpoints) throws Exception {
        return provider(platform, endpoints, Duration.ofSeconds(10));
    }

    WebPush provider(Platform platform, Endpoints endpoints, Duration answerMax) throws Exception {
        return new WebPush(platform, KEY, CONTACT, endpoints, clock, answerMax, peer.trusting());
    }

    /** Sends, and waits for what becomes of it. */
    static PushOutcome send(WebPush provider, PushTarget target, Notification notification) throws Exception {
        return provider.send(target, notification).toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    Notification.Show show(@Nullable String text) {
        return new Notification.Show(
                CONVERSATION,
                ConversationType.GROUP,
                MESSAGE,
                "Tour",
                "Ada",
                text,
                3,
                7,
                true,
                clock.millis() + Duration.ofHours(6).toMillis());
    }

    Notification.Clear clear() {
        return new Notification.Clear(
                CONVERSATION, MESSAGE, 4, clock.millis() + Duration.ofHours(6).toMillis());
    }

    Notification.Test test() {
        return new Notification.Test(7, clock.millis() + Duration.ofMinutes(5).toMillis());
    }

    @Override
    public void close() {
        peer.close();
    }
}
