package chat.parley.embedded;

import chat.parley.domain.ConversationId;
import chat.parley.domain.Membership;
import chat.parley.domain.Tenure;
import chat.parley.domain.UserId;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/**
 * Turns rows of an older format into those of {@link DataDirectory#FORMAT}, when the database was opened and before
 * anybody uses it. The directory says the new format only afterwards: after a crash in between all of it is done again,
 * to the same end. Families of rows that are missing were made by opening it.
 *
 * <p>A damaged row ends it, with the directory still of the older format: what cannot be read cannot be carried over.
 */
final class Upgrade {

    /** In one write: a megabyte or two. */
    private static final int ROWS = 10_000;

    private Upgrade() {}

    /** @param format of the directory; nothing is done when it is the newest */
    static void bring(Database database, int format) throws RocksDBException {
        if (format < 2) {
            listMemberships(database);
        }
    }

    /** Format 1 had only the position in these rows; from what members hold, they are as if written today. */
    private static void listMemberships(Database database) throws RocksDBException {
        try (RocksIterator rows = database.stream(Family.MEMBERS);
                Changes changes = new Changes(database)) {
            int waiting = 0;
            for (rows.seekToFirst(); rows.isValid(); rows.next()) {
                if (list(changes, rows.key(), rows.value()) && ++waiting == ROWS) {
                    changes.writeTo(database, true);
                    changes.begin();
                    waiting = 0;
                }
            }
            rows.status();
            changes.writeTo(database, true);
        }
    }

    /** @return whether the row is of one who is a member now */
    private static boolean list(Changes changes, byte[] key, byte[] value) {
        RowReader ids = RowReader.ofKey(key);
        ConversationId conversation = new ConversationId(ids.id());
        if (ids.int8() != Keys.TENURE) {
            return false;
        }
        UserId user = new UserId(ids.id());
        Tenure tenure = RosterRows.tenure(ids.position(), key, value);
        if (!tenure.isOpen()) {
            return false;
        }
        byte[] listed = Keys.membership(user, conversation);
        changes.put(Family.MEMBERSHIPS, listed, StateRows.membership(changes.row(), listed, Membership.of(tenure)));
        return true;
    }
}
