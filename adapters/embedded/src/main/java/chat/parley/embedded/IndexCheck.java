package chat.parley.embedded;

import chat.parley.domain.ConversationId;
import chat.parley.domain.Message;
import chat.parley.domain.MessageId;
import chat.parley.embedded.StateRows.Floor;
import chat.parley.pipeline.CatchUp.LogEnd;
import chat.parley.pipeline.IndexRow;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** For a conversation whose index and messages do not sum up to the same: finds the rows that differ. */
final class IndexCheck {

    private final Database database;
    private final ConversationId id;
    private final Floor floor;
    private final int newestBucket;
    private final int oldestBucket;
    private final Findings findings;

    IndexCheck(Database database, ConversationId id, Floor floor, LogEnd covered, Findings findings) {
        this.database = database;
        this.id = id;
        this.floor = floor;
        this.newestBucket = Keys.bucket(covered.logTimeMillis());
        this.oldestBucket = Keys.oldestBucket(covered.logTimeMillis());
        this.findings = findings;
    }

    void run() throws RocksDBException {
        messagesWithoutIndexRow();
        indexRowsWithoutMessage(Keys.FOR_EVER);
        for (int bucket = oldestBucket; bucket <= newestBucket; bucket++) {
            indexRowsWithoutMessage(bucket);
        }
    }

    private void messagesWithoutIndexRow() throws RocksDBException {
        byte[] prefix = Keys.conversation(id);
        try (RocksIterator rows = database.stream(Family.MESSAGES)) {
            Message before = null;
            for (rows.seek(prefix); rows.isValid() && Keys.hasPrefix(rows.key(), prefix); rows.next()) {
                Message message = read(rows);
                if (message != null && (before == null || !before.position().equals(message.position()))) {
                    checkIndexRow(message);
                }
                before = message;
            }
            rows.status();
        }
    }

    private static @Nullable Message read(RocksIterator rows) {
        try {
            return MessageRow.read(rows.key(), rows.value());
        } catch (DamagedRow | IllegalArgumentException toldBefore) {
            return null;
        }
    }

    private void checkIndexRow(Message first) throws RocksDBException {
        IndexRow expected = MessageGroup.indexRow(first, 1);
        int bucket = Keys.bucket(expected.key(), expected.logTime());
        if (bucket != Keys.FOR_EVER && bucket < oldestBucket) {
            return;
        }
        byte[] key = Keys.index(bucket, expected.key());
        byte[] value = database.get(Family.INDEX, key);
        if (value == null) {
            findings.fault(id, "seq " + first.seq() + " has no index row");
            return;
        }
        try {
            IndexRow row = StateRows.index(key, value);
            IndexRow counted = MessageGroup.indexRow(first, row.messages());
            if (!row.equals(counted)) {
                findings.fault(id, "seq " + first.seq() + " has the index row " + row + " instead of " + counted);
            }
        } catch (DamagedRow toldBefore) {
            // By the pass over the index.
        }
    }

    private void indexRowsWithoutMessage(int bucket) throws RocksDBException {
        byte[] prefix = Keys.inBucket(bucket, id);
        try (RocksIterator rows = database.stream(Family.INDEX)) {
            for (rows.seek(prefix); rows.isValid() && Keys.hasPrefix(rows.key(), prefix); rows.next()) {
                checkMessages(rows);
            }
            rows.status();
        }
    }

    private void checkMessages(RocksIterator rows) throws RocksDBException {
        try {
            IndexRow row = StateRows.index(rows.key(), rows.value());
            if (row.messages() == 0 || row.seq() <= floor.seq()) {
                return;
            }
            for (int i = 0; i < row.messages(); i++) {
                if (!hasMessage(row, i)) {
                    findings.fault(
                            id,
                            "the index row of " + row.key() + " at " + row.position() + " has no message of seq "
                                    + (row.seq() + i));
                }
            }
        } catch (DamagedRow | IllegalArgumentException toldBefore) {
            // By the pass over the index.
        }
    }

    /** Messages of one entry have ids one behind the other, from the first on. */
    private boolean hasMessage(IndexRow row, int index) throws RocksDBException {
        byte[] key = Keys.message(id, new MessageId(row.id().value() + index));
        byte[] value = database.get(Family.MESSAGES, key);
        if (value == null) {
            return false;
        }
        Message message = MessageRow.read(key, value);
        return message.position().equals(row.position()) && message.seq() == row.seq() + index;
    }
}
