package chat.parley.embedded;

import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** Shows all rows of a family, one after the other, and tells those that are not what was written. */
record RowWalk(Database database, Findings findings) {

    interface Look {
        void at(byte[] key, byte[] value) throws RocksDBException;
    }

    void through(Family family, Look look) throws RocksDBException {
        try (RocksIterator rows = database.stream(family)) {
            for (rows.seekToFirst(); rows.isValid(); rows.next()) {
                byte[] key = rows.key();
                try {
                    look.at(key, rows.value());
                } catch (DamagedRow | IllegalArgumentException e) {
                    findings.fault("family " + family.text(), whose(family, key) + "is damaged: " + e.getMessage());
                }
            }
            rows.status();
        }
    }

    private static String whose(Family family, byte[] key) {
        try {
            return family == Family.USERS ? "a row of " + AccountRows.userOf(key) + " " : "a row ";
        } catch (DamagedRow | IllegalArgumentException e) {
            return "a row's key ";
        }
    }
}
