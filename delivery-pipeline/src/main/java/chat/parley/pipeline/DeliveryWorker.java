package chat.parley.pipeline;

import chat.parley.domain.Message;
import chat.parley.domain.Position;
import chat.parley.domain.Roster;
import chat.parley.pipeline.port.Delivery;
import chat.parley.pipeline.port.Directory;
import chat.parley.pipeline.port.Log;
import chat.parley.pipeline.port.Log.Logged;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Works through the delivery log: looks up whom each event concerns, hands it on, moves the position. After a crash the
 * last events are told again; clients drop the copies. Whoever runs it calls {@link #step} again and again, on one thread.
 */
public final class DeliveryWorker {

    private static final int BATCH_MAX = 512;

    private final Log<DeliveryEvent> log;
    private final Directory directory;
    private final Delivery delivery;
    private Position done;

    public DeliveryWorker(Log<DeliveryEvent> log, Directory directory, Delivery delivery) {
        this.log = log;
        this.directory = directory;
        this.delivery = delivery;
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
        List<Logged<DeliveryEvent>> events = log.read(done, BATCH_MAX, wait);
        if (events.isEmpty()) {
            return 0;
        }
        List<Parcel> parcels = new ArrayList<>(events.size());
        for (Logged<DeliveryEvent> logged : events) {
            address(logged.entry(), parcels);
        }
        delivery.deliver(parcels);
        Position last = events.getLast().position();
        log.commit(last);
        done = last;
        return events.size();
    }

    /** Only who heard it at its position and is a member at this moment is told. */
    private void address(DeliveryEvent event, List<Parcel> parcels) {
        Roster roster = directory.roster(event.conversation());
        if (roster == null || event.membersVersion().isAfter(roster.version())) {
            throw new InvariantBroken("the delivery log is ahead of the directory in " + event.conversation());
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
}
