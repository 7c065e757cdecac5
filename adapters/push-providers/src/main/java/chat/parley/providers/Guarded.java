package chat.parley.providers;

import chat.parley.domain.Platform;
import chat.parley.push.Notification;
import chat.parley.push.PushOutcome;
import chat.parley.push.PushTarget;
import chat.parley.push.port.PushProvider;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A provider behind a circuit breaker, with an end to all waiting. It opens when half of the last {@value #WINDOW} answers
 * asked to try later, or did not come, or most were slow; what is said of one device or one notification counts as an
 * answer like any other. After a while a few may try: if they succeed it closes, else it stays open for twice as long.
 */
public final class Guarded implements PushProvider {

    private static final System.Logger LOG = System.getLogger(Guarded.class.getName());

    static final int WINDOW = 50;
    static final int CALLS_MIN = 10;
    static final int PROBES = 3;
    static final Duration SEND_MAX = Duration.ofSeconds(10);
    static final Duration OPEN_FIRST = Duration.ofSeconds(10);
    static final Duration OPEN_MAX = Duration.ofMinutes(2);

    private static final float FAILURES_PERCENT = 50;
    private static final float SLOW_PERCENT = 80;
    private static final Duration SLOW = Duration.ofSeconds(5);
    private static final Duration PROBING = Duration.ofSeconds(1);

    /** As operators know it. */
    public enum Circuit {
        CLOSED,
        HALF_OPEN,
        OPEN
    }

    private final PushProvider provider;
    private final Clock clock;
    private final Duration sendMax;
    private final CircuitBreaker breaker;
    private final AtomicInteger underWay = new AtomicInteger();
    private volatile long openUntil;
    private volatile String lastFailure = "it is slow";

    public Guarded(PushProvider provider, Clock clock) {
        this(provider, clock, SEND_MAX);
    }

    Guarded(PushProvider provider, Clock clock, Duration sendMax) {
        this.provider = provider;
        this.clock = clock;
        this.sendMax = sendMax;
        this.breaker = CircuitBreaker.of(
                provider.platform().name(),
                CircuitBreakerConfig.custom()
                        .clock(clock)
                        .slidingWindow(WINDOW, CALLS_MIN, SlidingWindowType.COUNT_BASED)
                        .failureRateThreshold(FAILURES_PERCENT)
                        .slowCallDurationThreshold(SLOW.compareTo(sendMax) < 0 ? SLOW : sendMax.dividedBy(2))
                        .slowCallRateThreshold(SLOW_PERCENT)
                        .permittedNumberOfCallsInHalfOpenState(PROBES)
                        .waitIntervalFunctionInOpenState(this::open)
                        .build());
        breaker.getEventPublisher().onStateTransition(change -> {
            if (change.getStateTransition().getToState() == CircuitBreaker.State.CLOSED) {
                LOG.log(System.Logger.Level.INFO, platform() + " answers again: what is owed is sent");
            }
        });
    }

    /** The breaker opens, for the first time or again: for how many milliseconds. */
    private long open(int times) {
        long millis = Math.min(OPEN_FIRST.toMillis() << Math.min(times - 1, 10), OPEN_MAX.toMillis());
        // The breaker lets nobody in at the last moment itself.
        openUntil = clock.millis() + millis + 1;
        if (times == 1) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    platform() + " fails (" + lastFailure + "): what is owed waits, and it is asked now and then");
        }
        return millis;
    }

    @Override
    public Platform platform() {
        return provider.platform();
    }

    @Override
    public CompletionStage<PushOutcome> send(PushTarget target, Notification notification) {
        if (!breaker.tryAcquirePermission()) {
            long millis = Math.max(closedUntil() - clock.millis(), PROBING.toMillis());
            return CompletableFuture.completedFuture(
                    new PushOutcome.RetryLater(Duration.ofMillis(millis), "the circuit breaker is open"));
        }
        underWay.incrementAndGet();
        long began = System.nanoTime();
        return asked(target, notification)
                .orTimeout(sendMax.toMillis(), TimeUnit.MILLISECONDS)
                .handle((answer, failure) -> {
                    underWay.decrementAndGet();
                    PushOutcome outcome = failure == null ? answer : noAnswer(failure);
                    record(outcome, System.nanoTime() - began);
                    return outcome;
                });
    }

    private CompletableFuture<PushOutcome> asked(PushTarget target, Notification notification) {
        try {
            return provider.send(target, notification).toCompletableFuture().copy();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private PushOutcome noAnswer(Throwable failure) {
        return new PushOutcome.RetryLater(
                null,
                failure instanceof TimeoutException
                        ? "no answer within " + sendMax.toMillis() + " ms"
                        : "no answer: " + failure);
    }

    private void record(PushOutcome outcome, long nanos) {
        switch (outcome) {
            case PushOutcome.RetryLater later -> {
                lastFailure = later.reason();
                breaker.onError(nanos, TimeUnit.NANOSECONDS, new TimeoutException(later.reason()));
            }
            case PushOutcome.Accepted _, PushOutcome.TokenGone _, PushOutcome.Refused _, PushOutcome.BadCredentials _ ->
                breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public long closedUntil() {
        return switch (circuit()) {
            case CLOSED -> 0;
            case OPEN -> openUntil;
            case HALF_OPEN -> room() > 0 ? 0 : clock.millis() + PROBING.toMillis();
        };
    }

    @Override
    public int room() {
        return switch (circuit()) {
            case CLOSED -> Integer.MAX_VALUE;
            case OPEN -> clock.millis() < openUntil ? 0 : probesLeft(0);
            case HALF_OPEN -> probesLeft(breaker.getMetrics().getNumberOfBufferedCalls());
        };
    }

    /** What was sent before it opened, and is waited for still, counts as a probe: its answer may decide, too. */
    private int probesLeft(int answered) {
        return Math.max(0, PROBES - answered - underWay.get());
    }

    public Circuit circuit() {
        return switch (breaker.getState()) {
            case OPEN, FORCED_OPEN -> Circuit.OPEN;
            case HALF_OPEN -> Circuit.HALF_OPEN;
            case CLOSED, DISABLED, METRICS_ONLY -> Circuit.CLOSED;
        };
    }

    /** How many answers are waited for. */
    public int underWay() {
        return underWay.get();
    }

    @Override
    public List<Finding> examine() {
        return provider.examine();
    }

    @Override
    public void close() {
        provider.close();
    }
}
