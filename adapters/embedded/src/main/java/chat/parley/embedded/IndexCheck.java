package chat.parley.embedded;

import chat.parley.domain.ConversationId;
import chat.parley.domain.Message;
import chat.parley.domain.MessageId;
import chat.parley.domain.Position;
import chat.parley.embedded.RowCheck.Tally;
import chat.parley.embedded.StateRows.Floor;
import chat.parley.embedded.Verifier.Progress;
import chat.parley.pipeline.CatchUp.LogEnd;
import chat.parley.pipeline.EntryKey;
import chat.parley.pipeline.IndexRow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/**
 * Holds the index against the messages. They are in different orders, so what the rows sum up to is compared first; only
 * for conversations where that differs are the rows looked up one by one.
 */
final class IndexCheck {

    private static final int ROWS_BETWEEN_PROGRESS = 100_000;

    private final Database database;
    private final LogEnd covered;
    private final Position delivered;
    private final IndexSums expected;
    private final Findings findings;
    private final Tally tally;
    private final IndexSums found = new IndexSums();

    /** @param expected what the messages ask for */
    IndexCheck(
            Database database, LogEnd covered, Position delivered, IndexSums expected, Findings findings, Tally tally) {
        this.database = database;
        this.covered = covered;
        this.delivered = delivered;
        this.expected = expected;
        this.findings = findings;
        this.tally = tally;
    }

    void run(Consumer<Progress> progress) throws RocksDBException {
        long total = database.estimatedRows(Family.INDEX);
        long creations = 0;
        try (RocksIterator rows = database.stream(Family.INDEX)) {
            for (rows.seekToFirst(); rows.isValid(); rows.next()) {
                if (tally.indexRows++ % ROWS_BETWEEN_PROGRESS == 0) {
                    progress.accept(new Progress("index", tally.indexRows - 1, total));
                }
                IndexRow row = read(rows);
                if (row != null) {
                    creations += row.key() instanceof EntryKey.OfCreation ? 1 : 0;
                    check(row);
                }
            }
            rows.status();
        }
        if (creations > tally.conversations) {
            findings.fault(
                    "family index",
                    "it knows " + creations + " creations, and there are " + tally.conversations + " conversations");
        }
        if (!found.agreeOnAll(expected)) {
            messagesWithoutIndexRow();
            indexRowsWithoutMessage();
        }
    }

    private @Nullable IndexRow read(RocksIterator rows) {
        try {
            return IndexRows.read(rows.key(), rows.value());
        } catch (DamagedRow | IllegalArgumentException e) {
            findings.fault("family index, row " + tally.indexRows, String.valueOf(e.getMessage()));
            return null;
        }
    }

    private void check(IndexRow row) throws RocksDBException {
        if (row.position().isAfter(covered.position())) {
            findings.fault(
                    row.key().conversation(),
                    "an index row at " + row.position() + " is beyond everything that is stored");
        }
        tally.entriesUndelivered += row.position().isAfter(delivered) ? 1 : 0;
        if (row.messages() > 0 && !isExpired(row)) {
            found.add(row);
        }
    }

    private boolean isExpired(IndexRow row) throws RocksDBException {
        byte[] key = Keys.conversation(row.key().conversation());
        byte[] value = database.get(Family.FLOORS, key);
        Floor floor = value == null ? null : StateRows.floor(key, value);
        return floor != null && row.seq() <= floor.seq();
    }

    private void messagesWithoutIndexRow() throws RocksDBException {
        try (RocksIterator rows = database.stream(Family.MESSAGES)) {
            Message before = null;
            rows.seekToFirst();
            while (rows.isValid()) {
                ConversationId id = Keys.conversationOf(rows.key());
                if (found.agreeOn(id, expected)) {
                    rows.seek(Keys.behind(Keys.conversation(id)));
                    continue;
                }
                Message message = readMessage(rows);
                if (message != null && !isOfOneEntry(before, message)) {
                    checkIndexRow(message);
                }
                before = message;
                rows.next();
            }
            rows.status();
        }
    }

    private static boolean isOfOneEntry(@Nullable Message before, Message message) {
        return before != null
                && before.conversation().equals(message.conversation())
                && before.position().equals(message.position());
    }

    private static @Nullable Message readMessage(RocksIterator rows) {
        try {
            return MessageRow.read(rows.key(), rows.value());
        } catch (DamagedRow | IllegalArgumentException toldBefore) {
            return null;
        }
    }

    private void checkIndexRow(Message first) throws RocksDBException {
        IndexRow asked = MessageGroup.indexRow(first, 1);
        int bucket = IndexRows.bucket(asked.key(), asked.logTime());
        if (bucket != IndexRows.FOR_EVER && bucket < IndexRows.oldestBucket(covered.logTimeMillis())) {
            return;
        }
        try {
            IndexRow row = StoredIndex.row(database, bucket, asked.key());
            if (row == null) {
                findings.fault(first.conversation(), "seq " + first.seq() + " has no index row");
            } else if (!row.equals(MessageGroup.indexRow(first, row.messages()))) {
                findings.fault(
                        first.conversation(),
                        "seq " + first.seq() + " has the index row " + row + " instead of " + asked);
            }
        } catch (DamagedRow toldBefore) {
            // By the pass over the index.
        }
    }

    private void indexRowsWithoutMessage() throws RocksDBException {
        try (RocksIterator rows = database.stream(Family.INDEX)) {
            for (rows.seekToFirst(); rows.isValid(); rows.next()) {
                try {
                    IndexRow row = IndexRows.read(rows.key(), rows.value());
                    if (!found.agreeOn(row.key().conversation(), expected) && !isExpired(row)) {
                        checkMessages(row);
                    }
                } catch (DamagedRow | IllegalArgumentException toldBefore) {
                    // By the first pass.
                }
            }
            rows.status();
        }
    }

    private void checkMessages(IndexRow row) throws RocksDBException {
        for (int i = 0; i < row.messages(); i++) {
            if (!hasMessage(row, i)) {
                findings.fault(
                        row.key().conversation(),
                        "the index row of " + row.key() + " at " + row.position() + " has no message of seq "
                                + (row.seq() + i));
            }
        }
    }

    /** Messages of one entry have ids one behind the other, from the first on. */
    private boolean hasMessage(IndexRow row, int index) throws RocksDBException {
        MessageId id = new MessageId(row.id().value() + index);
        byte[] key = Keys.message(row.key().conversation(), id);
        byte[] value = database.get(Family.MESSAGES, key);
        if (value == null) {
            return false;
        }
        Message message = MessageRow.read(key, value);
        return message.position().equals(row.position()) && message.seq() == row.seq() + index;
    }
}
