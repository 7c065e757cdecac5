package chat.parley.embedded;

import chat.parley.domain.Position;
import chat.parley.pipeline.Decided;
import chat.parley.pipeline.DeliveryEvent;
import chat.parley.pipeline.port.Log;
import chat.parley.pipeline.port.StoreUnavailable;
import chat.parley.pipeline.port.UnreadableEntry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.rocksdb.RocksDBException;

/**
 * The delivery log: on disk, written with the messages it tells of, and its end in memory besides, so that a worker who
 * keeps up reads nothing from disk. An event has the position of its entry.
 *
 * <p>How far the worker has come is stored with the next batch, or at once when nobody writes: after a crash it may be told
 * some events again.
 */
final class DeliveryQueue implements Log<DeliveryEvent> {

    private static final int TAIL_EVENTS_MAX = 16 * 1024;
    private static final long TAIL_BYTES_MAX = 16 * 1024 * 1024;

    /** Delivered events are deleted so many at a time: each deletion leaves a mark that reads have to pass. */
    private static final int DELETED_AT_ONCE = 64 * 1024;

    private final Engine engine;
    private final LogState state;
    private final long undeliveredMax;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Tail<DeliveryEvent> tail = new Tail<>();
    private Position end = Position.START;
    private Position committed = Position.START;
    /** Every event behind this position is in the tail. */
    private Position tailFrom = Position.START;

    private long undelivered;
    private long deletable;
    private boolean closed;

    /** Guarded, as the next, by the engine's lock for writing. */
    private Position committedStored = Position.START;

    private Position deleted = Position.START;

    DeliveryQueue(Engine engine, LogState state, long undeliveredMax) {
        this.engine = engine;
        this.state = state;
        this.undeliveredMax = undeliveredMax;
    }

