package chat.parley.simulation.push;

import chat.parley.domain.Platform;
import chat.parley.domain.UserId;
import chat.parley.pipeline.Conversations;
import chat.parley.pipeline.Parcel;
import chat.parley.pipeline.Unreadable;
import chat.parley.push.Composer;
import chat.parley.push.LastLook;
import chat.parley.push.Planner;
import chat.parley.push.Planning;
import chat.parley.push.Preferences;
import chat.parley.push.PushCounters;
import chat.parley.push.PushGateway;
import chat.parley.push.PushIntake;
import chat.parley.push.PushRules;
import chat.parley.simulation.Actor;
import chat.parley.simulation.Chance;
import chat.parley.simulation.Scheduler;
import chat.parley.simulation.SimulatedClock;
import chat.parley.simulation.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Everything that one run of the push fabric consists of. */
final class PushWorld {

    static final Set<Platform> SERVED = Set.of(Platform.APNS, Platform.FCM);

    final long seed;
    final Chance chance;
    final Trace trace;
    final SimulatedClock clock = new SimulatedClock();
    final Scheduler scheduler;
    final PushFaults faults;
    final PushRules rules;
    final PushCounters counters = new PushCounters();
    final Facts facts;
    final Store store;
    final Devices devices;
    final Wanted wanted;
    final EventLog log;
    final Rows rows;
    final Steps steps;
    final Services services;
    final SendChecks checks;

    private final IdentityHashMap<Actor, Incarnation> incarnations = new IdentityHashMap<>();

    /** What the pipeline has to tell, in order. */
    final List<Parcel> parcels = new ArrayList<>();

    /** How many of these were told, and that is known. */
    int told;

    /** Whether others go on between two looks at the messages too, not only between changes. */
    final boolean looksAreSteps;

    PushWorld(long seed, @Nullable Consumer<String> reader) {
        this.seed = seed;
        chance = new Chance(seed);
        trace = new Trace(reader);
        scheduler = new Scheduler(chance, clock, trace, chance.of(0, 0.3, 0.7), (int) chance.of(1, 20, 200));
        faults = new PushFaults(chance);
        looksAreSteps = chance.in(0.3);
        boolean limited = chance.in(0.2);
        rules = new PushRules(
                Duration.ofMinutes((long) chance.of(30, 600, 10_080)),
                Duration.ofSeconds((long) chance.of(0, 10, 30)),
                Preferences.Preview.FULL,
                (int) chance.of(1, 4, 500),
                1_000_000,
                limited ? 6 : 60,
                limited ? 3 : 60);
        facts = new Facts(this);
        store = new Store(this);
        devices = new Devices(this);
        wanted = new Wanted(this);
        log = new EventLog(this);
        rows = new Rows(this);
        steps = new Steps(this);
        services = new Services(this);
        checks = new SendChecks(this);
    }

    /** The step that is being taken, by which all is ordered. */
    long now() {
        return trace.steps();
    }

    /** Of whoever runs just now. */
    Incarnation incarnation() {
        return Objects.requireNonNull(incarnations.get(scheduler.current()));
    }

    /** Whoever runs just now begins anew. */
    Incarnation reborn() {
        Incarnation next = new Incarnation(scheduler.current().name(), this);
        incarnations.put(scheduler.current(), next);
        return next;
    }

    PushIntake intake() {
        return new PushIntake(log, devices, counters, clock);
    }

    Planner planner() {
        Planning planning = new Planning(
                store, store, store, devices, devices, wanted, rows, steps, SERVED, rules, counters, clock);
        return new Planner(log, planning, counters, clock);
    }

    PushGateway gateway(Incarnation who) {
        Conversations conversations = new Conversations(store, store, store);
        LastLook lastLook = new LastLook(conversations, store, store, devices, devices, wanted, rules);
        Composer composer = new Composer(conversations, UserId::value, wanted, rules, Unreadable.WAITS);
        return new PushGateway(
                SERVED.stream()
                        .sorted()
                        .map(platform -> new SimulatedProvider(services.of(platform), who, this))
                        .toList(),
                rows,
                steps,
                devices,
                lastLook,
                composer,
                rules,
                counters,
                new SplittableRandom(chance.below(Integer.MAX_VALUE)),
                clock);
    }
}
