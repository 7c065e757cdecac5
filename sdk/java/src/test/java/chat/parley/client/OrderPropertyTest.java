package chat.parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A server in a few lines, whose live frames are late, lost, doubled and come out of turn, whose sockets end at any moment,
 * which takes the user out of a group and back in, and whose history and catch-up are right: what is given is each message
 * once, in order, and in the end all of them.
 */
class OrderPropertyTest {

    private static final int CONVERSATIONS = 4;
    private static final int STEPS = 600;
    private static final int SEEDS = 500;

    /** The conversation that the user leaves and comes back to. */
    private static final int GROUP = 0;

    private static final ServerFrame LEFT = new ServerFrame.ConversationTold(new ConversationChange(
            new Conversation("c" + GROUP, "group", null, "all", 0, List.of(), "", Instant.EPOCH, 1, null, 0, null, 0),
            true));

    private static final class World implements CatchUp.Client, Inbox.Given {
        private final SplittableRandom random;
        private final List<List<ServerFrame.Told>> stored = new ArrayList<>();
        private final Map<String, Long> given = new HashMap<>();
        private final ArrayDeque<Runnable> timers = new ArrayDeque<>();
        private final ArrayDeque<ServerFrame> frames = new ArrayDeque<>();
        /** What happened and nobody was told of live yet: who asks may see it before. */
        private final ArrayDeque<ServerFrame> untold = new ArrayDeque<>();

        private boolean member = true;
        /** The first message of the group that came since the user is back. */
        private long joinedAt;

        private boolean amnesia;
        /** Whether who comes back sees nothing of what was before. */
        private final boolean historyJoined;

        private final Map<String, StateFile.Cursor> kept = new HashMap<>();
        private @Nullable String keptSince;
        private Inbox inbox = new Inbox(null, Map.of(), this);
        private CatchUp catchUp = new CatchUp(inbox, this);
        /** Where the conversations stood at the first catch-up that was finished. */
        private final long[] begins = new long[CONVERSATIONS];

        private final long[] listed = new long[CONVERSATIONS];
        /** Whether the catch-up lists everything for a device that knows, or should know, nothing. */
        private boolean anew;

        private boolean up;
        /** Now and then the server cannot read a conversation, and says so behind what it can tell. */
        private boolean readable;

        private int caughtUp;

        private World(long seed) {
            random = new SplittableRandom(seed);
            historyJoined = seed % 2 == 0;
            for (int c = 0; c < CONVERSATIONS; c++) {
                stored.add(new ArrayList<>());
                begins[c] = Long.MAX_VALUE;
            }
        }

        @Override
        public void begins(String conversationId, long seq, @Nullable String messageId) {
            boolean back = conversationId.equals("c" + GROUP) && mayMiss(seq + 1);
            assertThat(anew || back).as("only then is what was before history").isTrue();
            given.remove(conversationId);
            begins[Integer.parseInt(conversationId.substring(1))] = seq;
            kept.put(conversationId, new StateFile.Cursor(seq, messageId, true));
        }

        @Override
        public void message(ServerFrame.Told told) {
            Message message = told.message();
            int c = Integer.parseInt(message.conversationId().substring(1));
            // What came before the first catch-up listed it is history.
            long first = Math.min(message.seq() - 1, begins[c]);
            long before = given.getOrDefault(message.conversationId(), first);
            if (c == GROUP && mayMiss(message.seq())) {
                assertThat(message.seq()).as("once").isGreaterThan(before);
            } else {
                assertThat(message.seq()).as(message.conversationId()).isEqualTo(before + 1);
            }
            amnesia &= c != GROUP;
            given.put(message.conversationId(), message.seq());
            kept.put(message.conversationId(), new StateFile.Cursor(message.seq(), message.messageId(), true));
        }

        /** What was before one came back to the group, or nobody remembers any more that one was in it. */
        private boolean mayMiss(long next) {
            return next <= joinedAt || amnesia;
        }

        private void step() {
            switch (random.nextInt(14)) {
                case 0 -> restart();
                case 1, 2 -> run(timers.poll());
                case 3, 4, 5 -> say();
                case 6, 7, 8 -> tell();
                case 9 -> comeOrGo();
                default -> hear();
            }
        }

        private void restart() {
            if (random.nextInt(12) == 0) {
                // The program ends, and comes back from its directory.
                frames.clear();
                timers.clear();
                amnesia = !kept.containsKey("c" + GROUP);
                if (amnesia) {
                    given.remove("c" + GROUP);
                }
                inbox = new Inbox(keptSince, Map.copyOf(kept), this);
                catchUp = new CatchUp(inbox, this);
                up = true;
                catchUp.start();
            } else if (random.nextInt(4) == 0) {
                frames.clear();
                up = random.nextBoolean();
                catchUp.lost();
                if (up) {
                    catchUp.start();
                }
            }
        }

