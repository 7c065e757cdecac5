package chat.parley.contracts;

import chat.parley.domain.Position;
import chat.parley.pipeline.port.Log;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The simplest log that keeps the promises, in a list.
 *
 * @param <E> what it holds
 */
final class PlainLog<E> implements Log<E> {

    private final int capacity;
    private final List<Logged<E>> entries = new ArrayList<>();
    private Position last = Position.START;
    private Position committed = Position.START;

    PlainLog(int capacity) {
        this.capacity = capacity;
    }

    @Override
    public synchronized boolean append(E entry) {
        if (entries.size() == capacity) {
            return false;
        }
        last = last.next();
        entries.add(new Logged<>(last, 0, entry));
        notifyAll();
        return true;
    }

    @Override
    public synchronized List<Logged<E>> read(Position after, int max, Duration wait) throws InterruptedException {
        long end = System.nanoTime() + wait.toNanos();
        while (!last.isAfter(after) && System.nanoTime() < end) {
            // Rounded up: waiting for zero milliseconds would be for ever.
            wait((end - System.nanoTime()) / 1_000_000 + 1);
        }
        return entries.stream()
                .filter(entry -> entry.position().isAfter(after))
                .limit(max)
                .toList();
    }

    @Override
    public synchronized Position committed() {
        return committed;
    }

    @Override
    public synchronized void commit(Position position) {
        committed = position.isAfter(committed) ? position : committed;
        entries.removeIf(entry -> !entry.position().isAfter(committed));
    }
}
