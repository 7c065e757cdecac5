package chat.parley.simulation;

import chat.parley.domain.Body;
import chat.parley.domain.ConversationId;
import chat.parley.domain.Message;
import chat.parley.domain.MessageId;
import chat.parley.domain.Position;
import chat.parley.domain.ReceiptKind;
import chat.parley.domain.Tenure;
import chat.parley.domain.UserId;
import chat.parley.pipeline.CatchUp;
import chat.parley.pipeline.ConversationView;
import chat.parley.pipeline.Conversations;
import chat.parley.pipeline.Cursor;
import chat.parley.pipeline.History;
import chat.parley.pipeline.port.StoreUnavailable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One of several devices of a user, over months: it uses what the wire gives a client and nothing else, the token of the
 * last sync and cursors where the limit cut or a conversation is new to it, and reads on one what another then need not.
 */
final class LifeDevice implements Runnable {

    private static final int LISTENS_MILLIS_MAX = 20 * 60_000;
    private static final int AWAY_MILLIS_MAX = 20 * 60_000;

    private final World world;
    private final UserId user;
    private final BooleanSupplier ending;
    private final Map<UserId, Map<ConversationId, Long>> reads;
    private final Conversations conversations;
    private final CatchUp catchUp;
    private final Map<ConversationId, TreeMap<Long, Message>> known = new HashMap<>();
    private final Map<ConversationId, Position> memberSince = new HashMap<>();
    private final List<Message> inbox = new ArrayList<>();
    private @Nullable String token;
    private boolean connected;
    private boolean toldToLook;
    private boolean done;
    private long syncs;
    private long resets;

    /**
     * @param ending whether it is to connect once more, and to be done
     * @param reads up to which seq each user has read; shared by all devices
     */
    LifeDevice(World world, UserId user, BooleanSupplier ending, Map<UserId, Map<ConversationId, Long>> reads) {
        this.world = world;
        this.user = user;
        this.ending = ending;
        this.reads = reads;
        this.conversations = new Conversations(world.messages(), world.directory(), world.cursors());
        this.catchUp = new CatchUp(
                conversations,
                new History(world.messages()),
                () -> new CatchUp.LogEnd(
                        world.conversationLog().committedNow(),
                        world.conversationLog().committedLogTime()),
                world.clock());
    }

    boolean isDone() {
        return done;
    }

    long syncs() {
        return syncs;
    }

    long resets() {
        return resets;
    }

    void live(Message message, List<UserId> to) {
        if (connected && to.contains(user)) {
            inbox.add(message);
        }
    }

    void look() {
        toldToLook = true;
    }

    @Override
    public void run() {
        while (!done) {
            boolean last = ending.getAsBoolean();
            connected = true;
            world.scheduler().step("connect", user.value(), 0);
            sync();
            if (last) {
                done = true;
            } else {
                listen();
            }
            connected = false;
            inbox.clear();
            world.scheduler().await("away", ending, world.chance().below(AWAY_MILLIS_MAX));
        }
    }

    private void listen() {
        long until = world.clock().millis() + world.chance().below(LISTENS_MILLIS_MAX);
        while (world.clock().millis() < until && !ending.getAsBoolean()) {
            world.scheduler()
                    .await("listen", () -> !inbox.isEmpty() || toldToLook || ending.getAsBoolean(), 5 * 60_000);
            inbox.forEach(this::learn);
            inbox.clear();
            if (toldToLook) {
                toldToLook = false;
                sync();
            }
            if (world.chance().in(0.1)) {
                readSomething();
            }
        }
    }

    private void learn(Message message) {
        known.computeIfAbsent(message.conversation(), _ -> new TreeMap<>()).put(message.seq(), message);
    }

    private void readSomething() {
        if (known.isEmpty()) {
            return;
        }
        Message last =
                world.chance().of(List.copyOf(known.values())).lastEntry().getValue();
        ConversationId id = last.conversation();
        Cursor cursor = new Cursor(id, user, ReceiptKind.READ, last.id(), last.seq(), last.messageCount());
        again(() -> world.cursors().advance(List.of(cursor)));
        reads.computeIfAbsent(user, _ -> new HashMap<>()).merge(id, last.seq(), Math::max);
    }

