package chat.parley.contracts.memory;

import chat.parley.domain.Position;
import chat.parley.push.PushEvent;
import chat.parley.push.port.PushLog;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A push log that lives as long as its object. */
public final class MemoryPushLog implements PushLog {

    private final Clock clock;
    private final int capacity;
    private final List<Logged<PushEvent>> entries = new ArrayList<>();
    private Position end = Position.START;
    private Position committed = Position.START;
    private long logTime;

    public MemoryPushLog(Clock clock, int capacity) {
        this.clock = clock;
        this.capacity = capacity;
    }

    @Override
    public synchronized boolean append(List<PushEvent> events) {
        if (entries.size() + events.size() > capacity) {
            return false;
        }
        logTime = Math.max(logTime, clock.millis());
        for (PushEvent event : events) {
            end = end.next();
            entries.add(new Logged<>(end, logTime, event));
        }
        notifyAll();
        return true;
    }

    @Override
    public synchronized List<Logged<PushEvent>> read(Position after, int max, Duration wait)
            throws InterruptedException {
        long until = System.nanoTime() + wait.toNanos();
        while (!end.isAfter(after) && System.nanoTime() - until < 0) {
            // Rounded up: waiting for zero milliseconds would be for ever.
            wait((until - System.nanoTime()) / 1_000_000 + 1);
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
        if (position.isAfter(committed)) {
            committed = position;
            entries.removeIf(entry -> !entry.position().isAfter(position));
        }
    }
}
