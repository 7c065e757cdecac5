package chat.parley.embedded;

import java.nio.file.Path;
import java.util.Objects;
import org.rocksdb.RocksDBException;

/** Rows of a stopped store, to be changed behind its back. */
final class Tampered implements AutoCloseable {

    private final DataDirectory directory;
    private final AckedMark mark;
    private final Database database;
    private final Changes changes;
    private final AckedMark.Mark before;

    Tampered(Path data) {
        directory = DataDirectory.open(data);
        before = Objects.requireNonNull(AckedMark.read(directory));
        mark = AckedMark.open(directory);
        try {
            database = Database.open(directory.database(), EmbeddedOptions.defaults());
        } catch (RocksDBException e) {
            throw new AssertionError(e);
        }
        changes = new Changes(database);
    }

    Database database() {
        return database;
    }

    byte[] get(Family family, byte[] key) {
        try {
            return Objects.requireNonNull(database.get(family, key));
        } catch (RocksDBException e) {
            throw new AssertionError(e);
        }
    }

    void put(Family family, byte[] key, byte[] value) {
        changes.put(family, key, value);
    }

    void delete(Family family, byte[] key) {
        changes.delete(family, key);
    }

    @Override
    public void close() {
        try (directory) {
            if (!changes.isEmpty()) {
                changes.writeTo(database, true);
            }
            changes.close();
            database.close();
            mark.begin(before.acked());
            mark.closedInOrder(directory);
            mark.release();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
