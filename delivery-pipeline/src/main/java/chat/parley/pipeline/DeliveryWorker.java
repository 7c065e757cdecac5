package chat.parley.pipeline;

import chat.parley.domain.ConversationId;
import chat.parley.domain.Message;
import chat.parley.domain.Position;
import chat.parley.domain.Roster;
import chat.parley.pipeline.port.Delivery;
import chat.parley.pipeline.port.Directory;
import chat.parley.pipeline.port.Log;
import chat.parley.pipeline.port.Log.Logged;
import chat.parley.pipeline.port.StoreUnavailable;
import chat.parley.pipeline.port.UnreadableEntry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * Works through the delivery log: looks up whom each event concerns, hands it on, moves the position. After a crash the
 * last events are told again; clients drop the copies. Whoever runs it calls {@link #step} again and again, on one thread.
 *
 * <p>What cannot be told in spite of some tries does not hold up the others for ever: it is passed over, and all who are
 * connected are told to look instead, at most once in {@link #MISSED_EVERY}.
 */
public final class DeliveryWorker {

    /** Between two times that everybody is told to look, as each makes everybody ask. */
    public static final Duration MISSED_EVERY = Duration.ofSeconds(5);

    private static final int BATCH_MAX = 512;

    /** The same failure so often is not one that passes. */
    static final int TRIES_MAX = 8;

    private static final int GIVEN_UP_MAX = 1_000;

    private final Log<DeliveryEvent> log;
    private final Directory directory;
    private final Delivery delivery;
    private final Clock clock;
    private final SequencedSet<ConversationId> givenUp = new LinkedHashSet<>();
    private Position done;
    private int failures;
    private @Nullable ConversationId failing;
    private boolean missed;
    private long missedToldMillis = Long.MIN_VALUE / 2;

    /** @param clock paces how often everybody is told to look */
    public DeliveryWorker(Log<DeliveryEvent> log, Directory directory, Delivery delivery, Clock clock) {
        this.log = log;
        this.directory = directory;
        this.delivery = delivery;
        this.clock = clock;
        this.done = log.committed();
    }

    /**
     * Tells the next events, if there are any within {@code wait}.
     *
     * @return how many
     * @throws chat.parley.pipeline.port.StoreUnavailable when members or messages cannot be read; the next step begins
     *     at the same event
     */
    public int step(Duration wait) throws InterruptedException {
        List<Logged<DeliveryEvent>> events;
        try {
            events = log.read(done, BATCH_MAX, wait);
        } catch (UnreadableEntry e) {
            missed = true;
            moveTo(e.position());
            return 1;
        }
        if (events.isEmpty()) {
            if (missed) {
                tellMissed();
                moveTo(done);
            }
            return 0;
        }
        try {
            tell(events);
            failures = 0;
        } catch (StoreUnavailable e) {
            giveUpAfterSomeTries(e);
        }
        tellMissed();
        moveTo(events.getLast().position());
        return events.size();
    }

    /** As long as something is missed and nobody told of it, it is to be found again after a crash. */
    private void moveTo(Position position) {
        if (!missed) {
            log.commit(position);
        }
        done = position;
    }

    private void tell(List<Logged<DeliveryEvent>> events) {
        List<Parcel> parcels = new ArrayList<>(events.size());
        for (Logged<DeliveryEvent> logged : events) {
            failing = logged.entry().conversation();
            address(logged.entry(), parcels);
        }
        failing = null;
        delivery.deliver(parcels);
    }

    /** A conversation whose members cannot be read is left out from now on; where the way to the sockets fails, all are. */
    private void giveUpAfterSomeTries(StoreUnavailable failure) {
        failures++;
        if (failures < TRIES_MAX) {
            throw failure;
        }
        failures = 0;
        if (failing != null) {
            givenUp.add(failing);
            if (givenUp.size() > GIVEN_UP_MAX) {
                givenUp.removeFirst();
            }
            throw failure;
        }
        missed = true;
    }

    private void tellMissed() {
        long now = clock.millis();
        if (missed && now - missedToldMillis >= MISSED_EVERY.toMillis()) {
            delivery.deliver(List.of(new Parcel.Missed()));
            missed = false;
            missedToldMillis = now;
        }
    }

    /** Only who heard it at its position and is a member at this moment is told. */
    private void address(DeliveryEvent event, List<Parcel> parcels) {
        Roster roster = rosterOf(event.conversation());
        if (roster == null) {
            missed = true;
            return;
        }
        if (event.membersVersion().isAfter(roster.version())) {
            throw aheadOfTheDirectory(event.conversation());
        }
        var hearers = roster.hearersOf(event.position());
        if (event.changed() && !hearers.isEmpty()) {
            parcels.add(new Parcel.ConversationChanged(event.conversation(), hearers));
        }
        for (Message message : event.messages()) {
            parcels.add(new Parcel.NewMessage(message, hearers, event.origin()));
        }
        var departed = event.departed().stream()
                .filter(user -> roster.member(user) == null)
                .toList();
        if (!departed.isEmpty()) {
            parcels.add(new Parcel.ConversationLeft(
                    event.conversation(), roster.profile().type(), departed));
        }
    }

    /** Null when it cannot be read and is not waited for. */
    private @Nullable Roster rosterOf(ConversationId conversation) {
        try {
            Roster roster = directory.roster(conversation);
            if (roster == null) {
                throw aheadOfTheDirectory(conversation);
            }
            givenUp.remove(conversation);
            return roster;
        } catch (StoreUnavailable e) {
            if (givenUp.contains(conversation)) {
                return null;
            }
            throw e;
        }
    }

    private static InvariantBroken aheadOfTheDirectory(ConversationId conversation) {
        return new InvariantBroken("the delivery log is ahead of the directory in " + conversation);
    }
}
