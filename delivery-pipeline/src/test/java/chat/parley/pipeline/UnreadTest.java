package chat.parley.pipeline;

import static chat.parley.pipeline.Desk.ANNA;
import static chat.parley.pipeline.Desk.BEN;
import static chat.parley.pipeline.Desk.CLEO;
import static chat.parley.pipeline.Desk.GROUP;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.domain.Body;
import chat.parley.domain.HistoryVisibility;
import chat.parley.domain.Message;
import chat.parley.domain.ReceiptKind;
import chat.parley.domain.Tenure;
import chat.parley.domain.UserId;
import chat.parley.pipeline.CatchUp.LogEnd;
import chat.parley.pipeline.Conversations.Access;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Unread is a subtraction, and always what a recount over the messages comes to. */
class UnreadTest {

    private static final int SEEDS = 60;
    private static final int STEPS = 120;
    private static final List<UserId> USERS = List.of(ANNA, BEN, CLEO);

    @ParameterizedTest
    @EnumSource(HistoryVisibility.class)
    void isWhatARecountComesTo(HistoryVisibility history) {
        for (long seed = 0; seed < SEEDS; seed++) {
            new Run(seed, history).run();
        }
    }

    /** One seeded history of sends, events, receipts, joins, retention and crashes. */
    private static final class Run {

        private final String name;
        private final Random random;
        private final HistoryVisibility history;
        private final Desk desk = new Desk();
        private final List<Message> all = new ArrayList<>();

        /** Up to which seq each user has read, by what was taken of him; and what of that is stored. */
        private final Map<UserId, Long> read = new HashMap<>();

        private final Map<UserId, Long> stored = new HashMap<>();
        private long expiredSeq;
        private PendingReceipts pending = new PendingReceipts(desk.store, Clock.systemUTC());
        private int keys;

        Run(long seed, HistoryVisibility history) {
            this.name = history + ", seed " + seed;
            this.random = new Random(seed);
            this.history = history;
        }

        void run() {
            desk.process(Desk.group(history, BEN));
            for (int i = 0; i < STEPS; i++) {
                step();
                refresh();
                USERS.forEach(this::check);
            }
        }

        private void step() {
            UserId user = USERS.get(random.nextInt(USERS.size()));
            switch (random.nextInt(12)) {
                case 0 -> desk.process(new Command.Rename(GROUP, ANNA, "title " + random.nextInt(3)));
                case 1 -> desk.process(Desk.add(ANNA, user));
                case 2 -> desk.process(Desk.remove(ANNA, user.equals(ANNA) ? BEN : user));
                case 3 -> expire();
                case 4 -> {
                    pending.store();
                    stored.putAll(read);
                }
                case 5 -> crash();
                case 6, 7, 8 -> receipt(user);
                default -> send(user);
            }
        }

        private void send(UserId user) {
            int before = desk.messages(GROUP).size();
            desk.process(Desk.send(user, "k" + keys++));
            if (desk.messages(GROUP).size() > before) {
                long seq = desk.head(GROUP).seq();
                read.merge(user, seq, Math::max);
                stored.merge(user, seq, Math::max);
            }
        }

        private void receipt(UserId user) {
            refresh();
            Message at = all.get(random.nextInt(all.size()));
            boolean isMember = conversations().access(GROUP, user) instanceof Access.Member;
            boolean now = random.nextInt(4) == 0;
            ReceiptKind kind = random.nextInt(3) == 0 ? ReceiptKind.DELIVERED : ReceiptKind.READ;
            Receipts receipts = new Receipts(conversations(), desk.store, desk.store, pending, Clock.systemUTC());
            var claim = new Receipts.Claim(user, GROUP, kind, at.id(), new ReplyTo(0, 0, 0));
            var result = now ? receipts.takeNow(claim) : receipts.take(claim);
            if (isMember) {
                assertThat(result).as(name).isEqualTo(new Receipts.Result.Taken());
                if (kind == ReceiptKind.READ) {
                    read.merge(user, at.seq(), Math::max);
                    if (now) {
                        stored.merge(user, at.seq(), Math::max);
                    }
                }
            } else {
                assertThat(result).as(name).isNotEqualTo(new Receipts.Result.Taken());
            }
        }

        /** What is gone is gone for good, the rest of its rows stays. */
        private void expire() {
            refresh();
            Message last = all.get(random.nextInt(all.size()));
            if (random.nextInt(4) == 0 && last.seq() > expiredSeq) {
                expiredSeq = last.seq();
                desk.store.expired = new Expired(last.seq(), last.messageCount());
                desk.store.of(GROUP).headMap(last.id(), true).clear();
            }
        }

        /** What was not stored is lost, and nothing else. */
        private void crash() {
            pending = new PendingReceipts(desk.store, Clock.systemUTC());
            read.clear();
            read.putAll(stored);
            desk.restart();
        }

        private void refresh() {
            for (Message message : desk.messages(GROUP)) {
                if (all.isEmpty() || message.seq() > all.getLast().seq()) {
                    all.add(message);
                }
            }
        }

        private void check(UserId user) {
            if (!(conversations().access(GROUP, user) instanceof Access.Member member)) {
                return;
            }
            Tenure tenure = member.tenure();
            long from = Math.max(Math.max(read.getOrDefault(user, 0L), expiredSeq), tenure.firstVisibleSeq() - 1);
            long recount = all.stream()
                    .filter(message -> message.seq() > from && message.content() instanceof Body)
                    .count();
            assertThat(conversations().view(member, user).unread()).as(name).isEqualTo(recount);
            assertThat(synced(user)).as(name).isEqualTo(recount);
            assertThat(conversations().unread(user, Unreadable.WAITS)).as(name).isEqualTo(recount);
        }

        private long synced(UserId user) {
            List<CatchUp.Standing> standings = new ArrayList<>();
            new CatchUp(
                            conversations(),
                            new History(desk.store),
                            () -> new LogEnd(desk.head(GROUP).position(), Desk.TIME),
                            Clock.systemUTC())
                    .run(new CatchUp.Request(user, null, Map.of(), 100), new CatchUp.Sink() {
                        @Override
                        public void message(Message message) {
                            throw new AssertionError("nothing was asked for");
                        }

                        @Override
                        public void synced(List<CatchUp.Standing> some, String since, boolean reset) {
                            standings.addAll(some);
                        }
                    });
            return standings.getFirst().unread();
        }

        private Conversations conversations() {
            return new Conversations(desk.store, desk.store, pending);
        }
    }
}
