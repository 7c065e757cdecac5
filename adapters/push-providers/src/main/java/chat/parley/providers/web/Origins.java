package chat.parley.providers.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Clock;
import java.time.Duration;

/** A circuit breaker for each push service: one that is down is left alone for a while, and stops no other. */
final class Origins {

    /** How long one that fails is left alone, before one message tries it. */
    static final Duration OPEN = Duration.ofSeconds(30);

    /** So many failures, of the last so many, and it is left alone. */
    static final int CALLS = 5;

    private static final int WINDOW = 20;
    private static final float FAILURES_PERCENT = 60;

    /** Strangers name origins: of more than these, those that were asked long ago are forgotten. */
    private static final int MAX = 1_024;

    private final CircuitBreakerConfig config;
    private final Cache<String, CircuitBreaker> breakers =
            Caffeine.newBuilder().maximumSize(MAX).build();

    Origins(Clock clock) {
        config = CircuitBreakerConfig.custom()
                .clock(clock)
                .slidingWindow(WINDOW, CALLS, CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
                .failureRateThreshold(FAILURES_PERCENT)
                .waitDurationInOpenState(OPEN)
                .permittedNumberOfCallsInHalfOpenState(1)
                .build();
    }

    /** Each permission is to be given back, or its end told: a probe that stays away would be waited for for ever. */
    CircuitBreaker of(String origin) {
        return breakers.get(origin, name -> CircuitBreaker.of(name, config));
    }
}
