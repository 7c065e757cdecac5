package chat.parley.embedded;

import chat.parley.domain.Position;
import chat.parley.pipeline.CatchUp.LogEnd;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** Where the conversation log stands, as it is stored: written by who writes batches, read by everybody. */
final class LogState {

    private static final LogEnd START = new LogEnd(Position.START, 0);

    private volatile LogEnd covered = START;
    private volatile Position reserved = Position.START;
    private volatile int firstBucket = Integer.MAX_VALUE;

    void load(Database database) throws RocksDBException {
        byte[] end = database.get(Family.META, Keys.COVERED);
        covered = end == null ? START : StateRows.logEnd(Keys.COVERED, end);
        byte[] limit = database.get(Family.META, Keys.RESERVED);
        reserved = limit == null ? Position.START : StateRows.position(Keys.RESERVED, limit);
        firstBucket = firstBucket(database);
    }

    private static int firstBucket(Database database) throws RocksDBException {
        try (RocksIterator rows = database.iterator(Family.INDEX)) {
            rows.seek(IndexRows.start(IndexRows.FOR_EVER + 1));
            rows.status();
            return rows.isValid() ? IndexRows.bucketOf(rows.key()) : Integer.MAX_VALUE;
        }
    }

    /**
     * The oldest bucket of the index in which a row that counts may be. A data directory that is younger than what is kept
     * has fewer, and a look into one in vain is much of what a send costs.
     */
    int oldestBucket() {
        return Math.max(IndexRows.oldestBucket(covered.logTimeMillis()), firstBucket);
    }

    /** A row is about to be written to a bucket. Called by whoever writes, who is one at a time. */
    void indexing(int bucket) {
        if (bucket != IndexRows.FOR_EVER) {
            firstBucket = Math.min(firstBucket, bucket);
        }
    }

    /** Up to where everything that was decided is stored; log times of what is stored are not above its. */
    LogEnd covered() {
        return covered;
    }

    void covered(LogEnd end) {
        covered = end;
    }

    /** Positions up to here may have been given out, whether anything is stored of them or not. */
    Position reserved() {
        return reserved;
    }

    void reserved(Position limit) {
        reserved = limit;
    }
}
