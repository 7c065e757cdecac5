package chat.parley.contracts.memory;

import chat.parley.domain.ConversationId;
import chat.parley.domain.Platform;
import chat.parley.domain.UserId;
import chat.parley.push.WakeUp;
import chat.parley.push.port.WakeUps;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Rows in a map. */
public final class MemoryWakeUps implements WakeUps {

    private static final Comparator<WakeUp.Key> IN_ORDER = Comparator.comparing(WakeUp.Key::toString);

    private final Map<WakeUp.Key, WakeUp> rows = new LinkedHashMap<>();

    /** All rows, in no order. */
    public synchronized List<WakeUp> all() {
        return List.copyOf(rows.values());
    }

    @Override
    public synchronized Map<WakeUp.Key, WakeUp> find(Collection<WakeUp.Key> keys) {
        Map<WakeUp.Key, WakeUp> found = new HashMap<>();
        for (WakeUp.Key key : keys) {
            WakeUp row = rows.get(key);
            if (row != null) {
                found.put(key, row);
            }
        }
        return found;
    }

    @Override
    public synchronized List<WakeUp> of(UserId user, ConversationId conversation) {
        return rows.values().stream()
                .filter(row -> row.key().user().equals(user))
                .filter(row -> row.key().conversation().equals(conversation))
                .toList();
    }

    @Override
    public synchronized List<Change> write(Collection<Change> changes) {
        List<Change> refused = new ArrayList<>();
        for (Change change : changes) {
            WakeUp row = rows.get(change.key());
            if (change.seen() != (row == null ? 0 : row.revision())) {
                refused.add(change);
            } else if (change.after() == null) {
                rows.remove(change.key());
            } else {
                rows.put(change.key(), change.after());
            }
        }
        return refused;
    }

    @Override
    public synchronized List<WakeUp> due(Platform platform, long atMillis, int max) {
        return rows.values().stream()
                .filter(row -> row.platform() == platform && row.pending() != null)
                .filter(row -> dueAt(row) <= atMillis)
                .sorted(Comparator.comparingLong(MemoryWakeUps::dueAt))
                .limit(max)
                .toList();
    }

    @Override
    public synchronized List<WakeUp> after(WakeUp.@Nullable Key last, int max) {
        return rows.values().stream()
                .filter(row -> last == null || IN_ORDER.compare(row.key(), last) > 0)
                .sorted(Comparator.comparing(WakeUp::key, IN_ORDER))
                .limit(max)
                .toList();
    }

    @Override
    public synchronized long owed(Platform platform) {
        return rows.values().stream()
                .filter(row -> row.platform() == platform && row.pending() != null)
                .count();
    }

    private static long dueAt(WakeUp row) {
        return Objects.requireNonNull(row.pending()).dueAt();
    }
}
