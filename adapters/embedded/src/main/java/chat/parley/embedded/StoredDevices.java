package chat.parley.embedded;

import chat.parley.accounts.Device;
import chat.parley.accounts.Sighting;
import chat.parley.accounts.port.DeviceRecords;
import chat.parley.domain.DeviceId;
import chat.parley.domain.Platform;
import chat.parley.domain.UserId;
import chat.parley.embedded.AccountRows.Owner;
import chat.parley.push.PushTarget;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/** Reads and writes devices. Whose a push token is, is written with the device in one write. */
final class StoredDevices implements DeviceRecords {

    private final Engine engine;
    private final TargetCache targets;

    StoredDevices(Engine engine, TargetCache targets) {
        this.engine = engine;
        this.targets = targets;
    }

    @Override
    public @Nullable Device find(UserId user, DeviceId device) {
        return engine.find(database -> load(database, user, device));
    }

    static @Nullable Device load(Database database, UserId user, DeviceId device) throws RocksDBException {
        byte[] key = Keys.device(user, device);
        byte[] value = database.get(Family.USERS, key);
        return value == null ? null : AccountRows.device(key, value);
    }

    @Override
    public List<Device> of(UserId user) {
        return engine.read(database -> UserRows.of(database, user, Keys.DEVICE, AccountRows::device));
    }

    @Override
    public boolean put(Device device, int perUserMax) {
        AtomicBoolean done = new AtomicBoolean();
        engine.write(() -> {
            String login = device.login();
            if (login != null && engine.find(database -> StoredLogins.load(database, device.user(), login)) == null) {
                return;
            }
            Map<DeviceId, Device> all = byId(device.user());
            Device before = all.put(device.id(), device);
            Device other = holder(device);
            List<Device> gone = beyond(all, perUserMax);
            engine.commitSynced(changes -> {
                if (before != null) {
                    dropPushToken(changes, before);
                }
                if (other != null) {
                    dropPushToken(changes, other);
                }
                gone.forEach(one -> remove(changes, one));
                write(changes, device);
            });
            targets.forget(device.user());
            if (other != null) {
                targets.forget(other.user());
            }
            done.set(true);
        });
        return done.get();
    }

    /** Another device that has its push token. */
    private @Nullable Device holder(Device device) {
        Platform platform = device.platform();
        String token = device.pushToken();
        if (platform == null || token == null) {
            return null;
        }
        byte[] key = Keys.pushToken(platform, token);
        return engine.find(database -> {
            byte[] value = database.get(Family.PUSH_TOKENS, key);
            Owner owner = value == null ? null : AccountRows.owner(key, value);
            return owner == null || owner.equals(new Owner(device.user(), device.id()))
                    ? null
                    : load(database, owner.user(), owner.device());
        });
    }

    @Override
    public void seen(Collection<Sighting> sightings, int perUserMax) {
        Map<UserId, List<Sighting>> byUser = sightings.stream().collect(Collectors.groupingBy(Sighting::user));
        Set<UserId> lessened = new HashSet<>();
        engine.write(() -> {
            engine.commit(null, changes -> seen(changes, byUser, perUserMax, lessened));
            lessened.forEach(targets::forget);
        });
    }

    /** @param lessened gets the users who have a device less */
    private void seen(Changes changes, Map<UserId, List<Sighting>> byUser, int perUserMax, Set<UserId> lessened) {
        for (Map.Entry<UserId, List<Sighting>> user : byUser.entrySet()) {
            Map<DeviceId, Device> all = byId(user.getKey());
            List<DeviceId> touched = new ArrayList<>();
            for (Sighting one : user.getValue()) {
                Device before = all.get(one.device());
                if (before == null && !one.adds()) {
                    continue;
                }
                Device known = before != null
                        ? before
                        : new Device(one.user(), one.device(), null, null, one.at(), one.login());
                all.put(one.device(), known.seen(one.at(), one.login()));
                touched.add(one.device());
            }
            for (Device one : beyond(all, perUserMax)) {
                remove(changes, one);
                lessened.add(one.user());
            }
            for (DeviceId id : touched) {
                Device device = all.get(id);
                if (device != null) {
                    write(changes, device);
                }
            }
        }
    }

    @Override
    public boolean remove(UserId user, DeviceId device) {
        AtomicBoolean done = new AtomicBoolean();
        engine.write(() -> {
            Device known = find(user, device);
            if (known != null) {
                engine.commitSynced(changes -> remove(changes, known));
                targets.forget(user);
                done.set(true);
            }
        });
        return done.get();
    }

    /** A target's token is good no more. Not synced: should it be lost, the platform says so again. */
    void gone(PushTarget target, long atMillis) {
        engine.write(() -> {
            Device known = find(target.user(), target.device());
            if (known != null
                    && known.platform() == target.platform()
                    && target.token().equals(known.pushToken())) {
                engine.commit(null, changes -> {
                    forgetPushToken(changes, known);
                    write(changes, known.tokenGone(atMillis));
                });
                targets.forget(target.user());
            }
        });
    }

    private Map<DeviceId, Device> byId(UserId user) {
        Map<DeviceId, Device> all = new HashMap<>();
        of(user).forEach(device -> all.put(device.id(), device));
        return all;
    }

    /** Takes out those that are too many. */
    private static List<Device> beyond(Map<DeviceId, Device> all, int max) {
        List<Device> gone = all.values().stream()
                .sorted(Comparator.comparingLong(Device::lastSeen))
                .limit(Math.max(0, all.size() - max))
                .toList();
        gone.forEach(one -> all.remove(one.id()));
        return gone;
    }

    static void dropPushToken(Changes changes, Device device) {
        forgetPushToken(changes, device);
        write(changes, device.withoutPushToken());
    }

    private static void remove(Changes changes, Device device) {
        forgetPushToken(changes, device);
        changes.delete(Family.USERS, Keys.device(device.user(), device.id()));
    }

    private static void forgetPushToken(Changes changes, Device device) {
        Platform platform = device.platform();
        String token = device.pushToken();
        if (platform != null && token != null) {
            changes.delete(Family.PUSH_TOKENS, Keys.pushToken(platform, token));
        }
    }

    private static void write(Changes changes, Device device) {
        byte[] key = Keys.device(device.user(), device.id());
        changes.put(Family.USERS, key, AccountRows.device(changes.row(), key, device));
        Platform platform = device.platform();
        String token = device.pushToken();
        if (platform != null && token != null) {
            byte[] owned = Keys.pushToken(platform, token);
            Owner owner = new Owner(device.user(), device.id());
            changes.put(Family.PUSH_TOKENS, owned, AccountRows.owner(changes.row(), owned, owner));
        }
    }
}
