package chat.parley.simulation.push;

import chat.parley.domain.ConversationId;
import chat.parley.domain.Platform;
import chat.parley.domain.UserId;
import chat.parley.pipeline.port.StoreUnavailable;
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

/** What is owed. A write may fail whether or not it was made; it is made whole or not at all. */
final class Rows implements WakeUps {

    /** A change of a row, and who made it. */
    record Made(
            Incarnation by,
            long step,
            long millis,
            @Nullable WakeUp before,
            @Nullable WakeUp after) {}

    private final PushWorld world;
    private final Map<WakeUp.Key, WakeUp> rows = new LinkedHashMap<>();
    private final Map<WakeUp.Key, List<Made>> history = new HashMap<>();
    private long changes;

    Rows(PushWorld world) {
        this.world = world;
    }

    @Override
    public Map<WakeUp.Key, WakeUp> find(Collection<WakeUp.Key> keys) {
        world.scheduler.step("find rows", "", keys.size());
        mayFail(world.faults.read());
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
    public List<WakeUp> of(UserId user, ConversationId conversation) {
        world.scheduler.step("rows of", user.value(), 0);
        mayFail(world.faults.read());
        return rows.values().stream()
                .filter(row -> row.key().user().equals(user)
                        && row.key().conversation().equals(conversation))
                .toList();
    }

    @Override
    public List<Change> write(Collection<Change> some) {
        Incarnation by = world.incarnation();
        by.wroteAt = world.now();
        by.wroteMillis = world.clock.millis();
        world.scheduler.step("write rows", "", some.size());
        boolean fails = world.chance.in(world.faults.write());
        List<Change> refused = new ArrayList<>();
        if (!fails || world.chance.in(0.5)) {
            for (Change change : some) {
                if (!make(change, by)) {
                    refused.add(change);
                }
            }
        }
        if (fails) {
            world.steps.stopped(by);
            throw new StoreUnavailable("the disk did not answer");
        }
        return refused;
    }

    private boolean make(Change change, Incarnation by) {
        WakeUp before = rows.get(change.key());
        if (change.seen() != (before == null ? 0 : before.revision())) {
            return false;
        }
        WakeUp after = change.after();
        if (after == null) {
            rows.remove(change.key());
        } else {
            rows.put(change.key(), after);
        }
        changes++;
        world.trace.note(() -> "row " + change.key() + "\n         " + before + "\n      -> " + after);
        history.computeIfAbsent(change.key(), _ -> new ArrayList<>())
                .add(new Made(by, world.now(), world.clock.millis(), before, after));
        by.untold.merge(change.key(), Math.max(seqOf(before), seqOf(after)), Math::max);
        return true;
    }

    private static long seqOf(@Nullable WakeUp row) {
        WakeUp.Pending pending = row == null ? null : row.pending();
        return pending == null ? 0 : pending.seq();
    }

    @Override
    public List<WakeUp> due(Platform platform, long atMillis, int max) {
        Incarnation by = world.incarnation();
        long asked = world.now();
        world.scheduler.step("due", platform.name(), max);
        mayFail(world.faults.read());
        by.looks();
        by.askedAt = asked;
        by.askedMillis = atMillis;
        return rows.values().stream()
                .filter(row -> row.platform() == platform && dueAt(row) <= atMillis)
                .sorted(Comparator.comparingLong(Rows::dueAt))
                .limit(max)
                .toList();
    }

    /** Nobody sweeps here. */
    @Override
    public List<WakeUp> after(WakeUp.@Nullable Key last, int max) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long owed(Platform platform) {
        return rows.values().stream()
                .filter(row -> row.platform() == platform && row.pending() != null)
                .count();
    }

    private void mayFail(double probability) {
        if (world.chance.in(probability)) {
            throw new StoreUnavailable("the disk did not answer");
        }
    }

    private static long dueAt(WakeUp row) {
        return row.pending() == null ? Long.MAX_VALUE : row.pending().dueAt();
    }

    /** When the next one is due, Unix milliseconds. */
    long nextDue() {
        return rows.values().stream().mapToLong(Rows::dueAt).min().orElse(Long.MAX_VALUE);
    }

    /** How many were made. */
    long changes() {
        return changes;
    }

    List<Made> historyOf(WakeUp.Key key) {
        return Objects.requireNonNullElse(history.get(key), List.of());
    }

    /** Nothing is owed to anybody. */
    boolean isDone() {
        return nextDue() == Long.MAX_VALUE;
    }
}
