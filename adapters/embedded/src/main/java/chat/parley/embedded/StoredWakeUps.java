package chat.parley.embedded;

import chat.parley.domain.ConversationId;
import chat.parley.domain.Platform;
import chat.parley.domain.UserId;
import chat.parley.push.WakeUp;
import chat.parley.push.WakeUp.Pending;
import chat.parley.push.port.WakeUps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/**
 * Reads and writes what is owed to devices, all of it on disk. A row, its place in the list of those that are due and the
 * count of these are one write.
 *
 * <p>A row that cannot be read is as if it were not there, and written over: nobody could send it, and it would hold up all
 * others. What is listed and is not so is taken from the list by whoever comes upon it.
 */
final class StoredWakeUps implements WakeUps {

    /** Rows read in one call: bounds what is held besides the result. */
    private static final int ROWS_AT_ONCE = 1_000;

    private final Engine engine;
    private final Map<Platform, DueFront> fronts = new EnumMap<>(Platform.class);

    /**
     * Held by who writes here, before the engine's: rows are read from disk without that one, for which the pipeline waits.
     */
    private final ReentrantLock writing = new ReentrantLock();

    /** How often the database was opened: rows that were read before say nothing any more. */
    private final AtomicInteger opened = new AtomicInteger();

    /** By the numbers of platforms. Replaced by who writes, who is one at a time. */
    private volatile long[] owed = new long[PlatformNumbers.MAX + 1];

    StoredWakeUps(Engine engine) {
        this.engine = engine;
        for (Platform platform : Platform.values()) {
            fronts.put(platform, new DueFront(WakeUpRows.due(platform)));
        }
    }

    void load(Database database) throws RocksDBException {
        byte[] counts = database.get(Family.META, Keys.OWED);
        owed = counts == null ? new long[PlatformNumbers.MAX + 1] : WakeUpRows.counts(Keys.OWED, counts);
        fronts.values().forEach(DueFront::reset);
        opened.incrementAndGet();
    }

    @Override
    public Map<WakeUp.Key, WakeUp> find(Collection<WakeUp.Key> keys) {
        List<WakeUp.Key> asked = List.copyOf(keys);
        Map<WakeUp.Key, WakeUp> found = HashMap.newHashMap(asked.size());
        for (int from = 0; from < asked.size(); from += ROWS_AT_ONCE) {
            List<byte[]> some = asked.subList(from, Math.min(from + ROWS_AT_ONCE, asked.size())).stream()
                    .map(WakeUpRows::key)
                    .toList();
            engine.run(database -> read(database, some).forEach(row -> {
                if (row != null) {
                    found.put(row.key(), row);
                }
            }));
        }
        return found;
    }

    /** @return a row or null for each key, in their order */
    private static List<@Nullable WakeUp> read(Database database, List<byte[]> keys) throws RocksDBException {
        List<byte @Nullable []> values = database.get(Family.WAKEUPS, keys);
        List<@Nullable WakeUp> rows = new ArrayList<>(keys.size());
        for (int i = 0; i < keys.size(); i++) {
            byte[] value = values.get(i);
            rows.add(value == null ? null : readable(keys.get(i), value));
        }
        return rows;
    }

    private static @Nullable WakeUp readable(byte[] key, byte[] value) {
        try {
            return WakeUpRows.read(key, value);
        } catch (DamagedRow e) {
            return null;
        }
    }

    @Override
    public List<WakeUp> of(UserId user, ConversationId conversation) {
        byte[] prefix = WakeUpRows.of(user, conversation);
        return engine.read(database -> {
            List<WakeUp> found = new ArrayList<>();
            try (RocksIterator rows = database.iterator(Family.WAKEUPS)) {
                for (rows.seek(prefix); rows.isValid(); rows.next()) {
                    byte[] key = rows.key();
                    if (!Keys.hasPrefix(key, prefix)) {
                        break;
                    }
                    WakeUp row = readable(key, rows.value());
                    if (row != null) {
                        found.add(row);
                    }
                }
                rows.status();
            }
            return found;
        });
    }

    @Override
    public List<Change> write(Collection<Change> changes) {
        List<WakeUp.Key> keys = changes.stream().map(Change::key).toList();
        List<Change> refused = new ArrayList<>();
        writing.lock();
        try {
            AtomicBoolean done = new AtomicBoolean(changes.isEmpty());
            while (!done.get()) {
                int seen = opened.get();
                refused.clear();
                Map<WakeUp.Key, WakeUp> before = find(keys);
                Map<WakeUp.Key, @Nullable WakeUp> after = decide(changes, before, refused);
                engine.write(() -> {
                    if (opened.get() == seen) {
                        commit(before, after);
                        done.set(true);
                    }
                });
            }
        } finally {
            writing.unlock();
        }
        return refused;
    }

    /** What is to be written: null to remove a row. */
    private static Map<WakeUp.Key, @Nullable WakeUp> decide(
            Collection<Change> changes, Map<WakeUp.Key, WakeUp> before, List<Change> refused) {
        Map<WakeUp.Key, @Nullable WakeUp> after = new LinkedHashMap<>();
        for (Change change : changes) {
            WakeUp.Key key = change.key();
            WakeUp now = after.containsKey(key) ? after.get(key) : before.get(key);
            if ((now == null ? 0 : now.revision()) == change.seen()) {
                after.put(key, change.after());
            } else {
                refused.add(change);
            }
        }
        return after;
    }

