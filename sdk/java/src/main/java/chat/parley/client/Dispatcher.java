package chat.parley.client;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What the application is to be told, in order, one at a time. Bounded by those who add: they look for {@link #hasRoom}
 * before they take more from the server.
 */
final class Dispatcher {

    /** Events that may wait; a frame that was taken when there was room may add a few more. */
    private static final int WAITING_MAX = 1024;

    /** Events in a row before a shared executor gets a turn for others. */
    private static final int TURN_MAX = 256;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private final Executor executor;
    private final Runnable afterTurn;
    private boolean running;
    private boolean closed;
    private volatile int size;
    private volatile @Nullable Thread current;

    /**
     * What is to be told.
     *
     * @param afterTurn run when nothing waits any more, or after many events
     */
    Dispatcher(Executor executor, Runnable afterTurn) {
        this.executor = executor;
        this.afterTurn = afterTurn;
    }

    void add(Runnable event) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            waiting.add(event);
            size = waiting.size();
            if (!running) {
                running = true;
                executor.execute(this::turn);
            }
        } finally {
            lock.unlock();
        }
    }

    boolean hasRoom() {
        return size < WAITING_MAX;
    }

    /** When it is full, waits until half of it is told, or it is closed. */
    void awaitRoom() throws InterruptedException {
        lock.lock();
        try {
            int enough = waiting.size() >= WAITING_MAX ? WAITING_MAX / 2 : WAITING_MAX;
            while (!closed && waiting.size() > enough) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether the caller is an event: it must not wait for another one. */
    boolean inside() {
        return Thread.currentThread().equals(current);
    }

    /** Drops what waits, and lets the event that runs end, unless it is the caller. */
    void close() {
        lock.lock();
        try {
            closed = true;
            waiting.clear();
            size = 0;
            changed.signalAll();
            while (running && !inside()) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private void turn() {
        current = Thread.currentThread();
        int left = TURN_MAX;
        for (Runnable event = next(); event != null; event = left-- > 0 ? next() : null) {
            event.run();
        }
        afterTurn.run();
        current = null;
        lock.lock();
        try {
            running = !waiting.isEmpty();
            if (running) {
                executor.execute(this::turn);
            } else {
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Runnable next() {
        lock.lock();
        try {
            Runnable event = waiting.poll();
            size = waiting.size();
            if (size == WAITING_MAX / 2) {
                changed.signalAll();
            }
            return event;
        } finally {
            lock.unlock();
        }
    }
}
