package chat.parley.embedded;

import chat.parley.domain.Position;
import chat.parley.pipeline.Entry;
import chat.parley.pipeline.port.Log;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The conversation log of one process: a bounded queue in memory. What is in it when the process ends is lost, and nobody
 * was told that it was stored; a position that was given out is never given out again all the same, as answers and tokens
 * may have told of it. Log times never fall, over restarts too, whatever the clock does.
 */
final class ConversationQueue implements Log<Entry> {

    private final Clock clock;
    private final PositionReserve reserve;
    private final int entriesMax;
    private final long bytesMax;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Tail<Entry> tail = new Tail<>();
    private Position last;
    private Position committed;
    private long logTimeMillis;
    private boolean closed;

    /** @param logTimeMillis the first entry's is not below this */
    ConversationQueue(Clock clock, PositionReserve reserve, long logTimeMillis, int entriesMax, long bytesMax) {
        this.clock = clock;
        this.reserve = reserve;
        this.entriesMax = entriesMax;
        this.bytesMax = bytesMax;
        this.logTimeMillis = logTimeMillis;
        this.last = reserve.begin();
        this.committed = last;
    }

    @Override
    public boolean append(Entry entry) {
        long bytes = Footprint.of(entry);
        lock.lock();
        try {
            Position next = last.next();
            if (closed
                    || tail.count() >= entriesMax
                    || tail.bytes() + bytes > bytesMax
                    || next.isAfter(reserve.limit())) {
                return false;
            }
            logTimeMillis = Math.max(logTimeMillis, clock.millis());
            tail.add(new Logged<>(next, logTimeMillis, entry), bytes);
            last = next;
            arrived.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<Logged<Entry>> read(Position after, int max, Duration wait) throws InterruptedException {
        long nanos = wait.toNanos();
        lock.lock();
        try {
            while (!tail.hasAfter(after) && !closed && nanos > 0) {
                nanos = arrived.awaitNanos(nanos);
            }
            return tail.after(after, max);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Position committed() {
        lock.lock();
        try {
            return committed;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void commit(Position position) {
        Position done;
        lock.lock();
        try {
            if (position.isAfter(committed)) {
                committed = position;
                tail.dropThrough(position);
            }
            done = last;
        } finally {
            lock.unlock();
        }
        reserve.advance(done);
    }

    /** Takes no more entries; those that are in it can still be read. */
    void close() {
        lock.lock();
        try {
            closed = true;
            arrived.signalAll();
            reserve.end(last);
        } finally {
            lock.unlock();
        }
    }
}
