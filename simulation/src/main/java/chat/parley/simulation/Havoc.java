package chat.parley.simulation;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happens between any two steps, to no fault of those who take them. */
final class Havoc {

    private static final long[] LEAPS = {
        Duration.ofSeconds(10).toMillis(),
        Duration.ofHours(2).toMillis(),
        Duration.ofDays(12).toMillis(),
        Duration.ofDays(29).toMillis(),
        Duration.ofDays(31).toMillis(),
        Duration.ofDays(31).toMillis(),
        Duration.ofDays(100).toMillis()
    };

    static final long LEAP_WITH_WORK_MILLIS_MAX = Duration.ofDays(13).toMillis();

    private final World world;
    private final List<Actor> processes;
    private final List<Actor> owners;
    private final List<Actor> pausing;
    private long leapt;

    /**
     * @param processes whatever can crash: the owners and the workers
     * @param pausing whatever can stop for a while and go on
     */
    Havoc(World world, List<Actor> processes, List<Actor> owners, List<Actor> pausing) {
        this.world = world;
        this.processes = processes;
        this.owners = owners;
        this.pausing = pausing;
    }

    void step() {
        Chance chance = world.chance();
        Faults faults = world.faults();
        if (!world.late().isEmpty() && chance.in(0.05)) {
            world.late().arrive();
        }
        if (!world.lateAppends().isEmpty() && chance.in(faults.on() ? 0.02 : 1)) {
            world.lateAppends().arrive();
        }
        if (chance.in(faults.crash())) {
            crash();
        }
        if (chance.in(faults.pause())) {
            Actor actor = chance.of(pausing);
            note("pause ", actor);
            actor.pauseUntil(world.trace().steps() + chance.between(5, 250));
        }
        if (chance.in(faults.lostCache())) {
            world.edges().emptyCache();
        }
        if (chance.in(faults.timeLeap())) {
            leap(LEAPS[chance.below(LEAPS.length)]);
        }
        ReplicatedStore replicated = world.replicated();
        if (replicated != null && chance.in(faults.replicaDown())) {
            chance.of(replicated.replicas().all()).down(chance.in(0.4));
        }
        if (world.conversationLog().isDone() && chance.in(0.002)) {
            world.conversationLog().nextGeneration();
        }
    }

    private void crash() {
        if (world.atomic() != null) {
            crashProcess(world.atomic());
        } else if (world.chance().in(0.2)) {
            world.edges().crash(world.chance().of(world.edges().all()));
        } else {
            Actor actor = world.chance().of(processes);
            note("crash ", actor);
            actor.crash();
        }
    }

    /** In one process all end together, and what the log held in memory is gone. */
    void crashProcess(AtomicStore store) {
        world.trace().note(() -> "crash of the process");
        processes.forEach(Actor::crash);
        world.edges().all().forEach(world.edges()::crash);
        world.conversationLog().forgetAfter(store.covered());
        world.deliveryLog().forgetCommitted();
        world.reference().forgetAfter(store.covered());
        world.checks().rows().forgetUnstored();
        world.checks().answers().answersAreLost();
    }

    /**
     * An owner stops when its clock is two weeks past an entry's log time, as the index may have forgotten by then: so no
     * leap is that long while there is work.
     */
    private void leap(long millis) {
        boolean tooLong = leapt + millis > LEAP_WITH_WORK_MILLIS_MAX;
        if (world.indexExpires() && tooLong) {
            if (!world.conversationLog().isDone()) {
                return;
            }
            owners.forEach(Actor::crash);
        }
        leapt = world.conversationLog().isDone() ? 0 : leapt + millis;
        world.trace().note(() -> "time leaps by " + Duration.ofMillis(millis));
        world.clock().advance(millis);
    }

    /** Faults are over: everything begins anew and goes on undisturbed. */
    void heal() {
        world.trace().note(() -> "faults are over");
        world.faults().stop();
        world.scheduler().slowTime();
        ReplicatedStore replicated = world.replicated();
        if (replicated != null) {
            replicated.replicas().all().forEach(replica -> replica.down(false));
        }
        if (world.atomic() != null) {
            crashProcess(world.atomic());
        } else {
            processes.forEach(Actor::crash);
        }
        pausing.forEach(Actor::resume);
    }

    private void note(String what, @Nullable Actor actor) {
        world.trace().note(() -> what + (actor == null ? "" : actor.name()));
    }
}