        private void say() {
            int c = random.nextInt(CONVERSATIONS);
            int burst = random.nextInt(20) == 0 ? 300 : 1;
            for (int i = 0; i < burst; i++) {
                say(c);
            }
        }

        private void say(int c) {
            List<ServerFrame.Told> all = stored.get(c);
            long seq = all.size() + 1L;
            ServerFrame.Told told = new ServerFrame.Told(
                    new Message(
                            "c" + c,
                            String.format("%013d", seq),
                            seq,
                            "bob",
                            "x",
                            List.of(),
                            Instant.EPOCH,
                            null,
                            null),
                    true);
            all.add(told);
            if (c != GROUP || member) {
                untold.add(told);
            }
        }

        /** With an event of the group, as every such change. */
        private void comeBack() {
            member = true;
            joinedAt = stored.get(GROUP).size() + 1L;
            say(GROUP);
        }

        private void comeOrGo() {
            if (random.nextInt(4) == 0) {
                if (member) {
                    member = false;
                    untold.add(LEFT);
                } else {
                    comeBack();
                }
            }
        }

        private void tell() {
            for (int i = random.nextInt(untold.size() + 1); i > 0; i--) {
                deliver(untold.remove());
            }
        }

        private void deliver(ServerFrame told) {
            if (up && told.equals(LEFT)) {
                frames.add(told);
            } else if (up) {
                switch (random.nextInt(8)) {
                    case 0 -> {
                        // Lost.
                    }
                    case 1 -> {
                        frames.add(told);
                        frames.add(told);
                    }
                    case 2 -> frames.addFirst(told);
                    default -> frames.add(told);
                }
            }
        }

        private void hear() {
            ServerFrame frame = frames.poll();
            if (frame instanceof ServerFrame.Told told) {
                boolean behind = inbox.behind();
                boolean whole = inbox.take(told);
                if (!behind || !whole) {
                    catchUp.took(whole);
                }
            } else if (LEFT.equals(frame)) {
                inbox.forget("c" + GROUP);
                kept.remove("c" + GROUP);
            } else if (frame instanceof ServerFrame.Synced synced) {
                anew = keptSince == null || synced.reset();
                if (synced.reset()) {
                    // A conversation that this device never heard of begins about now.
                    for (int c = 0; c < CONVERSATIONS; c++) {
                        begins[c] = kept.containsKey("c" + c) ? begins[c] : Long.MAX_VALUE;
                    }
                }
                catchUp.synced(synced);
            } else if (frame instanceof ServerFrame.Failed failed) {
                catchUp.failed(failed.id(), failed.error());
            }
        }

        private void run(@Nullable Runnable timer) {
            if (timer != null) {
                timer.run();
            }
        }

        private boolean allGiven() {
            for (int c = 0; c < CONVERSATIONS; c++) {
                long last = given.getOrDefault("c" + c, begins[c]);
                if (last != Long.MAX_VALUE && last != stored.get(c).size()) {
                    return false;
                }
            }
            return true;
        }

        /** No more faults: what is lacking comes. */
        private void settle() {
            readable = true;
            if (!member) {
                comeBack();
            }
            while (!untold.isEmpty()) {
                deliver(untold.remove());
            }
            if (!up) {
                up = true;
                catchUp.start();
            } else {
                // The last live frames may have been lost, which only the next catch-up shows.
                catchUp.start();
            }
            for (int i = 0; i < 100_000 && !(frames.isEmpty() && timers.isEmpty()); i++) {
                if (frames.isEmpty()) {
                    run(timers.poll());
                } else {
                    hear();
                }
            }
        }

        @Override
        public boolean ready() {
            return up;
        }

