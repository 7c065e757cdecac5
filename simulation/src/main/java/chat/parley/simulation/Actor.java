package chat.parley.simulation;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Something that acts by itself: an owner, a worker, a client. Its thread runs only while it holds the baton. */
public final class Actor {

    private final String name;
    private final Thread thread;
    private final double speed;
    private boolean finished;
    private boolean crashing;
    private long pausedUntilStep;
    private @Nullable BooleanSupplier awaited;
    private long awaitedUntilMillis;

    /** @param speed from 0 to 1: how often it goes on when it could */
    public Actor(String name, Thread thread, double speed) {
        this.name = name;
        this.thread = thread;
        this.speed = speed;
    }

    public String name() {
        return name;
    }

    public Thread thread() {
        return thread;
    }

    public double speed() {
        return speed;
    }

    public boolean finished() {
        return finished;
    }

    public void finish() {
        finished = true;
    }

    /** Its next step throws {@link Crash}. A paused one crashes when it goes on. */
    public void crash() {
        crashing = true;
    }

    public boolean crashing() {
        return crashing;
    }

    /** A new incarnation begins. */
    public void reborn() {
        crashing = false;
        awaited = null;
        pausedUntilStep = 0;
    }

    /** Takes no step for a while, as a process that is stopped, or collects its garbage. */
    public void pauseUntil(long step) {
        pausedUntilStep = step;
    }

    public void resume() {
        pausedUntilStep = 0;
    }

    public void await(BooleanSupplier condition, long untilMillis) {
        awaited = condition;
        awaitedUntilMillis = untilMillis;
    }

    public void goOn() {
        awaited = null;
    }

    public boolean ready(long step, long millis) {
        if (finished || pausedUntilStep > step) {
            return false;
        }
        return awaited == null || crashing || millis >= awaitedUntilMillis || awaited.getAsBoolean();
    }

    public boolean paused(long step) {
        return pausedUntilStep > step;
    }

    /** When it would go on by itself. */
    public long wakesAtMillis() {
        return awaited == null ? Long.MIN_VALUE : awaitedUntilMillis;
    }
}
