package chat.parley.server;

import chat.parley.embedded.EmbeddedStore;
import chat.parley.fabric.Sessions;
import chat.parley.fabric.Witness;
import chat.parley.pipeline.Conversations;
import chat.parley.pipeline.Unreadable;
import chat.parley.pipeline.port.Cursors;
import chat.parley.pipeline.port.Delivery;
import chat.parley.pipeline.port.StoreUnavailable;
import chat.parley.push.Composer;
import chat.parley.push.LastLook;
import chat.parley.push.Leftovers;
import chat.parley.push.Planner;
import chat.parley.push.Planning;
import chat.parley.push.PushCounters;
import chat.parley.push.PushEvent.Home;
import chat.parley.push.PushGateway;
import chat.parley.push.PushIntake;
import chat.parley.push.PushRules;
import chat.parley.push.Retelling;
import chat.parley.push.Silences;
import chat.parley.push.Traces;
import chat.parley.push.port.DisplayNames;
import chat.parley.push.port.PreferenceRecords;
import chat.parley.push.port.PushLog;
import chat.parley.push.port.PushProvider;
import chat.parley.push.port.PushTargets;
import chat.parley.push.port.TraceRecords;
import chat.parley.push.port.WakeUps;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The push fabric of this process: over the store, beside the pipeline, on two threads of its own. Whatever becomes of it,
 * chat goes on: its loops are no part of the server's health, and what fails in them is written of and tried again.
 */
final class PushFabric implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(PushFabric.class.getName());

    /** How long the end of the process waits for answers of providers; the others are asked again by the next. */
    private static final Duration FINISH_MAX = Duration.ofSeconds(2);

    private static final Duration GATEWAY_WAIT = Duration.ofMillis(50);

    private final Clock clock;
    private final PushTargets targets;
    private final PreferenceRecords preferences;
    private final TraceRecords records;
    private final PushIntake intake;
    private final PushGateway gateway;
    private final Traces traces;
    private final Leftovers leftovers;
    private final Loop planning;
    private final Loop sending;

    /** @param cursors as they are at this moment, with those that are not stored yet */
    PushFabric(
            EmbeddedStore store,
            Conversations conversations,
            Cursors cursors,
            Sessions sessions,
            Silences silences,
            DisplayNames names,
            Unreadable unreadable,
            List<PushProvider> providers,
            PushRules rules,
            Clock clock,
            MeterRegistry meters) {
        this.clock = clock;
        targets = store.pushTargets();
        preferences = store.preferences();
        records = store.traces();
        WakeUps wakeUps = store.wakeUps();
        PushLog log = store.pushLog(clock);
        PushCounters counters = new PushCounters();
        intake = new PushIntake(log, targets, counters, clock);
        Planning plans = new Planning(
                store,
                store,
                cursors,
                sessions::connected,
                targets,
                preferences,
                wakeUps,
                records,
                providers.stream().map(PushProvider::platform).collect(Collectors.toSet()),
                rules,
                counters,
                clock);
        Planner planner = new Planner(log, plans, counters, clock);
        gateway = new PushGateway(
                providers,
                wakeUps,
                records,
                targets,
                new LastLook(conversations, store, cursors, sessions::connected, targets, preferences, rules),
                new Composer(conversations, names, preferences, rules, unreadable),
                rules,
                counters,
                new SecureRandom(),
                clock);
        leftovers = new Leftovers(wakeUps, targets, conversations, clock);
        traces = new Traces(records, wakeUps, store, targets, planner, gateway);
        Retelling retelling = new Retelling(silences, log, targets, conversations, store, counters, clock);
        planning = new Loop(
                "push-planner", new Enduring("push-planner", counters, clock, wait -> plan(retelling, planner, wait)));
        sending = new Loop(
                "push-gateway", new Enduring("push-gateway", counters, clock, _ -> gateway.step(GATEWAY_WAIT)));
        PushMeters.register(
                meters, counters, wakeUps, store::pushLogLength, planner, gateway, List.of(planning, sending), clock);
    }

    /** An event that is too young is waited for here: those behind it are younger. */
    private static int plan(Retelling retelling, Planner planner, Duration wait) throws InterruptedException {
        int planned = retelling.step() + planner.step(wait);
        TimeUnit.MILLISECONDS.sleep(Math.min(wait.toMillis(), planner.pause().toMillis()));
        return planned;
    }

    /** Is told by the router to which sockets messages go. */
    Witness witness() {
        return (parcel, to, sockets) -> intake.told(
                parcel.message(),
                to.stream().map(one -> new Home(one.user(), one.device())).toList(),
                sockets);
    }

    /** A delivery of which the fabric is to hear. */
    Delivery around(Delivery delivery) {
        return intake.around(delivery);
    }

    PushTargets targets() {
        return targets;
    }

    PreferenceRecords preferences() {
        return preferences;
    }

    PushGateway gateway() {
        return gateway;
    }

    Traces traces() {
        return traces;
    }

    /** Forgets the ways of the messages that are older. */
    void forgetBefore(Duration age) {
        records.removeBefore(clock.millis() - age.toMillis());
    }

    /** Ends what is kept of devices that are no more, and shown of conversations that their users have left. */
    void sweepLeftovers() {
        int swept = leftovers.sweep();
        LOG.log(System.Logger.Level.DEBUG, "notifications that nobody can read any more: " + swept);
    }

    void start() {
        planning.start();
        sending.start();
    }

    /** Sends nothing more. What is told from now on is on the log, for the next process. */
    void rest() {
        planning.close();
        sending.close();
    }

    /** Takes the answers that come soon. The store and the providers are needed until this returns. */
    @Override
    public void close() {
        rest();
        try {
            finish();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (StoreUnavailable e) {
            LOG.log(System.Logger.Level.DEBUG, "some notifications are sent again after the start: " + e.getMessage());
        }
    }

    private void finish() throws InterruptedException {
        long end = System.nanoTime() + FINISH_MAX.toNanos();
        while (!gateway.finish(GATEWAY_WAIT) && System.nanoTime() < end) {
            LOG.log(System.Logger.Level.DEBUG, "waits for the answers of push providers");
        }
    }
}
