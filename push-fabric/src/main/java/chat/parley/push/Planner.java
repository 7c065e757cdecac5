package chat.parley.push;

import chat.parley.domain.ConversationId;
import chat.parley.domain.Position;
import chat.parley.domain.UserId;
import chat.parley.pipeline.port.Log.Logged;
import chat.parley.pipeline.port.UnreadableEntry;
import chat.parley.push.PushCounters.Fault;
import chat.parley.push.PushEvent.Read;
import chat.parley.push.PushEvent.Told;
import chat.parley.push.port.PushLog;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;

/**
 * Works through the push log: decides which devices each message wakes, and which wake-ups a reading takes back. An event
 * is looked at when it is {@link #GRACE} old: by then a socket that broke while it was told is known to be gone, and who
 * reads at once has read. Whoever runs it calls {@link #step} again and again, on one thread.
 *
 * <p>After a crash the last events are planned again, to the same rows. A conversation that cannot be planned in spite of
 * some tries wakes nobody, and the others go on.
 */
public final class Planner {

    private static final System.Logger LOG = System.getLogger(Planner.class.getName());

    /** How old an event is when it is looked at. */
    public static final Duration GRACE = Duration.ofSeconds(2);

    /** Events that ripen one after the other are looked at together: each look reads all that are too young again. */
    public static final Duration TOGETHER = Duration.ofMillis(100);

    private static final int BATCH_MAX = 512;

    /** Messages of one batch, each times the members of its conversation: what is said of them is in memory together. */
    private static final int HEARINGS_AT_ONCE = 64 * 1024;

    /** The same failure so often is not one that passes. */
    static final int TRIES_MAX = 8;

    private static final int GIVEN_UP_MAX = 1_000;

    private final PushLog log;
    private final Planning planning;
    private final PushCounters counters;
    private final Clock clock;
    private final SequencedSet<ConversationId> givenUp = new LinkedHashSet<>();
    private Position done;
    private int failures;
    private volatile long oldestAt;
    private volatile long ripeAt;

    public Planner(PushLog log, Planning planning, PushCounters counters, Clock clock) {
        this.log = log;
        this.planning = planning;
        this.counters = counters;
        this.clock = clock;
        this.done = log.committed();
    }

    /**
     * Plans the next events, if there are any within {@code wait}; those that are too young are left, see {@link #pause}.
     *
     * @return how many
     * @throws chat.parley.pipeline.port.StoreUnavailable when something that it takes to decide cannot be read; the next
     *     step begins at the same event
     */
    public int step(Duration wait) throws InterruptedException {
        List<Logged<PushEvent>> events;
        try {
            events = log.read(done, BATCH_MAX, wait);
        } catch (UnreadableEntry e) {
            counters.failed(Fault.NOT_PLANNED, 1);
            LOG.log(
                    System.Logger.Level.ERROR,
                    "an event of the push log is passed over, and wakes nobody: " + e.getMessage());
            moveTo(e.position());
            return 1;
        }
        List<Logged<PushEvent>> ripe = ripe(events);
        if (ripe.isEmpty()) {
            return 0;
        }
        int planned = plan(ripe);
        if (planned < ripe.size()) {
            ripeAt = 0;
        }
        moveTo(ripe.get(planned - 1).position());
        return planned;
    }

    /** How long to do nothing, as far as the last step knows: until the next event is old enough, and some more are. */
    public Duration pause() {
        return ripeAt == 0 ? Duration.ZERO : Duration.ofMillis(Math.max(TOGETHER.toMillis(), ripeAt - clock.millis()));
    }

    /** Up to when all that was put on the log has been planned, Unix milliseconds. */
    public long plannedThrough() {
        long oldest = oldestAt;
        return oldest == 0 ? clock.millis() - GRACE.toMillis() : oldest - 1;
    }

    /** Since when the oldest event that is not planned waits, Unix milliseconds; 0 when there is none. */
    public long oldestAt() {
        return oldestAt;
    }

    private List<Logged<PushEvent>> ripe(List<Logged<PushEvent>> events) {
        oldestAt = events.isEmpty() ? 0 : events.getFirst().logTimeMillis();
        ripeAt = 0;
        long now = clock.millis();
        for (int i = 0; i < events.size(); i++) {
            long age = now - events.get(i).logTimeMillis();
            // A clock that was put back must not let everything wait until it is where it was.
            if (age < GRACE.toMillis() && age > -GRACE.toMillis()) {
                ripeAt = events.get(i).logTimeMillis() + GRACE.toMillis();
                return events.subList(0, i);
            }
        }
        return events;
    }

    private void moveTo(Position position) {
        log.commit(position);
        done = position;
        failures = 0;
    }

    /** @return how many of them, from the first on; at least one */
    private int plan(List<Logged<PushEvent>> events) {
        Map<ConversationId, List<Told>> told = new LinkedHashMap<>();
        Map<ConversationId, Map<UserId, Read>> read = new LinkedHashMap<>();
        int hearings = 0;
        int taken = 0;
        for (Logged<PushEvent> logged : events) {
            ConversationId conversation = logged.entry().conversation();
            hearings += logged.entry() instanceof Told ? membersOf(conversation) : 1;
            if (taken > 0 && hearings > HEARINGS_AT_ONCE) {
                break;
            }
            taken++;
            switch (logged.entry()) {
                case Told one -> {
                    told.computeIfAbsent(conversation, _ -> new ArrayList<>()).add(one);
                    // One's own message is read up to itself.
                    keepFurthest(read, new Read(conversation, one.from(), one.message(), one.seq()));
                }
                case Read one -> keepFurthest(read, one);
            }
        }
        Planning.Batch batch = planning.begin();
        told.forEach((conversation, messages) ->
                attempt(conversation, messages.size(), () -> batch.told(conversation, messages)));
        read.forEach((conversation, users) ->
                attempt(conversation, users.size(), () -> users.values().forEach(batch::read)));
        batch.write();
        return taken;
    }

    private static void keepFurthest(Map<ConversationId, Map<UserId, Read>> all, Read one) {
        all.computeIfAbsent(one.conversation(), _ -> new LinkedHashMap<>())
                .merge(one.user(), one, (before, now) -> now.seq() > before.seq() ? now : before);
    }

    private int membersOf(ConversationId conversation) {
        try {
            return planning.membersOf(conversation);
        } catch (RuntimeException e) {
            return 1;
        }
    }

    /** What fails for one conversation is tried again with the whole batch, and at last passed over. */
    private void attempt(ConversationId conversation, int events, Runnable work) {
        try {
            work.run();
            givenUp.remove(conversation);
        } catch (RuntimeException e) {
            if (!givenUp.contains(conversation)) {
                if (++failures < TRIES_MAX) {
                    throw e;
                }
                failures = 0;
                givenUp.add(conversation);
                if (givenUp.size() > GIVEN_UP_MAX) {
                    givenUp.removeFirst();
                }
                LOG.log(System.Logger.Level.ERROR, "conversation " + conversation + " wakes nobody just now", e);
            }
            counters.failed(Fault.NOT_PLANNED, events);
        }
    }
}
