package chat.parley.tools.bench;

import java.time.Duration;

/** CPU time of the server and of this client over a stretch of time. */
final class Meter {

    record Reading(double seconds, double serverCpuSeconds, double clientCpuSeconds) {}

    private final ProcessUsage server;
    private final ProcessUsage client = new ProcessUsage(ProcessHandle.current().pid());
    private final long startNanos = System.nanoTime();
    private final Duration serverBefore;
    private final Duration clientBefore = client.cpu();

    private Meter(ProcessUsage server) {
        this.server = server;
        this.serverBefore = server.cpu();
    }

    static Meter start(ProcessUsage server) {
        return new Meter(server);
    }

    Reading read() {
        return new Reading(
                (System.nanoTime() - startNanos) / 1e9,
                server.cpu().minus(serverBefore).toNanos() / 1e9,
                client.cpu().minus(clientBefore).toNanos() / 1e9);
    }
}
