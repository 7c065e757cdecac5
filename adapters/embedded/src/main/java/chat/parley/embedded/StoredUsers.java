package chat.parley.embedded;

import chat.parley.accounts.Account;
import chat.parley.accounts.User;
import chat.parley.accounts.port.UserRecords;
import chat.parley.domain.UserId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** Reads and writes users. A user's names are written with him in one write. */
final class StoredUsers implements UserRecords {

    private final Engine engine;

    StoredUsers(Engine engine) {
        this.engine = engine;
    }

    @Override
    public @Nullable Account find(UserId user) {
        return engine.find(database -> load(database, user));
    }

    static @Nullable Account load(Database database, UserId user) throws RocksDBException {
        byte[] key = Keys.account(user);
        byte[] value = database.get(Family.USERS, key);
        return value == null ? null : AccountRows.account(key, value);
    }

    @Override
    public boolean isTaken(UserId id) {
        return engine.read(database ->
                !named(database, Keys.NAME_IS_ID, id.value(), true, 1).isEmpty());
    }

    @Override
    public boolean register(Account account) {
        AtomicBoolean done = new AtomicBoolean();
        engine.write(() -> {
            if (!isTaken(account.user().id())) {
                engine.commitSynced(changes -> put(changes, account));
                done.set(true);
            }
        });
        return done.get();
    }

    @Override
    public void meet(UserId user, long atMillis) {
        if (find(user) != null) {
            return;
        }
        engine.write(() -> {
            if (find(user) == null) {
                engine.commit(null, changes -> put(changes, new Account(User.ofToken(user), null, atMillis)));
            }
        });
    }

    @Override
    public void replacePassword(UserId user, String before, String after) {
        engine.write(() -> {
            Account account = find(user);
            if (account != null && before.equals(account.passwordHash())) {
                Account changed = new Account(account.user(), after, account.createdAt());
                engine.commitSynced(changes -> put(changes, changed));
            }
        });
    }

    private static void put(Changes changes, Account account) {
        User user = account.user();
        byte[] key = Keys.account(user.id());
        changes.put(Family.USERS, key, AccountRows.account(changes.row(), key, account));
        for (byte[] name : names(user)) {
            changes.put(Family.NAMES, name, AccountRows.name(changes.row(), name));
        }
    }

    /** The keys of the names by which a user is found. */
    static List<byte[]> names(User user) {
        String id = user.id().value();
        byte[] byId = Keys.name(Keys.NAME_IS_ID, id, user.id());
        return Keys.folded(user.displayName()).equals(Keys.folded(id))
                ? List.of(byId)
                : List.of(byId, Keys.name(Keys.NAME_IS_SHOWN, user.displayName(), user.id()));
    }

    @Override
    public List<User> search(String beginning, int limit) {
        return engine.read(database -> {
            Set<UserId> found = new LinkedHashSet<>();
            if (UserId.isValid(beginning) && load(database, new UserId(beginning)) != null) {
                found.add(new UserId(beginning));
            }
            for (boolean whole : new boolean[] {true, false}) {
                found.addAll(named(database, Keys.NAME_IS_ID, beginning, whole, limit));
                found.addAll(named(database, Keys.NAME_IS_SHOWN, beginning, whole, limit));
            }
            List<User> users = new ArrayList<>();
            for (UserId id : found) {
                Account account = users.size() < limit ? load(database, id) : null;
                if (account != null) {
                    users.add(account.user());
                }
            }
            return users;
        });
    }

    /** @param whole whether the name is to be this text, and not only to begin with it */
    private static List<UserId> named(Database database, int kind, String beginning, boolean whole, int limit)
            throws RocksDBException {
        byte[] from = Keys.namesFrom(kind, beginning);
        byte[] prefix = whole ? Arrays.copyOf(from, from.length + 1) : from;
        List<UserId> users = new ArrayList<>();
        try (RocksIterator rows = database.iterator(Family.NAMES)) {
            for (rows.seek(prefix); rows.isValid() && users.size() < limit; rows.next()) {
                byte[] key = rows.key();
                if (!Keys.hasPrefix(key, prefix)) {
                    break;
                }
                RowReader.ofValue(key, rows.value()).end();
                users.add(userNamed(key));
            }
            rows.status();
        }
        return users;
    }

    static UserId userNamed(byte[] key) {
        RowReader ids = RowReader.ofKey(key).skip(1);
        ids.id();
        return new UserId(ids.id());
    }
}
