package chat.parley.embedded;

import chat.parley.domain.Position;
import chat.parley.pipeline.CatchUp.LogEnd;
import org.rocksdb.RocksDBException;

/** Where the conversation log stands, as it is stored: written by who writes batches, read by everybody. */
final class LogState {

    private static final LogEnd START = new LogEnd(Position.START, 0);

    private volatile LogEnd covered = START;
    private volatile Position reserved = Position.START;

    void load(Database database) throws RocksDBException {
        byte[] end = database.get(Family.META, Keys.COVERED);
        covered = end == null ? START : StateRows.logEnd(Keys.COVERED, end);
        byte[] limit = database.get(Family.META, Keys.RESERVED);
        reserved = limit == null ? Position.START : StateRows.position(Keys.RESERVED, limit);
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
