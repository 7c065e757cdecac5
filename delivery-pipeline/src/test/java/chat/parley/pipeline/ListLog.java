package chat.parley.pipeline;

import chat.parley.domain.Position;
import chat.parley.pipeline.port.Log;
import chat.parley.pipeline.port.StoreUnavailable;
import chat.parley.pipeline.port.UnreadableEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A log in a list. */
final class ListLog<E> implements Log<E> {

    final List<Logged<E>> entries = new ArrayList<>();
    Position committed = Position.START;
    boolean full;
    boolean failing;

    /** Cannot be read; null for none. The first, if at all. */
    @Nullable
    Position damaged;

    @Override
    public boolean append(E entry) {
        fail();
        if (full) {
            return false;
        }
        Position p = entries.isEmpty() ? Position.START : entries.getLast().position();
        entries.add(new Logged<>(p.next(), 1_700_000_000_000L, entry));
        return true;
    }

    @Override
    public List<Logged<E>> read(Position after, int max, Duration wait) {
        if (damaged != null && damaged.isAfter(after)) {
            throw new UnreadableEntry(damaged, new IllegalStateException("damaged"));
        }
        return entries.stream()
                .filter(entry -> entry.position().isAfter(after))
                .limit(max)
                .toList();
    }

    @Override
    public Position committed() {
        return committed;
    }

    @Override
    public void commit(Position position) {
        fail();
        committed = position.isAfter(committed) ? position : committed;
    }

    private void fail() {
        if (failing) {
            failing = false;
            throw new StoreUnavailable("the log did not answer");
        }
    }
}
