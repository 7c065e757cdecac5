package chat.parley.providers.web;

import chat.parley.push.Notification;
import chat.parley.push.PushOutcome;
import chat.parley.push.PushTarget;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.io.IOException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Posts notifications, each to the service that its subscription names. */
final class Posting implements AutoCloseable {

    /** Safari takes the permission from who sends what shows nothing. */
    private static final String SAFARI = "https://web.push.apple.com";

    private final VapidKey key;
    private final Endpoints endpoints;
    private final Envelope envelope;
    private final Origins origins;
    private final Clock clock;
    private final Http http;
    private final Lookups lookups;

    Posting(
            VapidKey key,
            Contact contact,
            Endpoints endpoints,
            Clock clock,
            Duration answerMax,
            @Nullable SSLContext trust) {
        this.key = key;
        this.endpoints = endpoints;
        this.clock = clock;
        envelope = new Envelope(new Vapid(key, contact.address(), clock), clock);
        origins = new Origins(clock);
        http = new Http(answerMax, trust);
        lookups = endpoints.lookups();
    }

    void begin(PushTarget target, Notification notification, CompletableFuture<PushOutcome> outcome) {
        try {
            Subscription subscription = Subscription.read(target.token());
            if (notification instanceof Notification.Clear
                    && subscription.origin().equals(SAFARI)) {
                outcome.complete(new PushOutcome.Refused("Safari takes the permission from a push that shows nothing"));
                return;
            }
            String problem = key.problem();
            if (problem != null) {
                outcome.complete(new PushOutcome.BadCredentials("the VAPID key " + problem));
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
        var _ = endpoints
                .refusal(subscription.endpoint(), lookups)
                .whenCompleteAsync(
                        (refusal, failure) -> {
                            if (outcome.isDone()) {
                                // Whoever asked has been told that it was not sent.
                                breaker.releasePermission();
                            } else if (failure != null) {
                                end(null, failure, breaker, start, outcome);
                            } else if (refusal.isPresent()) {
                                breaker.releasePermission();
                                outcome.complete(new PushOutcome.Refused("the endpoint " + refusal.get()));
                            } else {
                                request(subscription, notification, breaker, start, outcome);
                            }
                        },
                        Thread::startVirtualThread);
    }

    private void request(
            Subscription subscription,
            Notification notification,
            CircuitBreaker breaker,
            long start,
            CompletableFuture<PushOutcome> outcome) {
        try {
            var _ = http.send(envelope.request(subscription, notification))
                    .whenComplete((answer, failure) -> end(answer, failure, breaker, start, outcome));
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
        Throwable cause = failure == null ? new IOException("no answer") : failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof RejectedExecutionException) {
            breaker.releasePermission();
        } else {
            breaker.onError(took, breaker.getTimestampUnit(), cause);
        }
        outcome.complete(new PushOutcome.RetryLater(null, reason(cause)));
    }

    private static String reason(Throwable cause) {
        return switch (cause) {
            case TimeoutException _ -> "no answer in time";
            case UnknownHostException _ -> "the host has no address";
            case RejectedExecutionException _ -> "too many hosts at once";
            // Its message may quote what the other side wrote.
            default -> "no answer: " + cause.getClass().getSimpleName();
        };
    }

    @Override
    public void close() {
        lookups.close();
        http.close();
    }
}