    /** Asks with cursors until nothing is cut and nothing new, as a client does. */
    private void sync() {
        Map<ConversationId, MessageId> cursors = new HashMap<>();
        do {
            Heard heard = new Heard();
            Map<ConversationId, MessageId> asked = Map.copyOf(cursors);
            again(() -> {
                heard.standings.clear();
                catchUp.run(
                        new CatchUp.Request(user, token, asked, world.chance().between(1, 50)), heard);
            });
            syncs++;
            Map<ConversationId, MessageId> next = new HashMap<>();
            for (CatchUp.Standing standing : heard.standings) {
                again(() -> goOn(standing, heard, asked.keySet().contains(standing.conversation()), next));
            }
            token = heard.since;
            cursors = next;
        } while (!cursors.isEmpty());
    }

    private void goOn(CatchUp.Standing standing, Heard heard, boolean byCursor, Map<ConversationId, MessageId> next) {
        ConversationId id = standing.conversation();
        if (!(conversations.access(id, user) instanceof Conversations.Access.Member(var _, Tenure tenure))) {
            return;
        }
        Message last = heard.last.get(id);
        boolean isNew = token == null || !tenure.memberSince().equals(memberSince.get(id));
        if (heard.reset || (isNew && !byCursor)) {
            next.put(id, MessageId.ZERO);
        } else if (standing.more() && last != null) {
            next.put(id, last.id());
        }
        memberSince.put(id, tenure.memberSince());
    }

    private final class Heard implements CatchUp.Sink {
        private final Map<ConversationId, Message> last = new HashMap<>();
        private final List<CatchUp.Standing> standings = new ArrayList<>();
        private @Nullable String since;
        private boolean reset;

        @Override
        public void message(Message message) {
            if (message.seq() <= seq(last.get(message.conversation())) && since != null) {
                throw new Violation(Invariant.ONE_ORDER, user + " is told out of order: " + message);
            }
            world.checks().readings().shown(user, message.conversation(), List.of(message));
            last.put(message.conversation(), message);
            learn(message);
        }

        @Override
        public void synced(List<CatchUp.Standing> all, String next, boolean wasReset) {
            standings.addAll(all);
            since = next;
            reset = wasReset;
            resets += wasReset ? 1 : 0;
        }
    }

    private static long seq(@Nullable Message message) {
        return message == null ? 0 : message.seq();
    }

    private void again(Runnable what) {
        while (true) {
            try {
                what.run();
                return;
            } catch (StoreUnavailable e) {
                world.scheduler().await("try again", () -> false, 20);
            }
        }
    }

    /** All is quiet: what it holds is the reference, and unread is what a recount says. To be called by no actor. */
    void mustKnowAll(Map<ConversationId, ConversationView> views) {
        for (ReferenceConversation conversation : world.reference().conversations()) {
            ConversationId id = conversation.id();
            long visible = world.checks().readings().firstVisible(user, id);
            ConversationView view = views.get(id);
            if ((visible > 0) != (view != null)) {
                throw new Violation(Invariant.CATCH_UP_IS_COMPLETE, user + " sees " + view + ", from " + visible);
            }
            if (view == null) {
                continue;
            }
            long from = Math.max(visible, world.durability().expiredSeq(id) + 1);
            TreeMap<Long, Message> messages = known.getOrDefault(id, new TreeMap<>());
            for (Message expected : conversation.messages()) {
                Message stored = world.checks().rows().stored(id, expected.seq());
                if (expected.seq() >= from && !expected.id().equals(MessageId.ZERO)) {
                    Message held = messages.get(expected.seq());
                    if (held == null || !held.equals(stored)) {
                        throw new Violation(Invariant.CATCH_UP_IS_COMPLETE, user + " holds " + held + " for " + stored);
                    }
                }
            }
            unreadIsRight(conversation, from, view);
        }
    }

    private void unreadIsRight(ReferenceConversation conversation, long from, ConversationView view) {
        long read = reads.getOrDefault(user, Map.of()).getOrDefault(conversation.id(), 0L);
        long unread = 0;
        for (Message message : conversation.messages()) {
            boolean isMessage = message.content() instanceof Body;
            if (isMessage && message.from().equals(user)) {
                unread = 0;
            } else if (isMessage && message.seq() >= from && message.seq() > read) {
                unread++;
            }
        }
        if (view.unread() != unread) {
            throw new Violation(Invariant.HEAD_TELLS_THE_LAST, unread + " are unread, and not as in " + view);
        }
    }
}