    private void commit(Map<WakeUp.Key, WakeUp> before, Map<WakeUp.Key, @Nullable WakeUp> after) {
        if (after.isEmpty()) {
            return;
        }
        long[] counts = owed.clone();
        List<byte[]> listed = new ArrayList<>();
        engine.commitUnsynced(changes -> {
            after.forEach((id, row) -> {
                byte[] key = WakeUpRows.key(id);
                if (row == null) {
                    changes.delete(Family.WAKEUPS, key);
                } else {
                    changes.put(Family.WAKEUPS, key, WakeUpRows.write(changes.row(), key, row));
                }
                byte[] old = due(before.get(id));
                byte[] now = due(row);
                if (Arrays.equals(old, now)) {
                    return;
                }
                if (old != null) {
                    changes.delete(Family.DUE, old);
                    counts[WakeUpRows.platformOfDue(old)]--;
                }
                if (now != null) {
                    changes.put(Family.DUE, now, WakeUpRows.listed(changes.row(), now));
                    counts[WakeUpRows.platformOfDue(now)]++;
                    listed.add(now);
                }
            });
            writeCounts(changes, counts);
        });
        owed = counts;
        listed.forEach(key -> front(key).written(key));
    }

    private void writeCounts(Changes changes, long[] counts) {
        if (!Arrays.equals(counts, owed)) {
            changes.put(Family.META, Keys.OWED, WakeUpRows.counts(changes.row(), Keys.OWED, counts));
        }
    }

    /** Where a row is listed, null when it is not. */
    static byte @Nullable [] due(@Nullable WakeUp row) {
        Pending pending = row == null ? null : row.pending();
        return row == null || pending == null ? null : WakeUpRows.due(row.platform(), pending.dueAt(), row.key());
    }

    private DueFront front(byte[] due) {
        return front(PlatformNumbers.platform(WakeUpRows.platformOfDue(due)));
    }

    private DueFront front(Platform platform) {
        DueFront front = fronts.get(platform);
        if (front == null) {
            throw new IllegalStateException("there is no platform " + platform);
        }
        return front;
    }

    @Override
    public List<WakeUp> due(Platform platform, long atMillis, int max) {
        List<WakeUp> found = new ArrayList<>();
        List<byte[]> stale = new ArrayList<>();
        byte[] prefix = WakeUpRows.due(platform);
        engine.run(database -> {
            try (RocksIterator rows = front(platform).seek(database)) {
                List<byte[]> some;
                do {
                    some = next(rows, prefix, atMillis, Math.min(max - found.size(), ROWS_AT_ONCE));
                    look(database, some, found, stale);
                } while (!some.isEmpty() && found.size() < max);
                rows.status();
            }
        });
        if (!stale.isEmpty()) {
            writing.lock();
            try {
                engine.write(() -> sweep(stale));
            } finally {
                writing.unlock();
            }
        }
        return found;
    }

    private static List<byte[]> next(RocksIterator rows, byte[] prefix, long atMillis, int max) {
        List<byte[]> some = new ArrayList<>();
        for (; rows.isValid() && some.size() < max; rows.next()) {
            byte[] due = rows.key();
            if (!Keys.hasPrefix(due, prefix) || WakeUpRows.timeOfDue(due) > atMillis) {
                break;
            }
            some.add(due);
        }
        return some;
    }

    private static void look(Database database, List<byte[]> some, List<WakeUp> found, List<byte[]> stale)
            throws RocksDBException {
        List<byte[]> keys = some.stream()
                .map(due -> WakeUpRows.key(WakeUpRows.keyOfDue(due)))
                .toList();
        List<@Nullable WakeUp> rows = read(database, keys);
        for (int i = 0; i < some.size(); i++) {
            WakeUp row = rows.get(i);
            if (row != null && Arrays.equals(due(row), some.get(i))) {
                found.add(row);
            } else {
                stale.add(some.get(i));
            }
        }
    }

    /** Takes from the list what is not so: mostly it has changed meanwhile, and is not listed any more. */
    private void sweep(List<byte[]> stale) {
        long[] counts = owed.clone();
        engine.commit(null, changes -> {
            for (byte[] due : stale) {
                byte[] key = WakeUpRows.key(WakeUpRows.keyOfDue(due));
                byte[] value = changes.stored(Family.WAKEUPS, key);
                WakeUp row = value == null ? null : readable(key, value);
                if (changes.stored(Family.DUE, due) != null && !Arrays.equals(due(row), due)) {
                    changes.delete(Family.DUE, due);
                    counts[WakeUpRows.platformOfDue(due)]--;
                    if (value != null && row == null) {
                        changes.delete(Family.WAKEUPS, key);
                    }
                }
            }
            writeCounts(changes, counts);
        });
        owed = counts;
    }

    @Override
    public List<WakeUp> after(WakeUp.@Nullable Key last, int max) {
        byte[] from = last == null ? new byte[0] : WakeUpRows.key(last);
        return engine.read(database -> {
            List<WakeUp> found = new ArrayList<>();
            try (RocksIterator rows = database.stream(Family.WAKEUPS)) {
                for (rows.seek(from); rows.isValid() && found.size() < max; rows.next()) {
                    byte[] key = rows.key();
                    WakeUp row = Arrays.equals(key, from) ? null : readable(key, rows.value());
                    if (row != null) {
                        found.add(row);
                    }
                }
                rows.status();
            }
            return found;
        });
    }

    @Override
    public long owed(Platform platform) {
        return owed[PlatformNumbers.of(platform)];
    }
}
