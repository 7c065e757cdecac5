package chat.parley.embedded;

import chat.parley.domain.ConversationId;
import chat.parley.domain.Message;
import chat.parley.domain.MessageId;
import chat.parley.domain.Position;
import chat.parley.pipeline.EntryKey;
import chat.parley.pipeline.Expired;
import chat.parley.pipeline.Head;
import chat.parley.pipeline.IndexRow;
import chat.parley.pipeline.port.MessageStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** Reads messages, heads and the index. */
final class StoredMessages implements MessageStore {

    /** Heads read in one call: bounds what is held besides the result. */
    private static final int HEADS_AT_ONCE = 1_000;

    private final Engine engine;
    private final StoredIndex index;

    StoredMessages(Engine engine, StoredIndex index) {
        this.engine = engine;
        this.index = index;
    }

    @Override
    public @Nullable Head head(ConversationId conversation) {
        byte[] key = Keys.conversation(conversation);
        return engine.find(database -> {
            byte[] value = database.get(Family.HEADS, key);
            return value == null ? null : StateRows.head(conversation, key, value);
        });
    }

    @Override
    public Map<ConversationId, Head> heads(Collection<ConversationId> conversations) {
        List<ConversationId> all = List.copyOf(conversations);
        Map<ConversationId, Head> heads = LinkedHashMap.newLinkedHashMap(all.size());
        for (int from = 0; from < all.size(); from += HEADS_AT_ONCE) {
            List<ConversationId> some = all.subList(from, Math.min(from + HEADS_AT_ONCE, all.size()));
            List<byte[]> keys = some.stream().map(Keys::conversation).toList();
            engine.run(database -> {
                List<byte @Nullable []> values = database.get(Family.HEADS, keys);
                for (int i = 0; i < some.size(); i++) {
                    byte[] value = values.get(i);
                    if (value != null) {
                        heads.put(some.get(i), StateRows.head(some.get(i), keys.get(i), value));
                    }
                }
            });
        }
        return heads;
    }

    @Override
    public @Nullable IndexRow latest(EntryKey key, Position atOrBefore) {
        return index.latest(key, atOrBefore);
    }

    @Override
    public List<Message> rowsAfter(ConversationId conversation, MessageId cursor, int limit) {
        byte[] prefix = Keys.conversation(conversation);
        byte[] from = Keys.message(conversation, cursor);
        return engine.read(database -> {
            try (RocksIterator rows = database.iterator(Family.MESSAGES)) {
                rows.seekForPrev(from);
                boolean anchored = rows.isValid() && Keys.hasPrefix(rows.key(), prefix);
                if (!anchored) {
                    rows.status();
                    rows.seek(from);
                }
                int max = anchored && limit < Integer.MAX_VALUE ? limit + 1 : limit;
                return collect(rows, prefix, max, true);
            }
        });
    }

    @Override
    public List<Message> rowsBefore(ConversationId conversation, MessageId before, int limit) {
        byte[] prefix = Keys.conversation(conversation);
        byte[] from = Keys.message(conversation, before);
        return engine.read(database -> {
            try (RocksIterator rows = database.iterator(Family.MESSAGES)) {
                rows.seekForPrev(from);
                if (rows.isValid() && Keys.isMessage(rows.key(), prefix, before)) {
                    rows.prev();
                }
                return collect(rows, prefix, limit, false);
            }
        });
    }

    private static List<Message> collect(RocksIterator rows, byte[] prefix, int max, boolean forwards)
            throws RocksDBException {
        List<Message> messages = new ArrayList<>();
        while (rows.isValid() && messages.size() < max) {
            byte[] key = rows.key();
            if (!Keys.hasPrefix(key, prefix)) {
                break;
            }
            messages.add(MessageRow.read(key, rows.value()));
            if (forwards) {
                rows.next();
            } else {
                rows.prev();
            }
        }
        rows.status();
        return messages;
    }

    @Override
    public Expired expired(ConversationId conversation) {
        byte[] key = Keys.conversation(conversation);
        return engine.read(database -> {
            byte[] value = database.get(Family.FLOORS, key);
            return value == null ? Expired.NOTHING : StateRows.floor(key, value).expired();
        });
    }
}
