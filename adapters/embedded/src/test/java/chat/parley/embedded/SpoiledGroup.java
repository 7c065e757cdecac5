package chat.parley.embedded;

import chat.parley.domain.ConversationId;
import chat.parley.domain.Position;
import java.util.Objects;
import org.rocksdb.RocksDBException;

/** Places of interest for {@link Spoiling}. */
final class SpoiledGroup {

    private SpoiledGroup() {}

    static Position founded(Tampered data, ConversationId group) {
        return Objects.requireNonNull(StoredRosters.load(data.database(), group))
                .titles()
                .keySet()
                .iterator()
                .next();
    }

    static Position last(Tampered data) {
        try {
            return StoredEvents.last(data.database(), Position.START);
        } catch (RocksDBException e) {
            throw new AssertionError(e);
        }
    }
}
