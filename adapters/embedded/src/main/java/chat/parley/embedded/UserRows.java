package chat.parley.embedded;

import chat.parley.domain.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** Reads the rows of a kind that a user has. */
final class UserRows {

    private UserRows() {}

    static <T> List<T> of(Database database, UserId user, int kind, BiFunction<byte[], byte[], T> codec)
            throws RocksDBException {
        byte[] prefix = Keys.ofUser(user, kind);
        List<T> found = new ArrayList<>();
        try (RocksIterator rows = database.iterator(Family.USERS)) {
            for (rows.seek(prefix); rows.isValid(); rows.next()) {
                byte[] key = rows.key();
                if (!Keys.hasPrefix(key, prefix)) {
                    break;
                }
                found.add(codec.apply(key, rows.value()));
            }
            rows.status();
        }
        return found;
    }
}
