package chat.parley.pipeline;

import chat.parley.pipeline.port.Log;
import chat.parley.pipeline.port.Results;
import chat.parley.pipeline.port.StoreUnavailable;
import java.time.Clock;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The edge's door to the pipeline: appends commands to the conversation log and matches the results to those who wait.
 * A command whose result does not come in time is answered as unavailable; it may have been stored all the same, and a
 * later try with the same key finds out.
 */
public final class Gateway implements Results {

    /** How long an edge waits for a result. The log gives up on an entry before that. */
    public static final Duration WAIT_MAX = Duration.ofSeconds(5);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final long incarnation;
    private final Log<Entry> log;
    private final Clock clock;
    private final AtomicLong requests = new AtomicLong();
    private final Map<Long, Waiting> waiting = new ConcurrentHashMap<>();

    public Gateway(long incarnation, Log<Entry> log, Clock clock) {
        this.incarnation = incarnation;
        this.log = log;
        this.clock = clock;
    }

    /**
     * Gives a command to the log. Commands of one caller on one thread stand in the log in the order in which they were
     * given. Never waits.
     *
     * @param connection the socket it came by, 0 for none
     * @param answer told exactly once, on any thread, maybe before this returns; must not wait
     */
    public void submit(Command command, long connection, Consumer<Outcome> answer) {
        long request = requests.incrementAndGet();
        waiting.put(request, new Waiting(clock.millis() + WAIT_MAX.toMillis(), answer));
        ReplyTo to = new ReplyTo(incarnation, request, connection);
        try {
            if (!log.append(new Entry(command, to, Entry.RULES))) {
                answer(to, new Outcome.Unavailable(RETRY_AFTER, "too much is waiting to be stored"));
            }
        } catch (StoreUnavailable e) {
            answer(to, new Outcome.Unavailable(RETRY_AFTER, "the log did not answer"));
        }
    }

    @Override
    public void answer(ReplyTo to, Outcome outcome) {
        if (to.incarnation() != incarnation) {
            return;
        }
        Waiting one = waiting.remove(to.request());
        if (one != null) {
            one.answer.accept(outcome);
        }
    }

    /** Answers those who have waited too long. To be called several times a second. */
    public void expire() {
        long now = clock.millis();
        // Numbers rise, so the oldest are found first only by accident: the map is bounded by the log, and small.
        for (Iterator<Map.Entry<Long, Waiting>> all = waiting.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<Long, Waiting> one = all.next();
            if (one.getValue().deadline <= now) {
                answer(
                        new ReplyTo(incarnation, one.getKey(), 0),
                        new Outcome.Unavailable(RETRY_AFTER, "it is not known yet whether it was stored"));
            }
        }
    }

    /** How many wait for a result. */
    public int waitingCount() {
        return waiting.size();
    }

    private record Waiting(long deadline, Consumer<Outcome> answer) {}
}
