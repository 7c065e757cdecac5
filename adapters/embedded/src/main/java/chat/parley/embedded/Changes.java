package chat.parley.embedded;

import chat.parley.domain.ConversationId;
import chat.parley.domain.UserId;
import chat.parley.pipeline.ReadCursor;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/** What one atomic write does. Made anew for each by {@link Engine}, who has but one at a time. */
final class Changes implements AutoCloseable {

    private final WriteBatch batch = new WriteBatch();
    private final RowWriter row = new RowWriter(1024);
    private final Database database;
    private int count;

    Changes(Database database) {
        this.database = database;
    }

    Changes begin() {
        batch.clear();
        count = 0;
        return this;
    }

    /** To write values with, one after the other. */
    RowWriter row() {
        return row;
    }

    void put(Family family, byte[] key, byte[] value) throws RocksDBException {
        batch.put(database.handle(family), key, value);
        count++;
    }

    void delete(Family family, byte[] key) throws RocksDBException {
        batch.delete(database.handle(family), key);
        count++;
    }

    /** @param to exclusive */
    void deleteRange(Family family, byte[] from, byte[] to) throws RocksDBException {
        batch.deleteRange(database.handle(family), from, to);
        count++;
    }

    /** The stored cursor, before this write. */
    @Nullable
    ReadCursor cursor(ConversationId conversation, UserId user) throws RocksDBException {
        return StoredMessages.cursor(database, conversation, user);
    }

    boolean isEmpty() {
        return count == 0;
    }

    void writeTo(Database target, boolean sync) throws RocksDBException {
        target.write(batch, sync);
    }

    @Override
    public void close() {
        batch.close();
    }
}
