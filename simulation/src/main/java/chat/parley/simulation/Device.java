package chat.parley.simulation;

import chat.parley.domain.ConversationId;
import chat.parley.domain.Message;
import chat.parley.domain.MessageId;
import chat.parley.domain.Position;
import chat.parley.domain.Tenure;
import chat.parley.domain.UserId;
import chat.parley.pipeline.CatchUp;
import chat.parley.pipeline.ConversationView;
import chat.parley.pipeline.Conversations;
import chat.parley.pipeline.History;
import chat.parley.pipeline.MemberHistory;
import chat.parley.pipeline.port.StoreUnavailable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A device that comes and goes: connected, it is told live; in between it misses everything, and catches up by its token.
 * It fills no holes that it sees: what it is not told of, it does not know.
 */
final class Device implements Runnable {

    private final World world;
    private final Conversations conversations;
    private final UserId user;
    private final ReceiptIntake receipts;
    private final CatchUp catchUp;
    private final MemberHistory history;
    private final Map<ConversationId, TreeMap<Long, Message>> known = new HashMap<>();
    private final Map<ConversationId, Position> memberSince = new HashMap<>();
    private final List<Message> inbox = new ArrayList<>();
    private @Nullable String token;
    private boolean connected;
    private boolean toldToLook;
    private boolean lastTime;
    private boolean done;

    Device(World world, UserId user, ReceiptIntake receipts) {
        this.world = world;
        this.user = user;
        this.receipts = receipts;
        this.conversations = new Conversations(world.messages(), world.directory(), receipts);
        History plain = new History(world.messages());
        this.history = new MemberHistory(conversations, plain);
        this.catchUp = new CatchUp(
                conversations,
                plain,
                () -> new CatchUp.LogEnd(
                        world.conversationLog().committedNow(),
                        world.conversationLog().committedLogTime()),
                world.clock());
    }

    /** It is to connect once more, to catch up and to be done. */
    void finish() {
        lastTime = true;
    }

    boolean isDone() {
        return done;
    }

    /** The delivery brings a message, if its user is among those it is for. */
    void live(Message message, List<UserId> to) {
        if (connected && to.contains(user)) {
            inbox.add(message);
        }
    }

    /** Something was missed: it is to sync before it hears anything else. */
    void look() {
        toldToLook = true;
    }

    @Override
    public void run() {
        while (!done) {
            boolean last = lastTime;
            connected = true;
            world.scheduler().step("connect", user.value(), 0);
            sync();
            if (last) {
                done = true;
                mustKnowAll();
            } else {
                listen();
            }
            connected = false;
            inbox.clear();
            world.scheduler().await("away", () -> lastTime, world.chance().below(150));
        }
    }

    private void listen() {
        for (int i = world.chance().below(4); i > 0; i--) {
            world.scheduler().await("listen", () -> !inbox.isEmpty() || lastTime, 100);
            inbox.forEach(this::learn);
            inbox.clear();
            if (toldToLook) {
                toldToLook = false;
                sync();
            }
            readSomething();
        }
    }

    private void readSomething() {
        if (!known.isEmpty() && world.chance().in(0.4)) {
            TreeMap<Long, Message> some = world.chance().of(List.copyOf(known.values()));
            Message upTo = world.chance().in(0.5)
                    ? some.lastEntry().getValue()
                    : world.chance().of(List.copyOf(some.values()));
            receipts.read(user, upTo, world.chance().in(0.5));
        }
    }

    private void learn(Message message) {
        known.computeIfAbsent(message.conversation(), _ -> new TreeMap<>()).put(message.seq(), message);
    }

    private void sync() {
        while (true) {
            try {
                Heard heard = new Heard();
                catchUp.run(
                        new CatchUp.Request(
                                user, token, Map.of(), world.chance().between(1, 4)),
                        heard);
                for (CatchUp.Standing standing : heard.standings) {
                    complete(standing, heard);
                }
                token = heard.since;
                return;
            } catch (StoreUnavailable e) {
                world.scheduler().await("try again", () -> false, 20);
            }
        }
    }

    /** What one sync says. What was told is known, also when it breaks off. */
    private final class Heard implements CatchUp.Sink {
        private final Map<ConversationId, Message> last = new HashMap<>();
        private final List<CatchUp.Standing> standings = new ArrayList<>();
        private @Nullable String since;
        private boolean reset;

        @Override
        public void message(Message message) {
            world.checks().readings().shown(user, message.conversation(), List.of(message));
            last.put(message.conversation(), message);
            learn(message);
        }

        @Override
        public void synced(List<CatchUp.Standing> all, String next, boolean wasReset) {
            standings.addAll(all);
            since = next;
            reset = wasReset;
        }
    }

    /** Goes on where the limit cut; a conversation that is new to the device is read from its beginning. */
    private void complete(CatchUp.Standing standing, Heard heard) {
        ConversationId id = standing.conversation();
        if (!(conversations.access(id, user) instanceof Conversations.Access.Member(var _, Tenure tenure))) {
            return;
        }
        Position since = tenure.memberSince();
        boolean isNew = heard.reset || token == null || !since.equals(memberSince.get(id));
        Message last = heard.last.get(id);
        if (!isNew && !standing.more()) {
            return;
        }
        MessageId cursor = isNew || last == null ? MessageId.ZERO : last.id();
        while (true) {
            MemberHistory.Result result = history.after(id, user, cursor, 5);
            if (!(result instanceof MemberHistory.Result.Read(var page, var _))) {
                return;
            }
            world.checks().readings().shown(user, id, page.messages());
            page.messages().forEach(this::learn);
            if (!page.more()) {
                break;
            }
            cursor = page.messages().getLast().id();
        }
        memberSince.put(id, since);
    }

    private void mustKnowAll() {
        Map<ConversationId, Long> stored = new HashMap<>();
        for (ReferenceConversation conversation : world.reference().conversations()) {
            stored.put(conversation.id(), world.checks().receipts().storedSeq(user, conversation.id()));
        }
        Map<ConversationId, ConversationView> views = new HashMap<>();
        conversations.of(user).forEach(view -> views.put(view.roster().profile().id(), view));
        for (ReferenceConversation conversation : world.reference().conversations()) {
            long from = world.checks().readings().firstVisible(user, conversation.id());
            ConversationView view = views.get(conversation.id());
            if ((from > 0) != (view != null)) {
                throw new Violation(Invariant.CATCH_UP_IS_COMPLETE, user + " sees " + view + ", from " + from);
            }
            if (view == null) {
                continue;
            }
            world.checks().receipts().shown(user, conversation, from, stored.getOrDefault(conversation.id(), 0L), view);
            TreeMap<Long, Message> messages = known.getOrDefault(conversation.id(), new TreeMap<>());
            for (Message message : conversation.messages()) {
                if (message.seq() >= from && !messages.containsKey(message.seq())) {
                    throw new Violation(Invariant.CATCH_UP_IS_COMPLETE, user + " misses " + message);
                }
            }
        }
    }
}
