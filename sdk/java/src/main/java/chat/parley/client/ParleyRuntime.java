package chat.parley.client;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/**
 * What clients of one JVM share: one HTTP client, one timer, and virtual threads for what blocks, two for each socket.
 * Thousands of clients share one; {@link #shared} is made when it is first used.
 */
public final class ParleyRuntime implements AutoCloseable {

    private static final class Shared {
        private static final ParleyRuntime INSTANCE = new ParleyRuntime();
    }

    private final HttpClient http;
    private final ScheduledExecutorService timer;
    private final Executor threads;

    /** A runtime of its own, with the JDK's settings for TLS. */
    public ParleyRuntime() {
        this(HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10))
                .build());
    }

    /**
     * A runtime over an HTTP client, for one's own TLS. Sockets take its TLS context; they go through no proxy.
     *
     * @param http makes the calls; closed with the runtime
     */
    public ParleyRuntime(HttpClient http) {
        this.http = http;
        this.threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("parley-", 0).factory());
        ScheduledThreadPoolExecutor one = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("parley-timer").factory());
        one.setRemoveOnCancelPolicy(true);
        this.timer = one;
    }

    /**
     * The runtime of clients that bring none. It is never closed.
     *
     * @return always the same
     */
    public static ParleyRuntime shared() {
        return Shared.INSTANCE;
    }

    HttpClient http() {
        return http;
    }

    SSLContext tls() {
        return http.sslContext();
    }

    /** A new virtual thread for each task. */
    Executor threads() {
        return threads;
    }

    /** Runs a task later, on a thread of its own: one that waits for a lock does not hold up the timer. */
    void later(Duration delay, Runnable task) {
        var _ = timer.schedule(() -> threads.execute(task), delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Ends the timer and all calls; close the clients before. */
    @Override
    public void close() {
        timer.shutdownNow();
        http.shutdownNow();
    }
}
