package chat.parley.embedded;

import chat.parley.domain.Position;
import chat.parley.pipeline.CatchUp.LogEnd;
import chat.parley.pipeline.port.Log.Logged;
import chat.parley.pipeline.port.StoreUnavailable;
import chat.parley.pipeline.port.UnreadableEntry;
import chat.parley.push.PushEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/**
 * The push log, on disk. Its reader comes some seconds behind, and what was just written is in RocksDB's memory then: no
 * end of it is held here.
 *
 * <p>Offsets leave no gaps, so that how many entries wait is a subtraction. How far the reader has come is stored with the
 * next append, or at once when nobody writes: after a crash it may read some entries again.
 */
final class PushQueue {

    /** Entries that are done with are deleted so many at a time: each deletion leaves a mark that reads have to pass. */
    private static final int DELETED_AT_ONCE = 64 * 1024;

    private final Engine engine;
    private final long eventsMax;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private Position end = Position.START;
    private Position committed = Position.START;
    private long lastMillis;
    private boolean closed;

    /** Guarded, as the next, by the engine's lock for writing. */
    private Position committedStored = Position.START;

    private Position deleted = Position.START;

    PushQueue(Engine engine, long eventsMax) {
        this.engine = engine;
        this.eventsMax = eventsMax;
    }

    void load(Database database) throws RocksDBException {
        byte[] row = database.get(Family.META, Keys.PUSHED);
        LogEnd stored = row == null ? new LogEnd(Position.START, 0) : StateRows.logEnd(Keys.PUSHED, row);
        lock.lock();
        try (RocksIterator rows = database.iterator(Family.PUSH_LOG)) {
            committedStored = stored.position();
            committed = later(committed, stored.position());
            lastMillis = Math.max(lastMillis, stored.logTimeMillis());
            rows.seekToFirst();
            deleted = rows.isValid() ? before(RowReader.ofKey(rows.key()).position()) : committed;
            rows.seekToLast();
            rows.status();
            end = rows.isValid() ? later(committed, RowReader.ofKey(rows.key()).position()) : committed;
            lastMillis = rows.isValid() ? Math.max(lastMillis, millis(rows)) : lastMillis;
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static Position later(Position a, Position b) {
        return a.isAfter(b) ? a : b;
    }

    private static Position before(Position position) {
        return new Position(position.generation(), position.offset() - 1);
    }

    /** A damaged entry is told to its reader, and hides its time alone. */
    private static long millis(RocksIterator rows) {
        try {
            return PushEventRow.read(rows.key(), rows.value()).logTimeMillis();
        } catch (DamagedRow e) {
            return 0;
        }
    }

    /** @param nowMillis when the clock says it is; log times do not fall, whatever it says */
    boolean append(List<PushEvent> events, long nowMillis) {
        AtomicBoolean taken = new AtomicBoolean();
        engine.write(() -> {
            LogEnd before = end();
            if (!hasRoom(events.size())) {
                return;
            }
            long millis = Math.max(before.logTimeMillis(), nowMillis);
            Position last = new Position(
                    before.position().generation(), before.position().offset() + events.size());
            engine.commitUnsynced(changes -> {
                Position at = before.position();
                for (PushEvent event : events) {
                    at = at.next();
                    byte[] key = Keys.event(at);
                    changes.put(Family.PUSH_LOG, key, PushEventRow.write(changes.row(), key, millis, event));
                }
                writeProgress(changes);
            });
            appended(new LogEnd(last, millis));
            taken.set(true);
        });
        return taken.get();
    }

    private LogEnd end() {
        lock.lock();
        try {
            return new LogEnd(end, lastMillis);
        } finally {
            lock.unlock();
        }
    }

    private boolean hasRoom(int more) {
        lock.lock();
        try {
            return !closed && end.offset() - committed.offset() + more <= eventsMax;
        } finally {
            lock.unlock();
        }
    }

    private void appended(LogEnd now) {
        lock.lock();
        try {
            end = now.position();
            lastMillis = now.logTimeMillis();
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    List<Logged<PushEvent>> read(Position after, int max, Duration wait) throws InterruptedException {
        long nanos = wait.toNanos();
        Position through;
        lock.lock();
        try {
            while (!end.isAfter(after) && !closed && nanos > 0) {
                nanos = arrived.awaitNanos(nanos);
            }
            through = end;
        } finally {
            lock.unlock();
        }
        return through.isAfter(after) ? engine.read(database -> read(database, after, through, max)) : List.of();
    }

    /** Those before a damaged one come first. */
    private static List<Logged<PushEvent>> read(Database database, Position after, Position through, int max)
            throws RocksDBException {
        List<Logged<PushEvent>> events = new ArrayList<>();
        try (RocksIterator rows = database.iterator(Family.PUSH_LOG)) {
            for (rows.seek(Keys.event(after.next())); rows.isValid() && events.size() < max; rows.next()) {
                byte[] key = rows.key();
                Position position = RowReader.ofKey(key).position();
                if (position.isAfter(through)) {
                    break;
                }
                try {
                    events.add(PushEventRow.read(key, rows.value()));
                } catch (DamagedRow e) {
                    if (events.isEmpty()) {
                        throw new UnreadableEntry(position, e);
                    }
                    break;
                }
            }
            rows.status();
        }
        return events;
    }

    Position committed() {
        lock.lock();
        try {
            return committed;
        } finally {
            lock.unlock();
        }
    }

    void commit(Position position) {
        lock.lock();
        try {
            if (!position.isAfter(committed)) {
                return;
            }
            committed = position;
        } finally {
            lock.unlock();
        }
        try {
            engine.tryWrite(() -> engine.commit(null, this::writeProgress));
        } catch (StoreUnavailable e) {
            // It is stored with a later append; should the process end before, some entries are read again.
        }
    }

    /** Adds how far the reader has come to a write. What this remembers is read anew when the write fails. */
    private void writeProgress(Changes changes) throws RocksDBException {
        LogEnd done;
        lock.lock();
        try {
            done = new LogEnd(committed, lastMillis);
        } finally {
            lock.unlock();
        }
        Position through = done.position();
        if (through.isAfter(committedStored)) {
            changes.put(Family.META, Keys.PUSHED, StateRows.logEnd(changes.row(), Keys.PUSHED, done));
            committedStored = through;
        }
        if (through.offset() - deleted.offset() >= DELETED_AT_ONCE) {
            changes.deleteRange(Family.PUSH_LOG, Keys.event(deleted.next()), Keys.event(through.next()));
            deleted = through;
        }
    }

    /** How many entries its reader has not come to. */
    long waiting() {
        lock.lock();
        try {
            return end.offset() - committed.offset();
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more entries, and stores how far the reader has come. */
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
}
