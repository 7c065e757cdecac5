package chat.parley.simulation;

import chat.parley.domain.ConversationId;
import chat.parley.domain.Message;
import chat.parley.pipeline.Head;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** I3: whatever anybody stores stands in the one order that the log prescribes, and never changes. */
final class RowChecks {

    private record Place(ConversationId conversation, long seq) {}

    private final World world;
    private final Map<Place, Message> stored = new HashMap<>();

    RowChecks(World world) {
        this.world = world;
    }

    /** Somebody writes this row, for the first time or again. */
    void written(Message message) {
        Place place = new Place(message.conversation(), message.seq());
        Message before = stored.putIfAbsent(place, message);
        if (before != null && !before.equals(message)) {
            throw new Violation(Invariant.ONE_ORDER, "was " + before + "\nand is now " + message);
        }
        Message expected = expected(message.conversation(), message.seq());
        if (expected == null || !sameButNumbers(expected, message)) {
            throw new Violation(Invariant.ONE_ORDER, "by the log it is " + expected + "\nand is written " + message);
        }
        Message lower = stored.get(new Place(message.conversation(), message.seq() - 1));
        Message higher = stored.get(new Place(message.conversation(), message.seq() + 1));
        if ((lower != null && !inOrder(lower, message)) || (higher != null && !inOrder(message, higher))) {
            throw new Violation(Invariant.ONE_ORDER, "out of order: " + lower + ", " + message + ", " + higher);
        }
        if (world.strict() && !expected.equals(message)) {
            throw new Violation(Invariant.ONE_ORDER, "by the log it is " + expected + "\nand is written " + message);
        }
    }

    /** Ids rise, times don't fall. */
    private static boolean inOrder(Message lower, Message higher) {
        return lower.id().compareTo(higher.id()) < 0 && lower.serverTs() <= higher.serverTs();
    }

    /** The log prescribes what and where; which id and time it got, whoever wrote it first has said. */
    private static boolean sameButNumbers(Message one, Message other) {
        return one.position().equals(other.position())
                && one.from().equals(other.from())
                && one.content().equals(other.content())
                && one.messageCount() == other.messageCount()
                && Objects.equals(one.clientMsgId(), other.clientMsgId());
    }

    private @Nullable Message expected(ConversationId id, long seq) {
        ReferenceConversation conversation = world.reference().conversation(id);
        if (conversation == null || seq < 1 || seq > conversation.messages().size()) {
            return null;
        }
        return conversation.messages().get((int) seq - 1);
    }

    /** Somebody shows this row to a reader, or answers with it. */
    void shown(Message message) {
        Message before = stored.get(new Place(message.conversation(), message.seq()));
        if (!message.equals(before)) {
            throw new Violation(Invariant.ONE_ORDER, "shown " + message + "\nand stored " + before);
        }
    }

    @Nullable
    Message stored(ConversationId conversation, long seq) {
        return stored.get(new Place(conversation, seq));
    }

    /** The process lost what was not stored: other entries come to these places. */
    void forgetUnstored() {
        stored.values().removeIf(message -> !world.durability().isOnEveryQuorum(message));
    }

    /** A law of the order of steps, not a promise to anybody: checked when the run is strict. */
    void headWritten(Head head) {
        if (!world.strict()) {
            return;
        }
        for (Verdict verdict : world.reference().acceptedThrough(head.conversation(), head.position())) {
            for (Message message : verdict.messages()) {
                if (!world.durability().isOnEveryQuorum(message)) {
                    throw new Violation(Invariant.STEPS_IN_ORDER, head + " is written before " + message);
                }
            }
        }
    }

    void atEnd() {
        for (ReferenceConversation conversation : world.reference().conversations()) {
            for (List<Message> rows : world.durability().onEachQuorum(conversation.id())) {
                wholeAndInOrder(conversation, rows);
            }
            for (Head head : world.durability().headsOnEachQuorum(conversation.id())) {
                tellsTheLast(conversation, head);
            }
        }
    }

    private void wholeAndInOrder(ReferenceConversation conversation, List<Message> rows) {
        long gone = world.durability().expiredSeq(conversation.id());
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).seq() != gone + i + 1) {
                throw new Violation(Invariant.ONE_ORDER, "at " + (i + 1) + " stands " + rows.get(i));
            }
            shown(rows.get(i));
        }
        if (gone + rows.size() != conversation.messages().size()) {
            throw new Violation(
                    Invariant.ACKED_IS_STORED,
                    "a quorum shows " + rows.size() + " of "
                            + conversation.messages().size() + " messages of " + conversation.id());
        }
    }

    private static void tellsTheLast(ReferenceConversation conversation, @Nullable Head head) {
        if (!conversation.exists()) {
            return;
        }
        List<Message> messages = conversation.messages();
        Message last = messages.isEmpty() ? null : messages.getLast();
        long seq = last == null ? 0 : last.seq();
        long count = last == null ? 0 : last.messageCount();
        if (head == null || head.seq() != seq || head.messageCount() != count) {
            throw new Violation(Invariant.HEAD_TELLS_THE_LAST, head + " but the last is " + last);
        }
    }
}
