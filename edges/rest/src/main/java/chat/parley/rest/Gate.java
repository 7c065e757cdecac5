package chat.parley.rest;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Runs requests on virtual threads, so that each may wait for the pipeline or a store: so many at a time, so many more
 * waiting for their turn, and none of them longer than {@link #WAIT_MAX}. The others are turned away at once; a client
 * that is told so early tries again, one that waits in a long queue gives up and comes a second time.
 */
final class Gate {

    /** How long a request waits for its turn. */
    static final Duration WAIT_MAX = Duration.ofSeconds(2);

    private final Semaphore admitted;
    private final Semaphore running;

    /**
     * @param runningMax most requests that run at a time
     * @param waitingMax most that wait besides
     */
    Gate(int runningMax, int waitingMax) {
        this.admitted = new Semaphore(runningMax + waitingMax);
        this.running = new Semaphore(runningMax, true);
    }

    /** Runs one of the two, once: {@code work} on a thread of its own, or {@code turnAway} there or at once here. */
    void enter(Runnable work, Runnable turnAway) {
        if (!admitted.tryAcquire()) {
            turnAway.run();
            return;
        }
        Thread.ofVirtual().name("rest").start(() -> takeTurn(work, turnAway));
    }

    private void takeTurn(Runnable work, Runnable turnAway) {
        if (!awaitTurn()) {
            admitted.release();
            turnAway.run();
            return;
        }
        try {
            work.run();
        } finally {
            running.release();
            admitted.release();
        }
    }

    private boolean awaitTurn() {
        try {
            return running.tryAcquire(WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
