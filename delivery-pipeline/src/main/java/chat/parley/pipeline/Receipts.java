package chat.parley.pipeline;

import chat.parley.domain.ConversationId;
import chat.parley.domain.ConversationType;
import chat.parley.domain.Limits;
import chat.parley.domain.Message;
import chat.parley.domain.MessageId;
import chat.parley.domain.ReceiptKind;
import chat.parley.domain.Roster;
import chat.parley.domain.Tenure;
import chat.parley.domain.UserId;
import chat.parley.pipeline.port.Delivery;
import chat.parley.pipeline.port.Directory;
import chat.parley.pipeline.port.MessageStore;
import chat.parley.pipeline.port.StoreUnavailable;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes what clients say they have received and read, and tells it to whom it concerns. A receipt names a message; what is
 * kept is that message's seq and how many messages there are up to it, both of which its row knows, so that unread stays
 * a subtraction over whatever mixture of messages and events.
 *
 * <p>Receipts of sockets are coalesced ({@link PendingReceipts}): they have no answer that could promise anything, there
 * are many, and a second of them may be lost in a crash. A request that is answered ({@link #takeNow}) is stored before.
 */
public final class Receipts {

    /** Receipts told in one go: live messages wait behind them. */
    private static final int TOLD_AT_ONCE = 512;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    /**
     * What a client says.
     *
     * @param upTo and including which message; one that names none stands for the last one before it
     * @param origin the request it comes by
     */
    public record Claim(UserId user, ConversationId conversation, ReceiptKind kind, MessageId upTo, ReplyTo origin) {}

    /** What becomes of it. */
    public sealed interface Result {

        /** The cursor is there, now or since before. */
        record Taken() implements Result {}

        /** The user was a member, and is none any more. */
        record Former() implements Result {}

        /** There is no such conversation, or none that the user has ever been in. */
        record Unknown() implements Result {}

        /** No message of the conversation is as late as that. */
        record BeyondLast() implements Result {}

        /** Too many receipts wait to be stored: nothing was done. */
        record Unavailable(Duration retryAfter) implements Result {}
    }

    /**
     * Up to where a member has come, as another may see it.
     *
     * @param delivered {@link MessageId#ZERO} when nothing has
     * @param read {@link MessageId#ZERO} when he never did
     */
    public record Reached(UserId user, MessageId delivered, MessageId read) {}

    private final Conversations conversations;
    private final MessageStore messages;
    private final Directory directory;
    private final PendingReceipts pending;
    private final Clock clock;

    public Receipts(
            Conversations conversations,
            MessageStore messages,
            Directory directory,
            PendingReceipts pending,
            Clock clock) {
        this.conversations = conversations;
        this.messages = messages;
        this.directory = directory;
        this.pending = pending;
        this.clock = clock;
    }

    /**
     * Takes a receipt, to be stored and told within a second or so; whoever asks sees it from now on.
     *
     * @throws chat.parley.pipeline.port.StoreUnavailable when it cannot be judged just now
     */
    public Result take(Claim claim) {
        return take(claim, false);
    }

    /**
     * The same, but stored when this returns: it survives the crash of the process.
     *
     * @throws chat.parley.pipeline.port.StoreUnavailable when it is not known to be stored
     */
    public Result takeNow(Claim claim) {
        return take(claim, true);
    }

    private Result take(Claim claim, boolean now) {
        Tenure tenure;
        switch (conversations.access(claim.conversation(), claim.user())) {
            case Conversations.Access.Unknown() -> {
                return new Result.Unknown();
            }
            case Conversations.Access.Former() -> {
                return new Result.Former();
            }
            case Conversations.Access.Member(var _, var current) -> tenure = current;
        }
        Head head = messages.head(claim.conversation());
        List<Message> rows = isAt(head, claim) ? List.of() : messages.rowsAfter(claim.conversation(), claim.upTo(), 1);
        if (isBeyondLast(claim, head, rows)) {
            return new Result.BeyondLast();
        }
        Cursor cursor = cursor(claim, head, rows);
        if (cursor == null || cursor.seq() < tenure.firstVisibleSeq() || !isAhead(cursor, now)) {
            return new Result.Taken();
        }
        return move(new Receipt(cursor, claim.origin(), clock.millis()), now);
    }

    /** Most receipts are for the last message, which the head knows as well. */
    private static boolean isAt(@Nullable Head head, Claim claim) {
        return head != null && head.seq() > 0 && head.id().equals(claim.upTo());
    }

    /** The rows and not the head say which is the last: it may lag behind a message that is acked and delivered. */
    private static boolean isBeyondLast(Claim claim, @Nullable Head head, List<Message> rows) {
        MessageId last = head == null ? MessageId.ZERO : head.id();
        if (!rows.isEmpty() && rows.getLast().id().compareTo(last) > 0) {
            last = rows.getLast().id();
        }
        return claim.upTo().compareTo(last) > 0;
    }

    /** Null when every message up to there is gone, or none ever was. */
    private static @Nullable Cursor cursor(Claim claim, @Nullable Head head, List<Message> rows) {
        if (head != null && isAt(head, claim)) {
            return cursor(claim, head.id(), head.seq(), head.messageCount());
        }
        if (rows.isEmpty() || rows.getFirst().id().compareTo(claim.upTo()) > 0) {
            return null;
        }
        Message at = rows.getFirst();
        return cursor(claim, at.id(), at.seq(), at.messageCount());
    }

    private static Cursor cursor(Claim claim, MessageId id, long seq, long messageCount) {
        return new Cursor(claim.conversation(), claim.user(), claim.kind(), id, seq, messageCount);
    }

    /**
     * Ahead of what is known, and where it has to be stored now, of what is stored: what only waits here would be lost with
     * the process. What is read is delivered as well.
     */
    private boolean isAhead(Cursor cursor, boolean now) {
        List<UserId> user = List.of(cursor.user());
        List<Cursor> before =
                now ? pending.stored().of(cursor.conversation(), user) : pending.of(cursor.conversation(), user);
        return before.stream()
                .filter(known -> known.kind() == cursor.kind() || known.kind() == ReceiptKind.READ)
                .allMatch(cursor::isAheadOf);
    }

    private Result move(Receipt receipt, boolean now) {
        if (pending.isFull()) {
            return new Result.Unavailable(RETRY_AFTER);
        }
        if (now) {
            pending.advance(List.of(receipt.cursor()));
        }
        return pending.add(receipt) ? new Result.Taken() : new Result.Unavailable(RETRY_AFTER);
    }

    /**
     * Tells some of the receipts that are stored. To be called by whoever runs the {@link DeliveryWorker}, after each of its
     * steps: then nobody is told of a conversation after he has been told that he left it. Where the members cannot be read
     * nobody is told; whoever asks for the receipts gets them.
     */
    public void tell(Delivery delivery) {
        List<Receipt> receipts = pending.untold(TOLD_AT_ONCE);
        if (receipts.isEmpty()) {
            return;
        }
        List<Parcel> parcels = new ArrayList<>(receipts.size());
        for (Receipt receipt : receipts) {
            Cursor cursor = receipt.cursor();
            List<UserId> to = hearersOf(cursor);
            if (!to.isEmpty()) {
                parcels.add(new Parcel.ReceiptGiven(cursor, receipt.serverTs(), to, receipt.origin()));
            }
        }
        delivery.deliver(parcels);
        pending.told(receipts);
    }

    /** The members of this moment, where they are few, and always the user's own devices; nobody once he has left. */
    private List<UserId> hearersOf(Cursor cursor) {
        Roster roster;
        try {
            roster = directory.roster(cursor.conversation());
        } catch (StoreUnavailable e) {
            return List.of();
        }
        if (roster == null || roster.member(cursor.user()) == null) {
            return List.of();
        }
        boolean few = roster.profile().type() == ConversationType.DIRECT
                || roster.members().size() <= Limits.MEMBERS_TOLD_MAX;
        return few
                ? roster.members().stream()
                        .filter(user -> sees(roster.member(user), cursor.id()))
                        .toList()
                : List.of(cursor.user());
    }

    private static boolean sees(@Nullable Tenure tenure, MessageId id) {
        return tenure != null && !tenure.visible(id).equals(MessageId.ZERO);
    }

    /**
     * Up to where some members have come. What the viewer may not see, or the member himself, is not named.
     *
     * @param users members of this moment; others are left out
     */
    public List<Reached> reached(Conversations.Access.Member viewer, List<UserId> users) {
        Map<UserId, MessageId> delivered = new HashMap<>();
        Map<UserId, MessageId> read = new HashMap<>();
        for (Cursor cursor : pending.of(viewer.roster().profile().id(), users)) {
            Tenure tenure = viewer.roster().member(cursor.user());
            if (!sees(tenure, cursor.id()) || !sees(viewer.tenure(), cursor.id())) {
                continue;
            }
            delivered.merge(cursor.user(), cursor.id(), (a, b) -> a.compareTo(b) > 0 ? a : b);
            if (cursor.kind() == ReceiptKind.READ) {
                read.put(cursor.user(), cursor.id());
            }
        }
        return users.stream()
                .filter(user -> viewer.roster().member(user) != null)
                .map(user -> new Reached(
                        user, delivered.getOrDefault(user, MessageId.ZERO), read.getOrDefault(user, MessageId.ZERO)))
                .toList();
    }
}
