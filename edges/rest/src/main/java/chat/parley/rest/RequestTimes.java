package chat.parley.rest;

import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How long requests take, by route, method and status. None of the three takes a value that a stranger made up, so the
 * number of series is bounded.
 */
final class RequestTimes {

    /** The route of what found none. */
    private static final String NO_ROUTE = "none";

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private final MeterProvider<Timer> timers;

    RequestTimes(MeterRegistry meters) {
        this.timers = Timer.builder("http.server.requests")
                .description("HTTP requests, from their arrival to their answer, waiting for their turn included")
                .serviceLevelObjectives(
                        Duration.ofMillis(2),
                        Duration.ofMillis(10),
                        Duration.ofMillis(50),
                        Duration.ofMillis(250),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5))
                .withRegistry(meters);
    }

    void record(@Nullable String route, String method, int status, Duration time) {
        timers.withTags(
                        "uri",
                        route == null ? NO_ROUTE : route,
                        "method",
                        METHODS.contains(method) ? method : "other",
                        "status",
                        Integer.toString(status))
                .record(time);
    }
}
