package chat.parley.embedded;

import chat.parley.domain.ConversationId;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** The rows of one family in the order of their conversations, to be read side by side with those of others. */
final class ConversationRows implements AutoCloseable {

    private final RocksIterator rows;

    private byte @Nullable [] key;
    private @Nullable ConversationId conversation;

    ConversationRows(Database database, Family family) throws RocksDBException {
        this.rows = database.stream(family);
        rows.seekToFirst();
        take();
    }

    /** Whose the row is; null behind the last. */
    @Nullable
    ConversationId conversation() {
        return conversation;
    }

    /** Whether there is a row, and it is this conversation's. */
    boolean isOf(ConversationId one) {
        return one.equals(conversation);
    }

    byte[] key() {
        byte[] here = key;
        if (here == null) {
            throw new IllegalStateException("behind the last row");
        }
        return here;
    }

    byte[] value() {
        return rows.value();
    }

    void next() throws RocksDBException {
        rows.next();
        take();
    }

    private void take() throws RocksDBException {
        if (!rows.isValid()) {
            rows.status();
            key = null;
            conversation = null;
            return;
        }
        byte[] here = rows.key();
        key = here;
        conversation = Keys.conversationOf(here);
    }

    @Override
    public void close() {
        rows.close();
    }
}
