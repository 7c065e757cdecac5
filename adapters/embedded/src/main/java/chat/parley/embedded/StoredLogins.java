package chat.parley.embedded;

import chat.parley.accounts.Device;
import chat.parley.accounts.LoginSession;
import chat.parley.accounts.port.LoginRecords;
import chat.parley.domain.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** Reads and writes the logins that go on. */
final class StoredLogins implements LoginRecords {

    private final Engine engine;
    private final TargetCache targets;

    StoredLogins(Engine engine, TargetCache targets) {
        this.engine = engine;
        this.targets = targets;
    }

    @Override
    public @Nullable LoginSession find(UserId user, String login) {
        return engine.find(database -> load(database, user, login));
    }

    static @Nullable LoginSession load(Database database, UserId user, String login) throws RocksDBException {
        byte[] key = Keys.login(user, login);
        byte[] value = database.get(Family.USERS, key);
        return value == null ? null : AccountRows.login(key, value);
    }

    @Override
    public List<LoginSession> of(UserId user) {
        return engine.read(database -> UserRows.of(database, user, Keys.LOGIN, AccountRows::login));
    }

    @Override
    public void add(LoginSession session) {
        engine.write(() -> engine.commitSynced(changes -> put(changes, session)));
    }

    @Override
    public boolean replace(LoginSession before, LoginSession after) {
        AtomicBoolean done = new AtomicBoolean();
        engine.write(() -> {
            if (before.equals(find(before.user(), before.id()))) {
                engine.commitSynced(changes -> put(changes, after));
                done.set(true);
            }
        });
        return done.get();
    }

    @Override
    public void end(UserId user, String login) {
        engine.write(() -> {
            if (find(user, login) != null) {
                List<Device> used = usedBy(user, login);
                engine.commitSynced(changes -> remove(changes, user, login, used));
                targets.forget(user);
            }
        });
    }

    @Override
    public void removeUnusedSince(long millis) {
        List<LoginSession> unused = engine.read(database -> unused(database, millis));
        for (LoginSession session : unused) {
            engine.write(() -> {
                if (session.equals(find(session.user(), session.id()))) {
                    List<Device> used = usedBy(session.user(), session.id());
                    engine.commit(null, changes -> remove(changes, session.user(), session.id(), used));
                    targets.forget(session.user());
                }
            });
        }
    }

    private static List<LoginSession> unused(Database database, long millis) throws RocksDBException {
        List<LoginSession> unused = new ArrayList<>();
        try (RocksIterator rows = database.stream(Family.USERS)) {
            for (rows.seekToFirst(); rows.isValid(); rows.next()) {
                byte[] key = rows.key();
                if (AccountRows.kindOf(key) == Keys.LOGIN) {
                    LoginSession session = AccountRows.login(key, rows.value());
                    if (session.usedAt() < millis) {
                        unused.add(session);
                    }
                }
            }
            rows.status();
        }
        return unused;
    }

    private List<Device> usedBy(UserId user, String login) {
        return engine.read(database -> UserRows.of(database, user, Keys.DEVICE, AccountRows::device)).stream()
                .filter(device -> login.equals(device.login()))
                .toList();
    }

    private static void put(Changes changes, LoginSession session) {
        byte[] key = Keys.login(session.user(), session.id());
        changes.put(Family.USERS, key, AccountRows.login(changes.row(), key, session));
    }

    private static void remove(Changes changes, UserId user, String login, List<Device> used) {
        changes.delete(Family.USERS, Keys.login(user, login));
        for (Device device : used) {
            StoredDevices.dropPushToken(changes, device);
        }
    }
}
