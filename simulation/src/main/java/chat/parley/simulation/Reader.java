package chat.parley.simulation;

import chat.parley.domain.ConversationId;
import chat.parley.domain.Message;
import chat.parley.domain.MessageId;
import chat.parley.domain.Position;
import chat.parley.domain.Roster;
import chat.parley.domain.UserId;
import chat.parley.pipeline.Conversations;
import chat.parley.pipeline.History;
import chat.parley.pipeline.MemberHistory;
import chat.parley.pipeline.port.StoreUnavailable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** I4: reads conversations forward and backward, all the time, and notes where it was; nothing may come behind that. */
final class Reader implements Runnable {

    private final World world;
    private final Wishes wishes;
    private final MemberHistory history;

    Reader(World world, Wishes wishes) {
        this.world = world;
        this.wishes = wishes;
        this.history = new MemberHistory(
                new Conversations(world.messages(), world.directory(), world.cursors()), new History(world.messages()));
    }

    @Override
    public void run() {
        while (true) {
            world.scheduler().await("rest", () -> false, world.chance().below(100));
            if (wishes.conversations().isEmpty()) {
                continue;
            }
            ConversationId conversation = world.chance().of(wishes.conversations());
            UserId user = someone(conversation);
            if (world.chance().in(0.2)) {
                forward(conversation, user, MessageId.ZERO, null);
            } else {
                backward(conversation, user);
            }
        }
    }

    /** Mostly a member: others are soon told that they are none. */
    private UserId someone(ConversationId conversation) {
        Roster roster = world.members().roster(conversation);
        return roster == null || roster.members().isEmpty() || world.chance().in(0.1)
                ? wishes.user()
                : world.chance().of(roster.members());
    }

    /** @param last the message that was read last, null to begin at the first visible one */
    private void forward(ConversationId conversation, UserId user, MessageId from, @Nullable Message last) {
        Position since = null;
        Message before = last;
        MessageId cursor = from;
        for (int pages = world.chance().between(2, 10); pages > 0; pages--) {
            MemberHistory.Result result = after(conversation, user, cursor);
            if (!(result instanceof MemberHistory.Result.Read(var page, var tenure))) {
                return;
            }
            if (since != null && !since.equals(tenure.memberSince())) {
                return;
            }
            since = tenure.memberSince();
            world.checks().readings().firstVisibleIs(user, conversation, tenure);
            long expected = before == null ? tenure.firstVisibleSeq() : before.seq() + 1;
            mustFollow(page.messages(), Math.max(expected, tenure.firstVisibleSeq()), 1);
            if (!page.messages().isEmpty()) {
                before = page.messages().getLast();
                cursor = before.id();
            }
            if (!page.more()) {
                world.scheduler()
                        .await("wait for more", () -> false, world.chance().below(100));
            }
        }
    }

    private void backward(ConversationId conversation, UserId user) {
        MessageId cursor = MessageId.MAX;
        Message newest = null;
        Message lowest = null;
        Position since = null;
        for (int pages = world.chance().between(1, 4); pages > 0; pages--) {
            boolean sure = lowest == null || world.durability().isOnEveryQuorum(lowest);
            MemberHistory.Result result = before(conversation, user, cursor);
            if (!(result instanceof MemberHistory.Result.Read(var page, var tenure))
                    || (since != null && !since.equals(tenure.memberSince()))) {
                return;
            }
            since = tenure.memberSince();
            List<Message> messages = page.messages();
            if (!messages.isEmpty()) {
                // A cursor at a message that is not whole yet may not be seen again, and then ends nothing.
                long expected = lowest == null || !sure ? messages.getFirst().seq() : lowest.seq() - 1;
                mustFollow(messages, expected, -1);
                newest = newest == null ? messages.getFirst() : newest;
                lowest = messages.getLast();
                cursor = lowest.id();
            }
            if (!page.more()) {
                mustReachTheFirst(lowest, sure, tenure.firstVisibleSeq());
                break;
            }
        }
        if (newest != null) {
            forward(conversation, user, newest.id(), newest);
        }
    }

    private static void mustReachTheFirst(@Nullable Message lowest, boolean sure, long firstVisibleSeq) {
        if (lowest != null && sure && lowest.seq() > firstVisibleSeq) {
            throw new Violation(
                    Invariant.NOTHING_BEHIND_A_CURSOR,
                    "the last page ends at " + lowest + " and not at " + firstVisibleSeq);
        }
    }

    private static void mustFollow(List<Message> messages, long expected, int direction) {
        long next = expected;
        for (Message message : messages) {
            if (message.seq() != next) {
                throw new Violation(Invariant.NOTHING_BEHIND_A_CURSOR, "read " + message + " where " + next + " comes");
            }
            next += direction;
        }
    }

    private MemberHistory.Result after(ConversationId conversation, UserId user, MessageId cursor) {
        return read(conversation, user, () -> history.after(conversation, user, cursor, limit()));
    }

    private MemberHistory.Result before(ConversationId conversation, UserId user, MessageId cursor) {
        return read(conversation, user, () -> history.before(conversation, user, cursor, limit()));
    }

    private interface Reading {
        MemberHistory.Result now();
    }

    private MemberHistory.Result read(ConversationId conversation, UserId user, Reading reading) {
        while (true) {
            try {
                MemberHistory.Result result = reading.now();
                if (result instanceof MemberHistory.Result.Read(var page, var _)) {
                    world.checks().readings().shown(user, conversation, page.messages());
                }
                return result;
            } catch (StoreUnavailable e) {
                world.scheduler().await("try again", () -> false, 20);
            }
        }
    }

    private int limit() {
        return world.chance().between(1, 4);
    }
}
