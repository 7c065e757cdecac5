package chat.parley.embedded;

import chat.parley.domain.ConversationId;
import chat.parley.domain.Membership;
import chat.parley.domain.MembershipChange;
import chat.parley.domain.Position;
import chat.parley.domain.Roster;
import chat.parley.domain.Tenure;
import chat.parley.domain.UserId;
import chat.parley.embedded.RosterRows.ProfileRow;
import chat.parley.pipeline.port.Directory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** Reads and writes who is in which conversation. */
final class StoredRosters implements Directory {

    private final Engine engine;
    private final RosterCache cache;

    StoredRosters(Engine engine, RosterCache cache) {
        this.engine = engine;
        this.cache = cache;
    }

    @Override
    public @Nullable Roster roster(ConversationId conversation) {
        // The lock of the engine comes before that of the cache: who opens the database anew empties the cache.
        return engine.find(database -> cache.get(conversation, id -> load(database, id)));
    }

    @Override
    public Map<ConversationId, Membership> memberships(UserId user) {
        return engine.read(database -> {
            byte[] prefix = Keys.user(user);
            Map<ConversationId, Membership> memberships = new HashMap<>();
            try (RocksIterator rows = database.iterator(Family.MEMBERSHIPS)) {
                for (rows.seek(prefix); rows.isValid(); rows.next()) {
                    byte[] key = rows.key();
                    if (!Keys.hasPrefix(key, prefix)) {
                        break;
                    }
                    RowReader ids = RowReader.ofKey(key);
                    ids.id();
                    ConversationId conversation = new ConversationId(ids.id());
                    Membership membership = membership(database, user, conversation, key, rows.value());
                    if (membership != null) {
                        memberships.put(conversation, membership);
                    }
                }
                rows.status();
            }
            return memberships;
        });
    }

    /**
     * What is listed of a member repeats what the roster says. Where it is damaged the roster is read, so that one row
     * does not keep a user from all his conversations; where that is damaged too, it does.
     *
     * @return null when he is none
     */
    private static @Nullable Membership membership(
            Database database, UserId user, ConversationId conversation, byte[] key, byte[] value) {
        try {
            return StateRows.membership(key, value);
        } catch (DamagedRow e) {
            Roster roster = load(database, conversation);
            Tenure tenure = roster == null ? null : roster.member(user);
            return tenure == null ? null : Membership.of(tenure);
        }
    }

    /** Adds to a write what turns one roster into the next. */
    static void write(Changes changes, @Nullable Roster before, Roster after, MembershipChange change)
            throws RocksDBException {
        ConversationId id = change.conversation();
        byte[] profile = Keys.profile(id);
        changes.put(
                Family.MEMBERS, profile, RosterRows.profile(changes.row(), profile, after.profile(), after.version()));
        if (change.title() != null) {
            byte[] title = Keys.title(id, change.at());
            changes.put(Family.MEMBERS, title, RosterRows.title(changes.row(), title, change.title()));
        }
        Set<UserId> touched = new HashSet<>(change.opened().keySet());
        touched.addAll(change.closed());
        for (UserId user : touched) {
            writeTenures(changes, id, user, before, after);
        }
    }

    private static void writeTenures(
            Changes changes, ConversationId id, UserId user, @Nullable Roster before, Roster after)
            throws RocksDBException {
        List<Tenure> known = before == null ? List.of() : before.tenures().getOrDefault(user, List.of());
        for (Tenure tenure : after.tenures().getOrDefault(user, List.of())) {
            if (!known.contains(tenure)) {
                byte[] key = Keys.tenure(id, user, tenure.joined());
                changes.put(Family.MEMBERS, key, RosterRows.tenure(changes.row(), key, tenure));
            }
        }
        byte[] membership = Keys.membership(user, id);
        Tenure now = after.member(user);
        if (now == null) {
            changes.delete(Family.MEMBERSHIPS, membership);
        } else {
            byte[] row = StateRows.membership(changes.row(), membership, Membership.of(now));
            changes.put(Family.MEMBERSHIPS, membership, row);
        }
    }

    void committed(Map<ConversationId, Roster> rosters) {
        rosters.forEach(cache::put);
    }

    static @Nullable Roster load(Database database, ConversationId id) {
        try (RocksIterator rows = database.iterator(Family.MEMBERS)) {
            Roster roster = read(rows, id);
            rows.status();
            return roster;
        } catch (RocksDBException e) {
            throw new DamagedRow("the members of " + id + " cannot be read: " + e.getMessage());
        }
    }

    private static @Nullable Roster read(RocksIterator rows, ConversationId id) {
        byte[] prefix = Keys.conversation(id);
        ProfileRow profile = null;
        Map<Position, String> titles = new TreeMap<>();
        Map<UserId, List<Tenure>> tenures = new HashMap<>();
        for (rows.seek(prefix); rows.isValid(); rows.next()) {
            byte[] key = rows.key();
            if (!Keys.hasPrefix(key, prefix)) {
                break;
            }
            RowReader reader = RowReader.ofKey(key);
            reader.id();
            int kind = reader.int8();
            switch (kind) {
                case Keys.PROFILE -> profile = RosterRows.profile(key, rows.value());
                case Keys.TITLE -> titles.put(reader.position(), RosterRows.title(key, rows.value()));
                case Keys.TENURE -> {
                    UserId user = new UserId(reader.id());
                    Tenure tenure = RosterRows.tenure(reader.position(), key, rows.value());
                    tenures.computeIfAbsent(user, _ -> new ArrayList<>()).add(tenure);
                }
                default -> throw new DamagedRow("a roster has no rows of kind " + kind);
            }
        }
        return profile == null ? null : Roster.of(profile.profile(), profile.version(), titles, tenures);
    }
}
