package chat.parley.embedded;

import chat.parley.domain.ConversationId;
import chat.parley.domain.ReceiptKind;
import chat.parley.domain.UserId;
import chat.parley.pipeline.Cursor;
import chat.parley.pipeline.port.Cursors;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/** Reads and moves cursors. */
final class StoredCursors implements Cursors {

    /** Cursors read in one call: bounds what is held besides the result. */
    private static final int CURSORS_AT_ONCE = 1_000;

    private final Engine engine;

    StoredCursors(Engine engine) {
        this.engine = engine;
    }

    @Override
    public List<Cursor> of(ConversationId conversation, Collection<UserId> users) {
        List<Place> places = new ArrayList<>(2 * users.size());
        for (UserId user : users) {
            for (ReceiptKind kind : ReceiptKind.values()) {
                places.add(new Place(conversation, user, kind));
            }
        }
        return read(places);
    }

    @Override
    public Map<ConversationId, Cursor> read(UserId user, Collection<ConversationId> conversations) {
        List<Place> places = conversations.stream()
                .map(conversation -> new Place(conversation, user, ReceiptKind.READ))
                .toList();
        Map<ConversationId, Cursor> read = HashMap.newHashMap(places.size());
        read(places).forEach(cursor -> read.put(cursor.conversation(), cursor));
        return read;
    }

    /** Not synced, as losing the last seconds of them loses no message. */
    @Override
    public void advance(Collection<Cursor> cursors) {
        Map<Place, Cursor> furthest = new HashMap<>();
        cursors.forEach(one -> furthest.merge(
                new Place(one.conversation(), one.user(), one.kind()), one, (a, b) -> b.seq() > a.seq() ? b : a));
        engine.write(() -> engine.commit(null, changes -> write(changes, furthest.values(), Map.of())));
    }

    /**
     * Only forward: what is written again, or late, may be older than what is there. At a message of this very batch there
     * is no need to look: nobody can have read as far.
     *
     * @param firstSeqs where the messages that are new with this write begin in each conversation
     */
    static void write(Changes changes, Collection<Cursor> cursors, Map<ConversationId, Long> firstSeqs)
            throws RocksDBException {
        for (Cursor cursor : cursors) {
            byte[] key = Keys.cursor(cursor.conversation(), cursor.user(), cursor.kind());
            boolean ahead = cursor.seq() >= firstSeqs.getOrDefault(cursor.conversation(), Long.MAX_VALUE);
            byte[] before = ahead ? null : changes.stored(Family.CURSORS, key);
            if (before == null || isBehind(key, before, cursor)) {
                changes.put(Family.CURSORS, key, StateRows.cursor(changes.row(), key, cursor));
            }
        }
    }

    /** One that cannot be read is written over: it says nothing, and would hold up all others. */
    private static boolean isBehind(byte[] key, byte[] before, Cursor cursor) {
        try {
            return StateRows.cursor(key, before).seq() < cursor.seq();
        } catch (DamagedRow e) {
            return true;
        }
    }

    private List<Cursor> read(List<Place> places) {
        List<Cursor> found = new ArrayList<>();
        for (int from = 0; from < places.size(); from += CURSORS_AT_ONCE) {
            List<byte[]> keys = places.subList(from, Math.min(from + CURSORS_AT_ONCE, places.size())).stream()
                    .map(place -> Keys.cursor(place.conversation, place.user, place.kind))
                    .toList();
            engine.run(database -> {
                List<byte @Nullable []> values = database.get(Family.CURSORS, keys);
                for (int i = 0; i < keys.size(); i++) {
                    byte[] value = values.get(i);
                    if (value != null) {
                        found.add(StateRows.cursor(keys.get(i), value));
                    }
                }
            });
        }
        return found;
    }

    private record Place(ConversationId conversation, UserId user, ReceiptKind kind) {}
}
