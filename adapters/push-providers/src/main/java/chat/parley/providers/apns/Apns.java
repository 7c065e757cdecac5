package chat.parley.providers.apns;

import chat.parley.domain.DeviceId;
import chat.parley.domain.Platform;
import chat.parley.domain.UserId;
import chat.parley.providers.BadSetting;
import chat.parley.push.Notification;
import chat.parley.push.PushOutcome;
import chat.parley.push.PushTarget;
import chat.parley.push.port.PushProvider;
import com.eatthepath.pushy.apns.ApnsPushNotification;
import com.eatthepath.pushy.apns.PushNotificationResponse;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** Apple's devices, by pushy. How long an answer takes is for the caller to bound. */
public final class Apns implements PushProvider {

    /** Pushy keeps what it cannot send while it tries to connect. */
    private static final int UNDER_WAY_MAX = 2_000;

    private static final int FORGOTTEN_AFTER_SECONDS = 60;

    /** The token becomes part of a path. Apple's has 64 digits, and may have more. */
    private static final Pattern TOKEN = Pattern.compile("[0-9a-fA-F]{8,200}");

    private static final PushTarget NOBODY =
            new PushTarget(new UserId("nobody"), new DeviceId("none"), Platform.APNS, "0".repeat(64), null);

    private final ApnsSettings settings;
    private final EventLoopGroup loop;
    private final ApnsCourier courier;
    private final AtomicInteger underWay = new AtomicInteger();
    private volatile boolean isTopicTaken;

    private Apns(ApnsSettings settings, EventLoopGroup loop) {
        this.settings = settings;
        this.loop = loop;
        this.courier = new ApnsCourier(ApnsConnection.builder(settings, loop));
    }

    /** @throws BadSetting when a setting is wrong */
    // Pushy knows its own classes of event loops alone, by name.
    @SuppressWarnings("deprecation")
    public static Apns open(ApnsSettings settings) {
        EventLoopGroup loop = new NioEventLoopGroup(1, new DefaultThreadFactory("parley-apns", true));
        try {
            return new Apns(settings, loop);
        } catch (RuntimeException e) {
            var _ = loop.shutdownGracefully();
            throw e;
        }
    }

    @Override
    public Platform platform() {
        return Platform.APNS;
    }

    @Override
    public CompletionStage<PushOutcome> send(PushTarget target, Notification notification) {
        if (!TOKEN.matcher(target.token()).matches()) {
            return CompletableFuture.completedFuture(new PushOutcome.TokenGone("it is no token of APNs"));
        }
        if (underWay.incrementAndGet() > UNDER_WAY_MAX) {
            underWay.decrementAndGet();
            return CompletableFuture.completedFuture(new PushOutcome.RetryLater(null, "too many are under way"));
        }
        // Sealing takes some tenths of a millisecond, which are not the caller's.
        return CompletableFuture.supplyAsync(
                        () -> ApnsMessage.of(target, notification, settings.topic()), Thread::startVirtualThread)
                .thenCompose(this::sendWithAFreshToken)
                // Whoever asked has given up long before; but no stream may count as under way for ever.
                .orTimeout(FORGOTTEN_AFTER_SECONDS, TimeUnit.SECONDS)
                .handle((response, failure) -> {
                    underWay.decrementAndGet();
                    return failure == null ? outcome(response) : noAnswer(failure);
                });
    }

    /** Once more on a new connection, and thus with a new token, when Apple takes the token for expired. */
    private CompletableFuture<PushNotificationResponse<ApnsPushNotification>> sendWithAFreshToken(
            ApnsPushNotification message) {
        return courier.send(message).thenCompose(response -> {
            if (!response.getRejectionReason().orElse("").equals(ApnsAnswer.EXPIRED)) {
                return CompletableFuture.completedFuture(response);
            }
            Executor later =
                    CompletableFuture.delayedExecutor(2 * ApnsConnection.DRAIN.toMillis(), TimeUnit.MILLISECONDS);
            return CompletableFuture.completedFuture(message).thenComposeAsync(courier::send, later);
        });
    }

    private PushOutcome outcome(PushNotificationResponse<?> response) {
        if (response.isAccepted()) {
            isTopicTaken = true;
        }
        return ApnsAnswer.of(response, isTopicTaken);
    }

    private static PushOutcome noAnswer(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        // What waits with a client that finds no connection hears that the client has ended, and not why.
        String why = cause instanceof IllegalStateException ? "there is no connection" : cause.getMessage();
        return new PushOutcome.RetryLater(null, "no answer: " + why);
    }

    @Override
    public List<Finding> examine() {
        String as = switch (settings.credentials()) {
            case ApnsSettings.Token token -> "key " + token.keyId() + " of team " + token.teamId();
            case ApnsSettings.Certificate certificate ->
                "certificate " + certificate.file().getFileName();
        };
        String what = "APNs (" + settings.server() + ") takes " + as + " for " + settings.topic();
        PushOutcome outcome = send(NOBODY, new Notification.Test(0, 0))
                .toCompletableFuture()
                .completeOnTimeout(new PushOutcome.RetryLater(null, "no answer within 10 s"), 10, TimeUnit.SECONDS)
                .join();
        return List.of(new Finding(
                what,
                switch (outcome) {
                    // That the device does not exist is said to those alone who may ask.
                    case PushOutcome.TokenGone _, PushOutcome.Accepted _ -> null;
                    case PushOutcome.BadCredentials bad -> bad.reason();
                    case PushOutcome.RetryLater later ->
                        later.reason() + "; is port 443 to " + settings.server() + " open to the outside?";
                    case PushOutcome.Refused refused -> refused.reason();
                }));
    }

    @Override
    public void close() {
        var _ = courier.close().whenComplete((_, _) -> {
            var _ = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        });
    }
}
