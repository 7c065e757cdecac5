package chat.parley.push;

import chat.parley.domain.Body;
import chat.parley.domain.Message;
import chat.parley.domain.ReceiptKind;
import chat.parley.domain.UserId;
import chat.parley.pipeline.Parcel;
import chat.parley.pipeline.port.Delivery;
import chat.parley.pipeline.port.StoreUnavailable;
import chat.parley.push.PushCounters.Fault;
import chat.parley.push.PushEvent.Home;
import chat.parley.push.port.PushLog;
import chat.parley.push.port.PushTargets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts on the push log what the pipeline has told those who were connected. It stands around their {@link Delivery}, and
 * is called by its one thread; what becomes of push never becomes the pipeline's trouble: an event that the log does not
 * take is dropped, counted and written of, and nothing is thrown.
 */
public final class PushIntake {

    private static final System.Logger LOG = System.getLogger(PushIntake.class.getName());

    /** An append that takes longer is felt by those to whom messages go. */
    static final Duration SLOW = Duration.ofMillis(250);

    /** A log that goes on being full or slow is said so often. */
    static final Duration SAID_EVERY = Duration.ofMinutes(1);

    private final PushLog log;
    private final PushTargets targets;
    private final PushCounters counters;
    private final Clock clock;
    private final List<PushEvent.Told> told = new ArrayList<>();
    private long saidAt = Long.MIN_VALUE / 2;

    public PushIntake(PushLog log, PushTargets targets, PushCounters counters, Clock clock) {
        this.log = log;
        this.targets = targets;
        this.counters = counters;
        this.clock = clock;
    }

    /** The same delivery, of which the log is told. */
    public Delivery around(Delivery delivery) {
        return parcels -> {
            told.clear();
            try {
                delivery.deliver(parcels);
            } catch (RuntimeException e) {
                // Whoever is connected is told again or told to look; the others are only woken.
                append(eventsOf(parcels));
                throw e;
            }
            append(eventsOf(parcels));
        };
    }

    /**
     * A message went out, as part of a delivery that is under way.
     *
     * @param live the devices it went to, where they are few enough to be named
     * @param sockets how many it went to
     */
    public void told(Message message, List<Home> live, int sockets) {
        if (message.content() instanceof Body) {
            told.add(event(message, live, sockets));
        }
    }

    static PushEvent.Told event(Message message, List<Home> live, int sockets) {
        return new PushEvent.Told(
                message.conversation(), message.id(), message.seq(), message.position(), message.from(), live, sockets);
    }

    /** Those that the delivery did not come to tell of went to nobody, as far as is known. */
    private List<PushEvent> eventsOf(List<Parcel> parcels) {
        List<PushEvent> events = new ArrayList<>(parcels.size());
        int next = 0;
        for (Parcel parcel : parcels) {
            switch (parcel) {
                case Parcel.NewMessage(var message, var _, var _) -> {
                    if (message.content() instanceof Body) {
                        boolean seen = next < told.size() && isOf(told.get(next), message);
                        events.add(seen ? told.get(next++) : event(message, List.of(), 0));
                    }
                }
                case Parcel.ReceiptGiven(var cursor, var _, var _, var _) -> {
                    if (cursor.kind() == ReceiptKind.READ && canBeWoken(cursor.user())) {
                        events.add(new PushEvent.Read(cursor.conversation(), cursor.user(), cursor.id(), cursor.seq()));
                    }
                }
                case Parcel.ConversationChanged _, Parcel.ConversationLeft _, Parcel.Missed _ -> {}
            }
        }
        return events;
    }

    private static boolean isOf(PushEvent.Told event, Message message) {
        return event.message().equals(message.id()) && event.conversation().equals(message.conversation());
    }

    private boolean canBeWoken(UserId user) {
        try {
            return !targets.of(user).isEmpty();
        } catch (RuntimeException e) {
            return true;
        }
    }

    private void append(List<PushEvent> events) {
        if (events.isEmpty()) {
            return;
        }
        long begun = clock.millis();
        try {
            if (log.append(events)) {
                counters.logged(events.size());
            } else {
                dropped(events, "it is full");
            }
        } catch (StoreUnavailable e) {
            dropped(events, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            dropped(events, e.toString());
        }
        long took = clock.millis() - begun;
        if (took > SLOW.toMillis()) {
            counters.failed(Fault.SLOW_LOG, 1);
            say("the push log took " + took + " ms, for which messages waited");
        }
    }

    private void dropped(List<PushEvent> events, String why) {
        counters.failed(Fault.NOT_LOGGED, events.size());
        say("the push log does not take " + events.size() + " events, which wake nobody: " + why);
    }

    private void say(String what) {
        long now = clock.millis();
        if (now - saidAt >= SAID_EVERY.toMillis()) {
            saidAt = now;
            LOG.log(System.Logger.Level.ERROR, what);
        }
    }
}
