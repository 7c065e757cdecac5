package chat.parley.embedded;

import chat.parley.domain.ConversationId;
import chat.parley.domain.UserId;
import chat.parley.push.Preferences;
import chat.parley.push.Preferences.OfConversation;
import chat.parley.push.Preferences.Preview;
import chat.parley.push.port.PreferenceRecords;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/**
 * Reads and writes how users want to be woken. A default is no row. One that cannot be read holds nobody up: of a
 * conversation it is the default, and of a user that shows the least.
 */
final class StoredPreferences implements PreferenceRecords {

    private static final Preferences UNREADABLE = new Preferences(Preview.NOTHING, null);

    private final Engine engine;

    StoredPreferences(Engine engine) {
        this.engine = engine;
    }

    @Override
    public Preferences of(UserId user) {
        byte[] key = PreferenceRows.key(user);
        return engine.read(database -> {
            byte[] value = database.get(Family.PREFERENCES, key);
            return value == null ? Preferences.DEFAULT : readable(key, value);
        });
    }

    private static Preferences readable(byte[] key, byte[] value) {
        try {
            return PreferenceRows.read(key, value);
        } catch (DamagedRow e) {
            return UNREADABLE;
        }
    }

    @Override
    public void put(UserId user, Preferences preferences) {
        byte[] key = PreferenceRows.key(user);
        engine.write(() -> engine.commitSynced(changes -> {
            if (preferences.equals(Preferences.DEFAULT)) {
                changes.delete(Family.PREFERENCES, key);
            } else {
                changes.put(Family.PREFERENCES, key, PreferenceRows.write(changes.row(), key, preferences));
            }
        }));
    }

    @Override
    public void put(UserId user, ConversationId conversation, OfConversation preferences) {
        byte[] key = PreferenceRows.key(conversation, user);
        engine.write(() -> engine.commitSynced(changes -> {
            if (preferences.equals(OfConversation.DEFAULT)) {
                changes.delete(Family.PREFERENCES, key);
            } else {
                changes.put(Family.PREFERENCES, key, PreferenceRows.write(changes.row(), key, preferences));
            }
        }));
    }

    /**
     * Mostly few members have set anything, and all that the conversation has is read; where more have than are asked for,
     * these are looked up.
     */
    @Override
    public Map<UserId, OfConversation> of(ConversationId conversation, Collection<UserId> users) {
        if (users.isEmpty()) {
            return Map.of();
        }
        Set<UserId> asked = new HashSet<>(users);
        return engine.read(database -> {
            Map<UserId, OfConversation> all = all(database, conversation, asked.size());
            if (all == null) {
                return lookedUp(database, conversation, asked);
            }
            all.keySet().retainAll(asked);
            return all;
        });
    }

    /** @return null when there are more than so many */
    private static @Nullable Map<UserId, OfConversation> all(Database database, ConversationId conversation, int max)
            throws RocksDBException {
        byte[] prefix = PreferenceRows.of(conversation);
        Map<UserId, OfConversation> all = new HashMap<>();
        try (RocksIterator rows = database.iterator(Family.PREFERENCES)) {
            int count = 0;
            for (rows.seek(prefix); rows.isValid(); rows.next()) {
                byte[] key = rows.key();
                if (!Keys.hasPrefix(key, prefix)) {
                    break;
                }
                if (++count > max) {
                    return null;
                }
                add(all, PreferenceRows.userOf(key), key, rows.value());
            }
            rows.status();
        }
        return all;
    }

    private static Map<UserId, OfConversation> lookedUp(
            Database database, ConversationId conversation, Collection<UserId> users) throws RocksDBException {
        List<UserId> asked = List.copyOf(users);
        List<byte[]> keys = asked.stream()
                .map(user -> PreferenceRows.key(conversation, user))
                .toList();
        List<byte @Nullable []> values = database.get(Family.PREFERENCES, keys);
        Map<UserId, OfConversation> found = new HashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            byte[] value = values.get(i);
            if (value != null) {
                add(found, asked.get(i), keys.get(i), value);
            }
        }
        return found;
    }

    private static void add(Map<UserId, OfConversation> to, UserId user, byte[] key, byte[] value) {
        try {
            to.put(user, PreferenceRows.readOfConversation(key, value));
        } catch (DamagedRow e) {
            // As if there were none.
        }
    }
}
