package chat.parley.server;

import chat.parley.pipeline.InvariantBroken;
import chat.parley.pipeline.port.StoreUnavailable;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Runs one worker of the pipeline on its own thread, step after step. A store that does not answer is asked again; a
 * broken invariant, or any failure that nobody foresaw, stops the loop loudly, for going on could only make it worse.
 */
final class Loop implements AutoCloseable {

    /** One step; waits at most so long for something to do. */
    interface Step {
        int run(Duration wait) throws InterruptedException;
    }

    /** How a loop is. */
    enum State {
        RUNNING,
        /** The store does not answer; the step is tried again. */
        STRUGGLING,
        /** Stopped by a failure. */
        BROKEN,
        STOPPED
    }

    private static final System.Logger LOG = System.getLogger(Loop.class.getName());
    private static final Duration IDLE_WAIT = Duration.ofMillis(200);
    private static final long RETRY_MILLIS = 200;

    private final Thread thread;
    private final String name;
    private final Step step;
    private volatile State state = State.RUNNING;
    private volatile boolean stopping;

    Loop(String name, Step step) {
        this.name = name;
        this.step = step;
        this.thread = Thread.ofPlatform().name(name).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    State state() {
        return state;
    }

    /** Ends after the step that is under way. */
    @Override
    public void close() {
        stopping = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!stopping) {
                try {
                    step.run(IDLE_WAIT);
                    recovered();
                } catch (StoreUnavailable e) {
                    struggle(e);
                }
            }
            state = State.STOPPED;
        } catch (InterruptedException e) {
            state = State.STOPPED;
        } catch (InvariantBroken e) {
            state = State.BROKEN;
            LOG.log(
                    System.Logger.Level.ERROR,
                    name + " stopped: the data contradict the log. Stop the server, run"
                            + " ./parley verify on the data directory, and report this: " + e.getMessage());
        } catch (RuntimeException | Error e) {
            state = State.BROKEN;
            LOG.log(System.Logger.Level.ERROR, name + " stopped by an unforeseen failure", e);
        }
    }

    private void recovered() {
        if (state == State.STRUGGLING) {
            state = State.RUNNING;
            LOG.log(System.Logger.Level.INFO, name + " goes on: the store answers again");
        }
    }

    private void struggle(StoreUnavailable e) throws InterruptedException {
        if (state != State.STRUGGLING) {
            state = State.STRUGGLING;
            LOG.log(System.Logger.Level.WARNING, name + " waits for the store: " + e.getMessage());
        }
        TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
    }
}
