package chat.parley.server;

import chat.parley.embedded.EmbeddedStore;
import chat.parley.fabric.Presence;
import chat.parley.fabric.Typing;
import chat.parley.pipeline.Gateway;
import chat.parley.pipeline.PendingReceipts;
import chat.parley.pipeline.port.StoreUnavailable;
import chat.parley.server.config.Retention;
import chat.parley.websocket.ServerCertificate;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What happens because time passes: waiting requests give up, receipts are stored, presence and typing end, old messages
 * go, a new certificate is taken, what was noted of devices is written.
 */
final class Clockwork implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Clockwork.class.getName());
    private static final long GIVE_UP_EVERY_MILLIS = 100;
    private static final long PRESENCE_EVERY_MILLIS = 100;
    private static final long NOTES_EVERY_MILLIS = 1_000;
    private static final long RECEIPTS_EVERY_SECONDS = 1;
    private static final long RETENTION_EVERY_MINUTES = 60;
    /** It reads all there is, of devices that are few and gone for good: seldom is enough. */
    private static final long LEFTOVERS_EVERY_MINUTES = 24 * 60;

    private static final long LEFTOVERS_FIRST_MINUTES = 10;
    private static final long DELIVERY_EVERY_SECONDS = 30;
    private static final long CERTIFICATE_EVERY_SECONDS = 5;

    private final ScheduledExecutorService ticks = Executors.newScheduledThreadPool(
            1, Thread.ofPlatform().name("clockwork").daemon().factory());
    /** A thread of its own, for it waits for the store and for sockets. */
    private final ScheduledExecutorService presenceTicks = Executors.newScheduledThreadPool(
            1, Thread.ofPlatform().name("presence").daemon().factory());

    private final ScheduledExecutorService notes = Executors.newScheduledThreadPool(
            1, Thread.ofPlatform().name("notes").daemon().factory());
    private final ScheduledExecutorService sweeps = Executors.newScheduledThreadPool(
            3, Thread.ofPlatform().name("sweeps").daemon().factory());

    private final Gateway gateway;
    private final Presence presence;
    private final Typing typing;
    private final PendingReceipts receipts;
    private final EmbeddedStore store;
    private final Retention retention;
    private final Residents residents;
    private final Runnable traces;
    private final Runnable leftovers;
    private final Clock clock;
    private final @Nullable ServerCertificate certificate;
    private final Runnable delivery;

    /**
     * @param traces forgets the ways of old messages
     * @param leftovers ends what is shown to nobody any more
     * @param certificate null without TLS
     * @param delivery a look at whether live delivery goes on
     */
    Clockwork(
            Gateway gateway,
            PendingReceipts receipts,
            Presence presence,
            Typing typing,
            EmbeddedStore store,
            Residents residents,
            Runnable traces,
            Runnable leftovers,
            Retention retention,
            Clock clock,
            @Nullable ServerCertificate certificate,
            Runnable delivery) {
        this.gateway = gateway;
        this.presence = presence;
        this.typing = typing;
        this.receipts = receipts;
        this.store = store;
        this.residents = residents;
        this.traces = traces;
        this.leftovers = leftovers;
        this.retention = retention;
        this.clock = clock;
        this.certificate = certificate;
        this.delivery = delivery;
    }

    void start() {
        var _ = ticks.scheduleWithFixedDelay(
                this::expire, GIVE_UP_EVERY_MILLIS, GIVE_UP_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        var _ = presenceTicks.scheduleWithFixedDelay(
                this::stepPresence, PRESENCE_EVERY_MILLIS, PRESENCE_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        var _ = sweeps.scheduleWithFixedDelay(
                delivery, DELIVERY_EVERY_SECONDS, DELIVERY_EVERY_SECONDS, TimeUnit.SECONDS);
        var _ = sweeps.scheduleWithFixedDelay(
                () -> attempt("what was read", receipts::store),
                RECEIPTS_EVERY_SECONDS,
                RECEIPTS_EVERY_SECONDS,
                TimeUnit.SECONDS);
        if (certificate != null) {
            var _ = sweeps.scheduleWithFixedDelay(
                    certificate::refresh, CERTIFICATE_EVERY_SECONDS, CERTIFICATE_EVERY_SECONDS, TimeUnit.SECONDS);
        }
        var _ = notes.scheduleWithFixedDelay(
                () -> attempt("when devices were seen", residents::flush),
                NOTES_EVERY_MILLIS,
                NOTES_EVERY_MILLIS,
                TimeUnit.MILLISECONDS);
        var _ = sweeps.scheduleWithFixedDelay(
                () -> attempt("which logins are idle", residents::forgetIdleLogins),
                2,
                RETENTION_EVERY_MINUTES,
                TimeUnit.MINUTES);
        var _ = sweeps.scheduleWithFixedDelay(
                () -> attempt("which ways of messages are old", traces), 3, RETENTION_EVERY_MINUTES, TimeUnit.MINUTES);
        var _ = sweeps.scheduleWithFixedDelay(
                () -> attempt("what is shown to nobody any more", leftovers),
                LEFTOVERS_FIRST_MINUTES,
                LEFTOVERS_EVERY_MINUTES,
                TimeUnit.MINUTES);
        retention.age().ifPresent(age -> {
            var _ = sweeps.scheduleWithFixedDelay(() -> sweep(age), 1, RETENTION_EVERY_MINUTES, TimeUnit.MINUTES);
        });
    }

    @Override
    public void close() {
        ticks.shutdownNow();
        presenceTicks.shutdownNow();
        notes.shutdown();
        sweeps.shutdownNow();
        try {
            // What is under way uses the store.
            var _ = presenceTicks.awaitTermination(2, TimeUnit.SECONDS);
            var _ = notes.awaitTermination(2, TimeUnit.SECONDS);
            var _ = sweeps.awaitTermination(2, TimeUnit.SECONDS);
            attempt("what was read", receipts::store);
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

    private void stepPresence() {
        try {
            typing.step();
            presence.step();
        } catch (StoreUnavailable e) {
            LOG.log(System.Logger.Level.DEBUG, "presence waits for the store: " + e.getMessage());
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "a step of presence was cut short", e);
        }
    }

    private static void attempt(String what, Runnable work) {
        try {
            work.run();
        } catch (StoreUnavailable e) {
            LOG.log(System.Logger.Level.WARNING, what + " is not written yet: " + e.getMessage());
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, what + " cannot be written", e);
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
