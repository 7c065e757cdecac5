package chat.parley.embedded;

import chat.parley.domain.ClientMsgId;
import chat.parley.domain.ConversationId;
import chat.parley.domain.UserId;
import chat.parley.pipeline.EntryKey;
import chat.parley.pipeline.IndexRow;
import java.util.HashMap;
import java.util.Map;
import org.rocksdb.RocksDBException;

/** Adds the index rows of one batch to its write. */
final class IndexWriter {

    private record Sent(UserId sender, ClientMsgId key) {}

    private final Changes changes;
    private final LogState state;

    /** Whose row stands under a key that this batch has put. */
    private final Map<Sent, ConversationId> holders = new HashMap<>();

    IndexWriter(Changes changes, LogState state) {
        this.changes = changes;
        this.state = state;
    }

    void write(IndexRow row) throws RocksDBException {
        int bucket = IndexRows.bucket(row.key(), row.logTime());
        state.indexing(bucket);
        byte[] key = IndexRows.key(bucket, row.key());
        if (row.key() instanceof EntryKey.OfSend send && !send.conversation().equals(holder(send, key))) {
            key = IndexRows.own(bucket, send);
        }
        changes.put(Family.INDEX, key, IndexRows.write(changes.row(), key, row));
    }

    /** The conversation that has used the sender's key first. */
    private ConversationId holder(EntryKey.OfSend send, byte[] key) throws RocksDBException {
        byte[] stored = changes.stored(Family.INDEX, key);
        if (stored != null) {
            return IndexRows.read(key, stored).key().conversation();
        }
        ConversationId own = send.conversation();
        ConversationId before = holders.putIfAbsent(new Sent(send.sender(), send.clientMsgId()), own);
        return before == null ? own : before;
    }
}
