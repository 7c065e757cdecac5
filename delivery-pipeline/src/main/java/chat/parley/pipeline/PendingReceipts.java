package chat.parley.pipeline;

import chat.parley.domain.ConversationId;
import chat.parley.domain.ReceiptKind;
import chat.parley.domain.UserId;
import chat.parley.pipeline.port.Cursors;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Receipts between their coming and their being told: for a second or so, in which of many for one conversation, user and
 * kind the furthest alone is kept, to be stored once and told once.
 *
 * <p>Whoever reads cursors through here sees them as far as they have come, stored or not: what a client has read is not
 * unread when it asks, on whatever device. A crash loses what is not stored yet, a second of it at most; nobody has been
 * told of that, since told is only what is stored.
 */
public final class PendingReceipts implements Cursors {

    /** Receipts that are kept at a time; some 300 bytes each. */
    static final int RECEIPTS_MAX = 100_000;

    private final Cursors stored;
    private final Clock clock;
    private final Map<Receipt.Key, Receipt> unstored = new ConcurrentHashMap<>();
    private final Map<Receipt.Key, Receipt> untold = new ConcurrentHashMap<>();

    public PendingReceipts(Cursors stored, Clock clock) {
        this.stored = stored;
        this.clock = clock;
    }

    /** Stores what has come. To be called about once a second, and once more at the end. Waits for the store. */
    public void store() {
        List<Receipt> some = List.copyOf(unstored.values());
        if (some.isEmpty()) {
            return;
        }
        advance(some.stream().map(Receipt::cursor).toList());
        for (Receipt receipt : some) {
            untold.merge(receipt.key(), receipt, Receipt::further);
            unstored.remove(receipt.key(), receipt);
        }
    }

    /** Without those that wait here. */
    Cursors stored() {
        return stored;
    }

    /** @return false when there are too many already */
    boolean add(Receipt receipt) {
        if (isFull() && !unstored.containsKey(receipt.key())) {
            return false;
        }
        unstored.merge(receipt.key(), receipt, Receipt::further);
        return true;
    }

    boolean isFull() {
        return unstored.size() + untold.size() >= RECEIPTS_MAX;
    }

    /** Some that are stored and not told. */
    List<Receipt> untold(int max) {
        return untold.isEmpty()
                ? List.of()
                : untold.values().stream().limit(max).toList();
    }

    void told(List<Receipt> receipts) {
        receipts.forEach(receipt -> untold.remove(receipt.key(), receipt));
    }

    @Override
    public List<Cursor> of(ConversationId conversation, Collection<UserId> users) {
        // First here, then in the store: what moves from the one to the other meanwhile is seen in either.
        Map<Receipt.Key, Cursor> furthest = new HashMap<>();
        for (UserId user : users) {
            for (ReceiptKind kind : ReceiptKind.values()) {
                put(furthest, unstored(conversation, user, kind));
            }
        }
        stored.of(conversation, users).forEach(cursor -> put(furthest, cursor));
        return new ArrayList<>(furthest.values());
    }

    @Override
    public Map<ConversationId, Cursor> read(UserId user, Collection<ConversationId> conversations) {
        Map<ConversationId, Cursor> furthest = new HashMap<>();
        for (ConversationId conversation : conversations) {
            Cursor here = unstored(conversation, user, ReceiptKind.READ);
            if (here != null) {
                furthest.put(conversation, here);
            }
        }
        stored.read(user, conversations)
                .forEach((conversation, cursor) -> furthest.merge(conversation, cursor, PendingReceipts::further));
        return furthest;
    }

    /** Stores these at once. */
    @Override
    public void advance(Collection<Cursor> cursors) {
        long now = clock.millis();
        stored.advance(cursors.stream().map(cursor -> cursor.movedAt(now)).toList());
    }

    private @Nullable Cursor unstored(ConversationId conversation, UserId user, ReceiptKind kind) {
        Receipt receipt = unstored.get(new Receipt.Key(conversation, user, kind));
        // When it is stored it gets a time, which is later than now.
        return receipt == null ? null : receipt.cursor().movedAt(Long.MAX_VALUE);
    }

    private static void put(Map<Receipt.Key, Cursor> furthest, @Nullable Cursor cursor) {
        if (cursor != null) {
            Receipt.Key key = new Receipt.Key(cursor.conversation(), cursor.user(), cursor.kind());
            furthest.merge(key, cursor, PendingReceipts::further);
        }
    }

    private static Cursor further(Cursor one, Cursor other) {
        return other.isAheadOf(one) ? other : one;
    }
}
