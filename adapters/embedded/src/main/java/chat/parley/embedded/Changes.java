package chat.parley.embedded;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * What one atomic write does. {@link Engine} has one, and uses it again and again.
 *
 * <p>Within a family the keys are written in their order: each is then looked for from the place of the one before.
 */
final class Changes implements AutoCloseable {

    /** @param value null to delete */
    @SuppressWarnings("ArrayRecordComponent") // compared by its key alone
    private record Put(byte[] key, byte @Nullable [] value) {

        static final Comparator<Put> BY_KEY = (a, b) -> Arrays.compareUnsigned(a.key, b.key);

        void addTo(WriteBatch batch, ColumnFamilyHandle family) throws RocksDBException {
            if (value == null) {
                batch.delete(family, key);
            } else {
                batch.put(family, key, value);
            }
        }
    }

    private final WriteBatch batch = new WriteBatch();
    private final RowWriter row = new RowWriter(1024);
    private final Database database;
    private final Map<Family, List<Put>> puts = new EnumMap<>(Family.class);
    private boolean empty = true;

    Changes(Database database) {
        this.database = database;
    }

    Changes begin() {
        batch.clear();
        puts.values().forEach(List::clear);
        empty = true;
        return this;
    }

    /** To write values with, one after the other. */
    RowWriter row() {
        return row;
    }

    void put(Family family, byte[] key, byte[] value) {
        add(family, new Put(key, value));
    }

    void delete(Family family, byte[] key) {
        add(family, new Put(key, null));
    }

    /**
     * Deletes what is stored; what the same write puts there stays.
     *
     * @param to exclusive
     */
    void deleteRange(Family family, byte[] from, byte[] to) throws RocksDBException {
        batch.deleteRange(database.handle(family), from, to);
        empty = false;
    }

    private void add(Family family, Put put) {
        puts.computeIfAbsent(family, _ -> new ArrayList<>()).add(put);
        empty = false;
    }

    /** What is stored before this write. */
    byte @Nullable [] stored(Family family, byte[] key) throws RocksDBException {
        return database.get(family, key);
    }

    boolean isEmpty() {
        return empty;
    }

    void writeTo(Database target, boolean sync) throws RocksDBException {
        for (Map.Entry<Family, List<Put>> family : puts.entrySet()) {
            ColumnFamilyHandle handle = database.handle(family.getKey());
            family.getValue().sort(Put.BY_KEY);
            for (Put put : family.getValue()) {
                put.addTo(batch, handle);
            }
        }
        target.write(batch, sync);
    }

    @Override
    public void close() {
        batch.close();
    }
}