        @Override
        public void say(String frame) {
            JsonObject sync;
            try {
                sync = Json.parse(frame);
            } catch (java.io.IOException e) {
                throw new AssertionError(e);
            }
            String since = sync.textOrNull("since");
            JsonObject cursors = sync.object("cursors");
            int limit = 100;
            Map<String, ServerFrame.Listed> standings = new HashMap<>();
            StringBuilder next = new StringBuilder();
            boolean reset = since != null && random.nextInt(8) == 0;
            String[] heads = since == null ? new String[0] : since.split(",", -1);
            int damaged = readable || random.nextInt(4) > 0 ? -1 : random.nextInt(CONVERSATIONS);
            for (int c = 0; c < CONVERSATIONS; c++) {
                if (c == damaged) {
                    continue;
                }
                String name = "c" + c;
                List<ServerFrame.Told> all = stored.get(c);
                listed[c] = all.size();
                next.append(c == 0 ? "" : ",").append(all.size());
                if (c == GROUP && !member) {
                    continue;
                }
                boolean asked = !reset && cursors.fields().containsKey(name);
                int from = all.size();
                if (asked) {
                    String id = cursors.textOrNull(name);
                    from = id == null ? 0 : Integer.parseInt(id);
                } else if (since != null && !reset) {
                    from = Integer.parseInt(heads[c]);
                }
                from = Math.max(from, before(c));
                int to = Math.min(all.size(), from + limit);
                for (ServerFrame.Told told : List.copyOf(all.subList(from, to))) {
                    frames.add(told);
                    if (random.nextInt(4) == 0) {
                        // What is told live comes in between.
                        tell();
                    }
                }
                if (!all.isEmpty() && (since == null || reset || asked || from < all.size())) {
                    String lastId =
                            all.isEmpty() ? null : all.getLast().message().messageId();
                    standings.put(
                            name, new ServerFrame.Listed(new Standing(lastId, all.size(), null, 0), to < all.size()));
                }
            }
            if (damaged >= 0) {
                frames.add(new ServerFrame.Synced(standings, true, null, reset, sync.text("id")));
                ParleyException error = new ParleyException(ErrorCode.UNAVAILABLE, "c" + damaged + " cannot be read");
                frames.add(new ServerFrame.Failed(error, null, sync.text("id")));
                return;
            }
            frames.add(new ServerFrame.Synced(standings, false, next.toString(), reset, sync.text("id")));
        }

        @Override
        public void later(Duration delay, Runnable task) {
            timers.add(task);
        }

        @Override
        public boolean awaitsAcks() {
            return false;
        }

        @Override
        public void caughtUp(Map<String, Standing> standings) {
            keptSince = inbox.rest();
            if (caughtUp == 0) {
                for (int c = 0; c < CONVERSATIONS; c++) {
                    boolean unheard = begins[c] == Long.MAX_VALUE && c != GROUP;
                    begins[c] = unheard ? listed[c] : begins[c];
                }
            }
            kept.replaceAll((_, cursor) -> new StateFile.Cursor(cursor.seq(), cursor.messageId(), false));
            caughtUp++;
        }

        @Override
        public void fill(List<String> conversations) {
            Map<String, Duration> refused = new HashMap<>();
            ArrayDeque<String> holes = new ArrayDeque<>();
            for (String conversation : conversations) {
                if (!readable && random.nextInt(3) == 0) {
                    refused.put(conversation, Duration.ZERO);
                    continue;
                }
                holes.add(conversation);
            }
            fillNext(holes, refused, inbox, catchUp);
        }

        /** Pages are read without the lock: much may happen between a page and what it fills. */
        private void fillNext(ArrayDeque<String> holes, Map<String, Duration> refused, Inbox to, CatchUp asks) {
            String conversation = holes.peek();
            if (conversation == null) {
                timers.add(() -> asks.filled(refused));
                return;
            }
            Inbox.Hole hole = to.hole(conversation);
            if (hole == null) {
                holes.remove();
                fillNext(holes, refused, to, asks);
                return;
            }
            String after = hole.after();
            int c = Integer.parseInt(conversation.substring(1));
            List<ServerFrame.Told> all = stored.get(c);
            boolean forbidden = !member && c == GROUP;
            int from = Math.min(all.size(), Math.max(after == null ? 0 : Integer.parseInt(after), before(c)));
            List<ServerFrame.Told> page = List.copyOf(all.subList(from, Math.min(all.size(), from + 50)));
            timers.add(() -> {
                if (forbidden && to.isStill(hole)) {
                    to.forget(conversation);
                    kept.remove(conversation);
                } else if (!forbidden) {
                    to.page(hole, page);
                }
                if (forbidden || page.isEmpty() || !to.lacks(conversation)) {
                    holes.remove();
                }
                fillNext(holes, refused, to, asks);
            });
        }

        /** How much of a conversation the user may not see. */
        private int before(int c) {
            return historyJoined && c == GROUP ? (int) Math.max(0, joinedAt - 1) : 0;
        }

        @Override
        public Duration backoff(int before) {
            return Duration.ZERO;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 1_000})
    void eachOnceAndInOrder(long base) {
        for (long seed = base * 1_000; seed < base * 1_000 + SEEDS; seed++) {
            World world = new World(seed);
            try {
                world.up = true;
                world.catchUp.start();
                for (int i = 0; i < STEPS; i++) {
                    world.step();
                }
                world.settle();
                assertThat(world.allGiven())
                        .as(
                                "given %s, stored %s, begins %s, back at %s, amnesia %s",
                                world.given,
                                world.stored.stream().map(List::size).toList(),
                                java.util.Arrays.toString(world.begins),
                                world.joinedAt,
                                world.amnesia)
                        .isTrue();
                assertThat(world.caughtUp).isPositive();
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }
}
