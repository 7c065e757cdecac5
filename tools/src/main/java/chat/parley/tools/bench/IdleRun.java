package chat.parley.tools.bench;

import chat.parley.domain.UserId;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** What so many idle sockets cost one server. */
final class IdleRun {

    private static final Duration HOLD_LOOK = Duration.ofSeconds(1);

    /**
     * What was found. Bytes are those of the server's process and heap for each socket, after a collection, less what a
     * server held that had just started: so the compiled code of the logins counts as the sockets' too.
     */
    record Result(
            double rssBytes,
            double heapBytes,
            int openAfterHold,
            double loginsPerSecond,
            double serverMicrosPerLogin,
            double clientMicrosPerLogin) {}

    private final Progress progress;

    IdleRun(Progress progress) {
        this.progress = progress;
    }

    /** Opens them twice: in a fresh process for the memory, then again, its code compiled, for the rate. */
    Result measure(String name, Target target, int connections, Duration hold) {
        ProcessUsage server = target.usage();
        server.settle();
        long rssBefore = server.rssBytes();
        long heapBefore = server.heapBytes();
        double rss;
        double heap;
        int open;
        progress.step("Opening " + connections + " sockets to " + name + " …");
        try (Fleet fleet = Fleet.open(target, users("memory", connections), progress)) {
            server.settle();
            rss = server.rssBytes() - rssBefore;
            heap = server.heapBytes() - heapBefore;
            hold(fleet, hold);
            open = fleet.openCount();
        }
        progress.step("Opening them again …");
        try (Fleet fleet = Fleet.open(target, users("rate", connections), progress)) {
            Meter.Reading cpu = fleet.loginCpu();
            return new Result(
                    rss / connections,
                    heap / connections,
                    open,
                    fleet.size() / cpu.seconds(),
                    cpu.serverCpuSeconds() * 1e6 / connections,
                    cpu.clientCpuSeconds() * 1e6 / connections);
        }
    }

    private void hold(Fleet fleet, Duration hold) {
        if (hold.isZero()) {
            return;
        }
        progress.step("Holding them for " + hold.toSeconds() + " s …");
        long until = System.nanoTime() + hold.toNanos();
        while (System.nanoTime() < until) {
            Waiting.pause(HOLD_LOOK);
            progress.update(fleet.openCount() + " open");
        }
    }

    private static List<UserId> users(String prefix, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new UserId(prefix + "-" + i))
                .toList();
    }
}
