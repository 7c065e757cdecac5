package chat.parley.server;

import chat.parley.domain.Platform;
import chat.parley.pipeline.port.StoreUnavailable;
import chat.parley.push.Planner;
import chat.parley.push.PushCounters;
import chat.parley.push.PushCounters.Answer;
import chat.parley.push.PushCounters.Fault;
import chat.parley.push.PushGateway;
import chat.parley.push.Trace;
import chat.parley.push.WakeUp;
import chat.parley.push.port.WakeUps;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** Shows what the push fabric does and what it owes. */
final class PushMeters {

    private static final double MILLIS = 1_000;

    private PushMeters() {}

    static void register(
            MeterRegistry meters,
            PushCounters counters,
            WakeUps wakeUps,
            LongSupplier logLength,
            Planner planner,
            PushGateway gateway,
            List<Loop> loops,
            Clock clock) {
        count(
                meters,
                counters,
                "parley.push.logged",
                "messages and readings put on the push log",
                PushCounters::logged);
        count(
                meters,
                counters,
                "parley.push.collapsed",
                "messages for a device that another's notification tells of",
                PushCounters::collapsed);
        for (Trace.Reason reason : Trace.Reason.values()) {
            FunctionCounter.builder("parley.push.suppressed", counters, all -> all.suppressed(reason))
                    .description("messages for a device that no notification was sent for")
                    .tag("reason", lower(reason))
                    .register(meters);
        }
        for (Fault fault : Fault.values()) {
            FunctionCounter.builder("parley.push.faults", counters, all -> all.faults(fault))
                    .description("what went wrong in the push fabric itself")
                    .tag("fault", lower(fault))
                    .register(meters);
        }
        gauge(meters, logLength, "parley.push.log.length", "events that are not planned yet", LongSupplier::getAsLong);
        gauge(
                meters,
                planner,
                "parley.push.log.age.seconds",
                "how long the oldest event waits to be planned",
                it -> it.oldestAt() == 0 ? 0 : Math.max(0, clock.millis() - it.oldestAt()) / MILLIS);
        gauge(
                meters,
                loops,
                "parley.push.loops",
                "threads of the push fabric that work, of two",
                all -> all.stream()
                        .filter(loop -> loop.state() == Loop.State.RUNNING)
                        .count());
        for (Platform platform : Platform.values()) {
            register(meters, counters, wakeUps, gateway, clock, platform);
        }
    }

    private static void register(
            MeterRegistry meters,
            PushCounters counters,
            WakeUps wakeUps,
            PushGateway gateway,
            Clock clock,
            Platform platform) {
        for (Answer answer : Answer.values()) {
            FunctionCounter.builder("parley.push.answers", counters, all -> all.answers(platform, answer))
                    .description("notifications by what the provider said")
                    .tag("platform", lower(platform))
                    .tag("answer", lower(answer))
                    .register(meters);
        }
        gauge(meters, wakeUps, platform, "parley.push.owed", "wake-ups that wait", it -> it.owed(platform));
        gauge(
                meters,
                wakeUps,
                platform,
                "parley.push.owed.age.seconds",
                "for how long the longest due is owed",
                it -> it.due(platform, clock.millis(), 1).stream()
                        .map(WakeUp::pending)
                        .filter(Objects::nonNull)
                        .mapToDouble(pending -> Math.max(0, clock.millis() - pending.since()) / MILLIS)
                        .findFirst()
                        .orElse(0));
        gauge(
                meters,
                gateway,
                platform,
                "parley.push.closed",
                "1 while a failing provider is not asked",
                it -> it.closedUntil(platform) > clock.millis() ? 1 : 0);
    }

    private static void count(
            MeterRegistry meters,
            PushCounters counters,
            String name,
            String description,
            ToLongFunction<PushCounters> which) {
        FunctionCounter.builder(name, counters, which::applyAsLong)
                .description(description)
                .register(meters);
    }

    private static <T> void gauge(
            MeterRegistry meters, T of, String name, String description, ToDoubleFunction<T> which) {
        Gauge.builder(name, of, which)
                .description(description)
                .strongReference(true)
                .register(meters);
    }

    /** A store that does not answer is no reason to show nothing of all the rest. */
    private static <T> void gauge(
            MeterRegistry meters, T of, Platform platform, String name, String description, ToDoubleFunction<T> which) {
        ToDoubleFunction<T> known = it -> {
            try {
                return which.applyAsDouble(it);
            } catch (StoreUnavailable e) {
                return Double.NaN;
            }
        };
        Gauge.builder(name, of, known)
                .description(description)
                .tag("platform", lower(platform))
                .strongReference(true)
                .register(meters);
    }

    private static String lower(Enum<?> one) {
        return one.name().toLowerCase(Locale.ROOT);
    }
}
