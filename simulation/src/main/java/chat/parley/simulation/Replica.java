package chat.parley.simulation;

import chat.parley.domain.ConversationId;
import chat.parley.domain.Message;
import chat.parley.domain.MessageId;
import chat.parley.domain.Position;
import chat.parley.domain.ReceiptKind;
import chat.parley.domain.UserId;
import chat.parley.pipeline.Cursor;
import chat.parley.pipeline.EntryKey;
import chat.parley.pipeline.Head;
import chat.parley.pipeline.IndexRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One of three that hold the same, more or less. What it has taken it never loses. */
final class Replica {

    record Reader(ConversationId conversation, UserId user, ReceiptKind kind) {
        static Reader of(Cursor cursor) {
            return new Reader(cursor.conversation(), cursor.user(), cursor.kind());
        }
    }

    private final Map<ConversationId, TreeMap<MessageId, Cell<Message>>> messages = new HashMap<>();
    private final Map<EntryKey, TreeMap<Position, Cell<IndexRow>>> index = new HashMap<>();
    private final Map<ConversationId, Cell<Head>> heads = new HashMap<>();
    private final Map<Reader, Cell<Cursor>> cursors = new HashMap<>();
    private boolean down;

    boolean down() {
        return down;
    }

    void down(boolean now) {
        down = now;
    }

    /** All of them at once, or, by a crash, none. */
    void putMessages(ConversationId conversation, List<Cell<Message>> rows) {
        TreeMap<MessageId, Cell<Message>> all = messages.computeIfAbsent(conversation, _ -> new TreeMap<>());
        rows.forEach(row -> all.merge(row.value().id(), row, Cell::later));
    }

    void putIndex(Cell<IndexRow> row) {
        index.computeIfAbsent(row.value().key(), _ -> new TreeMap<>())
                .merge(row.value().position(), row, Cell::later);
    }

    void putHead(Cell<Head> head) {
        heads.merge(head.value().conversation(), head, Cell::later);
    }

    void putCursor(Cell<Cursor> cursor) {
        cursors.merge(Reader.of(cursor.value()), cursor, Cell::later);
    }

    NavigableMap<MessageId, Cell<Message>> messages(ConversationId conversation) {
        return messages.getOrDefault(conversation, new TreeMap<>());
    }

    @Nullable
    Cell<IndexRow> latest(EntryKey key, Position atOrBefore, long nowMillis) {
        TreeMap<Position, Cell<IndexRow>> rows = index.getOrDefault(key, new TreeMap<>());
        for (Cell<IndexRow> row : rows.headMap(atOrBefore, true).descendingMap().values()) {
            if (row.expiresMillis() > nowMillis) {
                return row;
            }
        }
        return null;
    }

    @Nullable
    Cell<Head> head(ConversationId conversation) {
        return heads.get(conversation);
    }

    @Nullable
    Cell<Cursor> cursor(Reader reader) {
        return cursors.get(reader);
    }
}
