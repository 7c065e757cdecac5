package chat.parley.embedded;

import chat.parley.domain.Position;
import chat.parley.push.PushEvent;
import chat.parley.push.port.PushLog;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** The push log with a clock, by which its entries have their times. */
record StoredPushLog(PushQueue queue, Clock clock) implements PushLog {

    @Override
    public boolean append(List<PushEvent> events) {
        return events.isEmpty() || queue.append(events, clock.millis());
    }

    @Override
    public List<Logged<PushEvent>> read(Position after, int max, Duration wait) throws InterruptedException {
        return queue.read(after, max, wait);
    }

    @Override
    public Position committed() {
        return queue.committed();
    }

    @Override
    public void commit(Position position) {
        queue.commit(position);
    }
}
