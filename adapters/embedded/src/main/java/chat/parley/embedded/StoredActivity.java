package chat.parley.embedded;

import chat.parley.domain.UserId;
import chat.parley.fabric.port.ActivityTimes;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads and writes when users were last active. */
final class StoredActivity implements ActivityTimes {

    private final Engine engine;

    StoredActivity(Engine engine) {
        this.engine = engine;
    }

    @Override
    public void record(Map<UserId, Long> times) {
        if (times.isEmpty()) {
            return;
        }
        engine.write(() -> {
            Map<UserId, Long> before = of(times.keySet());
            engine.commit(
                    null,
                    changes -> times.forEach((user, time) -> {
                        if (time > before.getOrDefault(user, Long.MIN_VALUE)) {
                            byte[] key = Keys.user(user);
                            changes.put(Family.LAST_ACTIVE, key, StateRows.time(changes.row(), key, time));
                        }
                    }));
        });
    }

    @Override
    public Map<UserId, Long> of(Collection<UserId> users) {
        if (users.isEmpty()) {
            return Map.of();
        }
        List<UserId> asked = List.copyOf(users);
        List<byte[]> keys = asked.stream().map(Keys::user).toList();
        return engine.read(database -> {
            Map<UserId, Long> times = new HashMap<>();
            List<byte[]> rows = database.get(Family.LAST_ACTIVE, keys);
            for (int i = 0; i < keys.size(); i++) {
                byte[] row = rows.get(i);
                if (row != null) {
                    times.put(asked.get(i), StateRows.time(keys.get(i), row));
                }
            }
            return times;
        });
    }
}
