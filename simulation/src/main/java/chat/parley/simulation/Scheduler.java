package chat.parley.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Passes one baton among the actors: only who holds it runs, and at every call of a port it lets chance say who goes on.
 * So each interleaving of port calls can come, and the same seed brings the same one.
 */
public final class Scheduler {

    /** How often a slow one is passed over at most. */
    private static final int SLOWNESS = 8;

    private final Chance chance;
    private final SimulatedClock clock;
    private final Trace trace;
    private final double stickiness;
    private int stepMillisMax;
    private final List<Actor> actors = new ArrayList<>();
    private final List<Actor> ready = new ArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable Actor holder;
    private Runnable between = () -> {};
    private boolean over;
    private @Nullable Throwable failure;

    /**
     * @param stickiness how likely whoever runs goes on
     * @param stepMillisMax how much time passes at most with a step
     */
    public Scheduler(Chance chance, SimulatedClock clock, Trace trace, double stickiness, int stepMillisMax) {
        this.chance = chance;
        this.clock = clock;
        this.trace = trace;
        this.stickiness = stickiness;
        this.stepMillisMax = stepMillisMax;
    }

    /** To be called before {@link #run}. */
    public Actor spawn(String name, Runnable body) {
        Actor[] self = new Actor[1];
        Thread thread = Thread.ofVirtual().name(name).unstarted(() -> live(self[0], body));
        self[0] = new Actor(name, thread, chance.of(1, 1, 0.3, 0.05));
        actors.add(self[0]);
        return self[0];
    }

    /**
     * Runs all actors until {@link #end} is called, or one fails.
     *
     * @param betweenSteps run at every step, by whoever holds the baton; it must not step
     */
    public void run(Runnable betweenSteps) throws InterruptedException {
        between = betweenSteps;
        actors.forEach(actor -> actor.thread().start());
        pass(actors.getFirst());
        ended.await();
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
    }

    /** A step of the actor that runs, before it takes effect: others may go on first, and it may crash here. */
    public void step(String what, String subject, long number) {
        Actor me = current();
        trace.step(clock.millis(), me.name(), what, subject, number);
        clock.advance(chance.below(stepMillisMax + 1));
        between.run();
        hand(me);
    }

    /** Lets others go on until the condition holds, or for so long. */
    public void await(String what, BooleanSupplier condition, long millis) {
        Actor me = current();
        me.await(condition, clock.millis() + millis);
        step(what, "", millis);
    }

    /** The run is over: every actor's next step ends its thread. */
    public void end() {
        over = true;
    }

    /** From here on, hardly any time passes with a step: nobody loses patience. */
    public void slowTime() {
        stepMillisMax = 1;
    }

    public Actor current() {
        Actor me = holder;
        if (me == null) {
            throw new IllegalStateException("no actor runs");
        }
        return me;
    }

    private void hand(Actor me) {
        if (!over) {
            Actor next = pick(me);
            if (next != me) {
                pass(next);
                waitForBaton(me);
            }
        }
        me.goOn();
        if (over) {
            throw new RunOver();
        }
        if (me.crashing()) {
            throw new Crash();
        }
    }

    private Actor pick(Actor me) {
        long step = trace.steps();
        if (me.ready(step, clock.millis()) && chance.in(stickiness)) {
            return me;
        }
        while (true) {
            ready.clear();
            for (Actor actor : actors) {
                if (actor.ready(step, clock.millis())) {
                    ready.add(actor);
                }
            }
            if (!ready.isEmpty()) {
                return fastOf(ready);
            }
            sleepUntilSomebodyIsReady(step);
        }
    }

    /** One by chance, the slow ones more rarely. */
    private Actor fastOf(List<Actor> some) {
        Actor one = chance.of(some);
        for (int i = 0; i < SLOWNESS && !chance.in(one.speed()); i++) {
            one = chance.of(some);
        }
        return one;
    }

    private void sleepUntilSomebodyIsReady(long step) {
        long next = Long.MAX_VALUE;
        for (Actor actor : actors) {
            if (!actor.finished() && !actor.paused(step)) {
                next = Math.min(next, actor.wakesAtMillis());
            }
        }
        if (next == Long.MAX_VALUE) {
            actors.forEach(Actor::resume);
        } else {
            clock.advanceTo(next);
        }
    }

    private void live(Actor me, Runnable body) {
        clock.bind();
        waitForBaton(me);
        try {
            if (!over) {
                body.run();
            }
        } catch (RunOver expected) {
            // The others are told below.
        } catch (Throwable e) {
            failure = failure == null ? e : failure;
            over = true;
        }
        me.finish();
        leave(me);
    }

    private void leave(Actor me) {
        for (Actor other : actors) {
            if (!other.finished()) {
                pass(over ? other : pick(me));
                return;
            }
        }
        ended.countDown();
    }

    private void pass(Actor next) {
        holder = next;
        LockSupport.unpark(next.thread());
    }

    private void waitForBaton(Actor me) {
        while (holder != me) {
            LockSupport.park(this);
        }
    }
}
