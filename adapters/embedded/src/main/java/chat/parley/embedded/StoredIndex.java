package chat.parley.embedded;

import chat.parley.domain.ClientMsgId;
import chat.parley.domain.ConversationId;
import chat.parley.domain.Limits;
import chat.parley.domain.Position;
import chat.parley.domain.UserId;
import chat.parley.pipeline.EntryKey;
import chat.parley.pipeline.IndexRow;
import chat.parley.pipeline.port.SentKeys;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/**
 * Looks up the first entry of a key: a look into each bucket that is there, from the newest on. A key has one row in a
 * bucket, as a second one comes 30 days of log time after the first, and a bucket is shorter.
 */
final class StoredIndex implements SentKeys {

    private final Engine engine;
    private final LogState state;

    StoredIndex(Engine engine, LogState state) {
        this.engine = engine;
        this.state = state;
    }

    @Nullable
    IndexRow latest(EntryKey key, Position atOrBefore) {
        return engine.find(database -> {
            if (key instanceof EntryKey.OfCreation) {
                return row(database, IndexRows.FOR_EVER, key, atOrBefore);
            }
            long logTime = state.covered().logTimeMillis();
            for (int bucket = IndexRows.bucket(logTime); bucket >= state.oldestBucket(); bucket--) {
                IndexRow row = row(database, bucket, key, atOrBefore);
                if (row != null) {
                    return row;
                }
            }
            return null;
        });
    }

    @Override
    public @Nullable ConversationId conversationOf(UserId sender, ClientMsgId key) {
        return engine.find(database -> {
            long logTime = state.covered().logTimeMillis();
            for (int bucket = IndexRows.bucket(logTime); bucket >= state.oldestBucket(); bucket--) {
                IndexRow row = row(database, IndexRows.sent(bucket, sender, key));
                if (row != null && logTime - row.logTime() <= Limits.KEY_MILLIS) {
                    return row.key().conversation();
                }
            }
            return null;
        });
    }

    /** The row of this key in a bucket, if it is there and not behind the position. */
    private static @Nullable IndexRow row(Database database, int bucket, EntryKey key, Position atOrBefore)
            throws RocksDBException {
        IndexRow row = row(database, bucket, key);
        return row == null || row.position().isAfter(atOrBefore) ? null : row;
    }

    static @Nullable IndexRow row(Database database, int bucket, EntryKey key) throws RocksDBException {
        IndexRow row = row(database, IndexRows.key(bucket, key));
        boolean others = row != null && !row.key().conversation().equals(key.conversation());
        return others && key instanceof EntryKey.OfSend send ? row(database, IndexRows.own(bucket, send)) : row;
    }

    private static @Nullable IndexRow row(Database database, byte[] key) throws RocksDBException {
        byte[] value = database.get(Family.INDEX, key);
        return value == null ? null : IndexRows.read(key, value);
    }
}
