package chat.parley.providers.web;

import chat.parley.domain.Platform;
import chat.parley.push.Notification;
import chat.parley.push.PushOutcome;
import chat.parley.push.PushTarget;
import chat.parley.push.port.PushProvider;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.io.IOException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Wakes browsers and apps that use UnifiedPush. Each subscription names its own service: what one of them does is held
 * against it alone, so this provider is never closed as a whole and knows no bad credentials.
 */
public final class WebPush implements PushProvider {

    private static final Duration ANSWER_MAX = Duration.ofSeconds(10);

    /** With looking up the host, and waiting for that. */
    private static final Duration ALL_MAX = Duration.ofSeconds(15);

    /**
     * Looking up a host waits in native code, for seconds when a stranger's name server wants it so. On a virtual thread
     * that would hold one of the few threads which carry all of them.
     */
    private static final int LOOKUPS_MAX = 8;

    private static final int WAITING_MAX = 1_024;

    /** Safari takes the permission from who sends what shows nothing. */
    private static final String SAFARI = "https://web.push.apple.com";

    private final Platform platform;
    private final String publicKey;
    private final Contact contact;
    private final Endpoints endpoints;
    private final Envelope envelope;
    private final Origins origins;
    private final Clock clock;
    private final Http http;
    private final ThreadPoolExecutor lookups;

    /**
     * Nothing is opened before something is sent.
     *
     * @param platform {@link Platform#WEBPUSH} or UnifiedPush
     * @param contact {@code mailto:} or {@code https:}, for those who run a push service
     */
    public WebPush(Platform platform, VapidKey key, String contact, Endpoints endpoints, Clock clock) {
        this(platform, key, contact, endpoints, clock, ANSWER_MAX, null);
    }

    WebPush(
            Platform platform,
            VapidKey key,
            String contact,
            Endpoints endpoints,
            Clock clock,
            Duration answerMax,
            @Nullable SSLContext trust) {
        this.platform = platform;
        this.publicKey = key.publicKey();
        this.contact = new Contact(contact);
        this.endpoints = endpoints;
        this.clock = clock;
        envelope = new Envelope(new Vapid(key, contact, clock), clock);
        origins = new Origins(clock);
        http = new Http(answerMax, trust);
        lookups = new ThreadPoolExecutor(
                LOOKUPS_MAX,
                LOOKUPS_MAX,
                30,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(WAITING_MAX),
                Thread.ofPlatform().daemon().name("web-push-", 0).factory());
        lookups.allowCoreThreadTimeOut(true);
    }

    @Override
    public Platform platform() {
        return platform;
    }

    @Override
    public CompletionStage<PushOutcome> send(PushTarget target, Notification notification) {
        CompletableFuture<PushOutcome> outcome = new CompletableFuture<>();
        try {
            lookups.execute(() -> {
                // Whoever asked has been told that it was not sent.
                if (!outcome.isDone()) {
                    begin(target, notification, outcome);
                }
            });
        } catch (RejectedExecutionException full) {
            outcome.complete(new PushOutcome.RetryLater(null, "too many at once"));
        }
        return outcome.completeOnTimeout(
                new PushOutcome.RetryLater(null, "not sent in time"), ALL_MAX.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void begin(PushTarget target, Notification notification, CompletableFuture<PushOutcome> outcome) {
        try {
            Subscription subscription = Subscription.read(target.token());
            if (notification instanceof Notification.Clear
                    && subscription.origin().equals(SAFARI)) {
                outcome.complete(new PushOutcome.Refused("Safari takes the permission from a push that shows nothing"));
                return;
            }
            CircuitBreaker breaker = origins.of(subscription.origin());
            if (!breaker.tryAcquirePermission()) {
                outcome.complete(new PushOutcome.RetryLater(Origins.OPEN, subscription.origin() + " fails"));
                return;
            }
            post(subscription, notification, breaker, outcome);
        } catch (IllegalArgumentException e) {
            outcome.complete(new PushOutcome.Refused("no subscription"));
        }
    }

    private void post(
            Subscription subscription,
            Notification notification,
            CircuitBreaker breaker,
            CompletableFuture<PushOutcome> outcome) {
        long start = breaker.getCurrentTimestamp();
        try {
            String refusal = endpoints.refusal(subscription.endpoint());
            if (refusal != null) {
                breaker.releasePermission();
                outcome.complete(new PushOutcome.Refused("the endpoint " + refusal));
                return;
            }
            var _ = http.send(envelope.request(subscription, notification))
                    .whenComplete((answer, failure) -> end(answer, failure, breaker, start, outcome));
        } catch (UnknownHostException e) {
            end(null, e, breaker, start, outcome);
        } catch (GeneralSecurityException e) {
            breaker.releasePermission();
            outcome.complete(new PushOutcome.Refused("nothing can be encrypted for the subscription's key"));
        } catch (RuntimeException e) {
            breaker.releasePermission();
            outcome.complete(new PushOutcome.RetryLater(null, e.getClass().getSimpleName()));
        }
    }

    private void end(
            @Nullable Answer answer,
            @Nullable Throwable failure,
            CircuitBreaker breaker,
            long start,
            CompletableFuture<PushOutcome> outcome) {
        long took = breaker.getCurrentTimestamp() - start;
        if (answer != null) {
            if (answer.isFailure()) {
                breaker.onError(took, breaker.getTimestampUnit(), new IOException("status " + answer.status()));
            } else {
                breaker.onSuccess(took, breaker.getTimestampUnit());
            }
            outcome.complete(answer.outcome(clock.instant()));
            return;
        }
        Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                ? failure.getCause()
                : failure == null ? new IOException("no answer") : failure;
        breaker.onError(took, breaker.getTimestampUnit(), cause);
        outcome.complete(new PushOutcome.RetryLater(null, reason(cause)));
    }

    private static String reason(Throwable cause) {
        return switch (cause) {
            case TimeoutException _ -> "no answer in time";
            case UnknownHostException _ -> "the host has no address";
            // Its message may quote what the other side wrote.
            default -> "no answer: " + cause.getClass().getSimpleName();
        };
    }

    @Override
    public List<Finding> examine() {
        List<Finding> findings = new ArrayList<>();
        findings.add(new Finding("VAPID key " + publicKey, null));
        findings.add(new Finding("contact " + contact.address(), contact.problem()));
        findings.add(new Finding("no service to reach beforehand: each subscription names its own, on port 443", null));
        return findings;
    }

    @Override
    public void close() {
        lookups.shutdownNow();
        http.close();
    }
}
