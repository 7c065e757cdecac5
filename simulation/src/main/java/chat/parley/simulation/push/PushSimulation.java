package chat.parley.simulation.push;

import chat.parley.simulation.Actor;
import chat.parley.simulation.Invariant;
import chat.parley.simulation.Violation;
import java.util.List;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One run of the push fabric from one seed: people write, read, come and go; services take, refuse and fail; two processes
 * with a planner and a gateway each crash and pause between any two steps, so that one takes over from the other, and the
 * other comes back. When the faults have stopped, everything that was owed has to have come.
 */
public final class PushSimulation {

    private static final long FAULTY_STEPS_MAX = 3_000;
    private static final long STEPS_MAX = 60_000;

    /** So many steps everybody is given to say what he has done. */
    private static final int QUIET_STEPS = 100;

    /** What the fabric says of failures would be said by each run many times; a reference, or it would be forgotten. */
    private static final Logger SILENT = Logger.getLogger("chat.parley.push");

    static {
        SILENT.setLevel(Level.OFF);
    }

    /** What a run came to; {@code broken} and {@code story} are null when everything held. */
    public record Report(
            long seed,
            long steps,
            int messages,
            int notifications,
            int doubles,
            long traceHash,
            @Nullable Invariant broken,
            @Nullable String story) {}

    private final PushWorld world;
    private final People people;
    private final List<Actor> processes;
    private boolean healed;
    private long quietSince = Long.MAX_VALUE;

    private PushSimulation(long seed, @Nullable Consumer<String> reader) {
        world = new PushWorld(seed, reader);
        Processes kinds = new Processes(world);
        people = new People(world);
        world.scheduler.spawn("people", people);
        world.scheduler.spawn("services", world.services);
        processes = List.of(
                world.scheduler.spawn("teller", kinds::tell),
                world.scheduler.spawn("planner-0", kinds::plan),
                world.scheduler.spawn("planner-1", kinds::plan),
                world.scheduler.spawn("gateway-0", kinds::send),
                world.scheduler.spawn("gateway-1", kinds::send));
    }

    /** @param reader told every step, null when nobody reads */
    public static Report run(long seed, @Nullable Consumer<String> reader) {
        return new PushSimulation(seed, reader).run();
    }

    /** The same, read by nobody. */
    public static Report run(long seed) {
        return run(seed, null);
    }

    private Report run() {
        try {
            world.scheduler.run(this::between);
            if (!world.log.dropped.isEmpty()
                    || world.counters.faults(chat.parley.push.PushCounters.Fault.NOT_PLANNED) == 0) {
                new EndChecks(world).check();
            }
            return report(null, null);
        } catch (Violation e) {
            return report(e.invariant(), e.getMessage());
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts", e);
        }
    }

    private Report report(@Nullable Invariant broken, @Nullable String story) {
        return new Report(
                world.seed,
                world.trace.steps(),
                world.facts.conversations().stream()
                        .mapToInt(one -> world.facts.rowsOf(one).size())
                        .sum(),
                world.services.sent.size(),
                world.checks.doubles(),
                world.trace.hash(),
                broken,
                story);
    }

    private void between() {
        if (world.chance.in(world.faults.crash())) {
            Actor actor = world.chance.of(processes);
            world.trace.note(() -> "crash " + actor.name());
            actor.crash();
        }
        if (world.chance.in(world.faults.pause())) {
            Actor actor = world.chance.of(processes);
            world.trace.note(() -> "pause " + actor.name());
            actor.pauseUntil(world.now() + world.chance.between(5, 300));
        }
        if (!healed && (people.isDone() || world.now() > FAULTY_STEPS_MAX)) {
            heal();
        }
        boolean quiet = healed
                && people.isDone()
                && world.told == world.parcels.size()
                && world.log.isDone()
                && world.rows.isDone()
                && world.services.isDone();
        quietSince = quiet ? Math.min(quietSince, world.now()) : Long.MAX_VALUE;
        if (quiet && world.now() - quietSince >= QUIET_STEPS) {
            world.scheduler.end();
        } else if (world.now() > STEPS_MAX) {
            throw new Violation(Invariant.NO_WAKE_UP_IS_LOST, "still busy after " + STEPS_MAX + " steps");
        }
    }

    private void heal() {
        healed = true;
        world.trace.note(() -> "faults are over");
        world.faults.stop();
        world.services.heal();
        processes.forEach(Actor::resume);
        if (world.chance.in(0.5) && !world.faults.isCalm()) {
            processes.forEach(Actor::crash);
        }
    }

    /** One run with all its steps, for {@code ./build pushseed}. */
    public static void main(String[] arguments) {
        Report report = run(Long.parseLong(arguments[0]), System.out::println);
        System.out.println(report);
        if (report.broken() != null) {
            System.out.println("BROKEN " + report.broken().promise() + "\n" + report.story());
            System.exit(1);
        }
    }
}