    void load(Database database) throws RocksDBException {
        byte[] done = database.get(Family.META, Keys.DELIVERED);
        lock.lock();
        try {
            Position stored = done == null ? Position.START : StateRows.position(Keys.DELIVERED, done);
            committedStored = stored;
            deleted = Position.START;
            committed = stored.isAfter(committed) ? stored : committed;
            end = StoredEvents.last(database, committed);
            undelivered = StoredEvents.count(database, committed, end);
            tail.clear();
            tailFrom = end;
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** @throws StoreUnavailable when so many events more would be too many */
    void requireRoom(int more) {
        lock.lock();
        try {
            if (undelivered + more > undeliveredMax) {
                throw new StoreUnavailable("the delivery log is full: " + undelivered + " events wait");
            }
        } finally {
            lock.unlock();
        }
    }

    /** Adds the event of an entry to the write of all its rows. */
    static Logged<DeliveryEvent> write(Changes changes, Decided decided) throws RocksDBException {
        DeliveryEvent event = decided.event();
        return write(changes, new Logged<>(event.position(), decided.index().logTime(), event));
    }

    private static Logged<DeliveryEvent> write(Changes changes, Logged<DeliveryEvent> logged) throws RocksDBException {
        byte[] key = Keys.event(logged.position());
        changes.put(Family.EVENTS, key, EventRow.write(changes.row(), key, logged.logTimeMillis(), logged.entry()));
        return logged;
    }

    /** These are stored from here on. */
    void published(List<Logged<DeliveryEvent>> events) {
        if (events.isEmpty()) {
            return;
        }
        lock.lock();
        try {
            for (Logged<DeliveryEvent> event : events) {
                tail.add(event, Footprint.of(event.entry()));
            }
            while (tail.count() > TAIL_EVENTS_MAX || tail.bytes() > TAIL_BYTES_MAX) {
                tailFrom = tail.dropOldest();
            }
            end = events.getLast().position();
            undelivered += events.size();
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Appends an event by itself. Its messages have to be stored. */
    @Override
    public boolean append(DeliveryEvent event) {
        lock.lock();
        try {
            if (closed || undelivered >= undeliveredMax) {
                return false;
            }
        } finally {
            lock.unlock();
        }
        engine.write(() -> {
            Position behind = end().next();
            Position position = event.position().isAfter(behind) ? event.position() : behind;
            var logged = new Logged<>(position, state.covered().logTimeMillis(), event);
            engine.commit(state.covered().position(), changes -> write(changes, logged));
            published(List.of(logged));
        });
        return true;
    }

    @Override
    public List<Logged<DeliveryEvent>> read(Position after, int max, Duration wait) throws InterruptedException {
        long nanos = wait.toNanos();
        Position through;
        lock.lock();
        try {
            while (!end.isAfter(after) && !closed && nanos > 0) {
                nanos = arrived.awaitNanos(nanos);
            }
            if (!tailFrom.isAfter(after)) {
                return tail.after(after, max);
            }
            through = end;
        } finally {
            lock.unlock();
        }
        return engine.read(database -> readFromDisk(database, after, through, max));
    }

    /** Those before a damaged one come first, one at a time. */
    private static List<Logged<DeliveryEvent>> readFromDisk(
            Database database, Position after, Position through, int max) throws RocksDBException {
        try {
            return StoredEvents.read(database, after, through, max);
        } catch (DamagedRow e) {
            return readOne(database, after, through);
        }
    }

    private static List<Logged<DeliveryEvent>> readOne(Database database, Position after, Position through)
            throws RocksDBException {
        try {
            return StoredEvents.read(database, after, through, 1);
        } catch (DamagedRow e) {
            throw new UnreadableEntry(StoredEvents.first(database, after), e);
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
        while (!advance(position)) {
            countFromDisk(position);
        }
        try {
            engine.tryWrite(() -> engine.commit(null, this::writeProgress));
        } catch (StoreUnavailable e) {
            // It is stored with a later batch; should the process end before, some events are told again.
        }
    }

    /** @return false when it takes a look at the disk to know how many events these are */
    private boolean advance(Position position) {
        lock.lock();
        try {
            if (!position.isAfter(committed)) {
                return true;
            }
            if (tailFrom.isAfter(committed)) {
                return false;
            }
            advance(position, tail.dropThrough(position));
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Not under the lock: who opens the database anew has it to himself, and then wants the lock. */
    private void countFromDisk(Position position) {
        Position from = committed();
        long count = engine.read(database -> StoredEvents.count(database, from, position));
        lock.lock();
        try {
            if (committed.equals(from)) {
                tail.dropThrough(position);
                advance(position, count);
            }
        } finally {
            lock.unlock();
        }
    }

    private void advance(Position position, long events) {
        tailFrom = position.isAfter(tailFrom) ? position : tailFrom;
        committed = position;
        undelivered -= events;
        deletable += events;
    }

    /** Adds how far the worker has come to a write. What this remembers is read anew when the write fails. */
    void writeProgress(Changes changes) throws RocksDBException {
        Position done;
        boolean delete;
        lock.lock();
        try {
            done = committed;
            delete = deletable >= DELETED_AT_ONCE;
            deletable = delete ? 0 : deletable;
        } finally {
            lock.unlock();
        }
        if (done.isAfter(committedStored)) {
            changes.put(Family.META, Keys.DELIVERED, StateRows.position(changes.row(), Keys.DELIVERED, done));
            committedStored = done;
        }
        if (delete) {
            changes.deleteRange(Family.EVENTS, Keys.event(deleted), Keys.event(done.next()));
            deleted = done;
        }
    }

    /** Takes no more events, and stores how far the worker has come. */
    void close() {
        lock.lock();
        try {
            closed = true;
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            engine.write(() -> engine.commit(null, this::writeProgress));
        } catch (StoreUnavailable e) {
            // As above.
        }
    }

    private Position end() {
        lock.lock();
        try {
            return end;
        } finally {
            lock.unlock();
        }
    }
}
