package chat.parley.websocket;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.function.Function;

/** Shows the sums of what the event loops count. */
final class SocketMeters {

    private SocketMeters() {}

    static void register(MeterRegistry meters, List<SocketLoop> loops) {
        gauge(meters, loops, "parley.sockets", "open WebSockets", c -> c.sockets);
        gauge(meters, loops, "parley.outbox.bytes", "bytes that wait for slow readers", c -> c.outboxBytes);
        count(meters, loops, "parley.frames.in", "text frames from clients", c -> c.framesIn);
        count(meters, loops, "parley.frames.out", "frames to clients", c -> c.framesOut);
        count(meters, loops, "parley.bytes.in", "bytes from WebSocket clients", c -> c.bytesIn);
        count(meters, loops, "parley.bytes.out", "bytes to WebSocket clients", c -> c.bytesOut);
        count(meters, loops, "parley.frames.bad", "frames answered bad_request or unauthorized", c -> c.badFrames);
        count(meters, loops, "parley.frames.limited", "frames answered rate_limited", c -> c.limitedFrames);
        count(meters, loops, "parley.sockets.slow", "sockets closed for a slow reader", c -> c.slowReaders);
        count(meters, loops, "parley.auth.failures", "tokens refused on sockets", c -> c.authFailures);
    }

    /** The keeper is kept from the garbage collector by the door. */
    static void register(MeterRegistry meters, Doorkeeper keeper) {
        Gauge.builder("parley.connections", keeper, Doorkeeper::connections)
                .description("open connections of all kinds")
                .strongReference(true)
                .register(meters);
        Gauge.builder("parley.connections.unauthenticated", keeper, Doorkeeper::unauthenticated)
                .description("connections that wait for their client and have shown no good token")
                .strongReference(true)
                .register(meters);
        FunctionCounter.builder("parley.connections.turned.away", keeper, Doorkeeper::turnedAway)
                .description("connections closed because there were too many")
                .register(meters);
    }

    private static void gauge(
            MeterRegistry meters,
            List<SocketLoop> loops,
            String name,
            String description,
            Function<LoopCounters, LoopCounters.Count> which) {
        Gauge.builder(name, loops, all -> sum(all, which))
                .description(description)
                .strongReference(true)
                .register(meters);
    }

    private static void count(
            MeterRegistry meters,
            List<SocketLoop> loops,
            String name,
            String description,
            Function<LoopCounters, LoopCounters.Count> which) {
        FunctionCounter.builder(name, loops, all -> sum(all, which))
                .description(description)
                .register(meters);
    }

    private static double sum(List<SocketLoop> loops, Function<LoopCounters, LoopCounters.Count> which) {
        return loops.stream()
                .mapToLong(loop -> which.apply(loop.counters).get())
                .sum();
    }
}
