package chat.parley.server;

import chat.parley.embedded.EmbeddedStore;
import chat.parley.pipeline.Gateway;
import chat.parley.pipeline.port.StoreUnavailable;
import chat.parley.server.config.Retention;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** What happens because time passes: waiting requests give up, and old messages go. */
final class Clockwork implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Clockwork.class.getName());
    private static final long GIVE_UP_EVERY_MILLIS = 100;
    private static final long RETENTION_EVERY_MINUTES = 60;

    private final ScheduledExecutorService ticks = Executors.newScheduledThreadPool(
            1, Thread.ofPlatform().name("clockwork").daemon().factory());
    private final ScheduledExecutorService sweeps = Executors.newScheduledThreadPool(
            1, Thread.ofPlatform().name("retention").daemon().factory());

    private final Gateway gateway;
    private final EmbeddedStore store;
    private final Retention retention;
    private final Clock clock;

    Clockwork(Gateway gateway, EmbeddedStore store, Retention retention, Clock clock) {
        this.gateway = gateway;
        this.store = store;
        this.retention = retention;
        this.clock = clock;
    }

    void start() {
        var _ = ticks.scheduleWithFixedDelay(
                this::expire, GIVE_UP_EVERY_MILLIS, GIVE_UP_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        retention.age().ifPresent(age -> {
            var _ = sweeps.scheduleWithFixedDelay(() -> sweep(age), 1, RETENTION_EVERY_MINUTES, TimeUnit.MINUTES);
        });
    }

    @Override
    public void close() {
        ticks.shutdownNow();
        sweeps.shutdownNow();
        try {
            // A sweep under way holds the store.
            var _ = sweeps.awaitTermination(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A tick that failed would be the last one. */
    private void expire() {
        try {
            gateway.expire();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "requests that wait too long could not all be answered", e);
        }
    }

    private void sweep(Duration age) {
        try {
            store.expireBefore(clock.instant().minus(age));
        } catch (StoreUnavailable e) {
            LOG.log(System.Logger.Level.WARNING, "old messages stay until the next try: " + e.getMessage());
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "old messages could not be removed", e);
        }
    }
}
