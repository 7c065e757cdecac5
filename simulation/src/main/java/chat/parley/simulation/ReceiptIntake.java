package chat.parley.simulation;

import chat.parley.domain.ConversationId;
import chat.parley.domain.Message;
import chat.parley.domain.ReceiptKind;
import chat.parley.domain.UserId;
import chat.parley.pipeline.Conversations;
import chat.parley.pipeline.Cursor;
import chat.parley.pipeline.Parcel;
import chat.parley.pipeline.PendingReceipts;
import chat.parley.pipeline.Receipts;
import chat.parley.pipeline.ReplyTo;
import chat.parley.pipeline.port.Cursors;
import chat.parley.pipeline.port.Delivery;
import chat.parley.pipeline.port.StoreUnavailable;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The production way of receipts in one process, whose memory goes with a crash: takes what devices say they have read,
 * and stores and tells it a little later.
 */
final class ReceiptIntake implements Runnable, Delivery, Cursors {

    private static final int STORED_WITHIN_MILLIS = 500;
    private static final ReplyTo ORIGIN = new ReplyTo(1, 1, 0);

    private final World world;
    private PendingReceipts pending;
    private Receipts receipts;
    private boolean taken;

    ReceiptIntake(World world) {
        this.world = world;
        this.pending = new PendingReceipts(world.cursors(), world.clock());
        this.receipts = over(pending);
    }

    private Receipts over(PendingReceipts held) {
        Conversations conversations = new Conversations(world.messages(), world.directory(), held);
        return new Receipts(conversations, world.messages(), world.directory(), held, world.clock());
    }

    /** A user has read up to a message; answered when it is stored, or not answered at all. */
    void read(UserId user, Message upTo, boolean answered) {
        Receipts now = receipts;
        var claim = new Receipts.Claim(user, upTo.conversation(), ReceiptKind.READ, upTo.id(), ORIGIN);
        world.checks().receipts().claimed(user, upTo);
        taken = true;
        try {
            Receipts.Result result = answered ? now.takeNow(claim) : now.take(claim);
            if (answered && result instanceof Receipts.Result.Taken) {
                world.checks().receipts().stored(user, upTo.conversation(), upTo.seq());
            }
        } catch (StoreUnavailable e) {
            // Said to the client as well: it is stored, or not.
            world.trace().note(() -> "not known to be read: " + e.getMessage());
        }
    }

    @Override
    public void run() {
        while (true) {
            try {
                live();
            } catch (Crash crash) {
                pending = new PendingReceipts(world.cursors(), world.clock());
                receipts = over(pending);
                world.scheduler().current().reborn();
            }
        }
    }

    private void live() {
        while (true) {
            world.scheduler().await("nothing read", () -> taken, 10_000);
            if (!taken) {
                continue;
            }
            world.scheduler()
                    .await("store receipts later", () -> false, world.chance().below(STORED_WITHIN_MILLIS));
            taken = false;
            try {
                pending.store();
            } catch (StoreUnavailable e) {
                taken = true;
            }
            // By another thread's clock: also when nothing could be stored just now.
            receipts.tell(this);
        }
    }

    /** Told is only what is stored. */
    @Override
    public void deliver(List<Parcel> parcels) {
        for (Parcel parcel : parcels) {
            if (parcel instanceof Parcel.ReceiptGiven given) {
                Cursor cursor = given.cursor();
                world.checks().receipts().stored(cursor.user(), cursor.conversation(), cursor.seq());
            }
        }
    }

    @Override
    public List<Cursor> of(ConversationId conversation, Collection<UserId> users) {
        return pending.of(conversation, users);
    }

    @Override
    public Map<ConversationId, Cursor> read(UserId user, Collection<ConversationId> conversations) {
        return pending.read(user, conversations);
    }

    @Override
    public void advance(Collection<Cursor> cursors) {
        pending.advance(cursors);
    }
}
