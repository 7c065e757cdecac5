package chat.parley.pipeline;

import static chat.parley.pipeline.Desk.ANNA;
import static chat.parley.pipeline.Desk.BEN;
import static chat.parley.pipeline.Desk.DIRECT;
import static chat.parley.pipeline.Desk.GROUP;
import static chat.parley.pipeline.Desk.TIME;
import static chat.parley.pipeline.Desk.direct;
import static chat.parley.pipeline.Desk.group;
import static chat.parley.pipeline.Desk.remove;
import static chat.parley.pipeline.Desk.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.parley.domain.ConversationId;
import chat.parley.domain.Message;
import chat.parley.domain.MessageId;
import chat.parley.domain.Position;
import chat.parley.domain.ReceiptKind;
import chat.parley.pipeline.port.StoreUnavailable;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class CatchUpTest {

    private static final Duration DAYS_30 = Duration.ofDays(30);

    private final Desk desk = new Desk();
    private Position decided = Position.START;
    private Clock clock = Clock.fixed(Instant.ofEpochMilli(TIME), ZoneOffset.UTC);

    /** What a device hears in one sync. */
    private static final class Heard implements CatchUp.Sink {
        final List<Long> seqs = new ArrayList<>();
        final List<CatchUp.Standing> standings = new ArrayList<>();
        String since = "";
        boolean reset;

        @Override
        public void message(Message message) {
            seqs.add(message.seq());
        }

        @Override
        public void synced(List<CatchUp.Standing> all, String next, boolean wasReset) {
            standings.addAll(all);
            since = next;
            reset = wasReset;
        }

        List<ConversationId> conversations() {
            return standings.stream().map(CatchUp.Standing::conversation).toList();
        }
    }

    @BeforeEach
    void twoConversations() {
        process(group(BEN), direct(ANNA, BEN), send(ANNA, "k1"));
    }

    @Test
    void aNewDeviceIsToldOfConversationsAndOfNoMessages() {
        Heard heard = sync(null, Map.of(), 9);
        assertThat(heard.conversations()).containsExactlyInAnyOrder(GROUP, DIRECT);
        assertThat(heard.seqs).isEmpty();
        assertThat(heard.reset).isFalse();
    }

    @Test
    void aTokenBringsWhatIsNewAndNothingElse() {
        String since = sync(null, Map.of(), 9).since;
        assertThat(sync(since, Map.of(), 9).conversations()).isEmpty();
        process(send(ANNA, "k2"), send(ANNA, "k3"));
        Heard heard = sync(since, Map.of(), 9);
        assertThat(heard.conversations()).containsExactly(GROUP);
        assertThat(heard.seqs).containsExactly(3L, 4L);
        assertThat(heard.standings.getFirst().more()).isFalse();
        assertThat(heard.standings.getFirst().unread()).isEqualTo(3);
        assertThat(sync(heard.since, Map.of(), 9).seqs).isEmpty();
    }

    @Test
    void theLimitCutsEachConversationAndSaysSo() {
        String since = sync(null, Map.of(), 9).since;
        process(send(ANNA, "k2"), send(ANNA, "k3"));
        Heard cut = sync(since, Map.of(), 1);
        assertThat(cut.seqs).containsExactly(3L);
        assertThat(cut.standings.getFirst().more()).isTrue();
        Heard rest = sync(cut.since, Map.of(GROUP, desk.messages(GROUP).get(2).id()), 1);
        assertThat(rest.seqs).containsExactly(4L);
        assertThat(rest.standings.getFirst().more()).isFalse();
    }

    @Test
    void aCursorGoesOnBehindItAlsoWhereNothingMoved() {
        Heard withToken = sync(sync(null, Map.of(), 9).since, Map.of(GROUP, MessageId.ZERO), 9);
        assertThat(withToken.seqs).containsExactly(1L, 2L);
        assertThat(withToken.conversations()).containsExactly(GROUP);
        Heard without = sync(null, Map.of(GROUP, desk.messages(GROUP).getFirst().id()), 9);
        assertThat(without.seqs).containsExactly(2L);
        assertThat(without.conversations()).containsExactlyInAnyOrder(GROUP, DIRECT);
    }

    @Test
    void aCursorOfAConversationThatIsNotOnesOwnIsLeftOut() {
        String since = sync(null, Map.of(), 9).since;
        process(remove(ANNA, BEN), send(ANNA, "k2"));
        Heard heard = sync(since, Map.of(GROUP, MessageId.ZERO), 9);
        assertThat(heard.seqs).isEmpty();
        assertThat(heard.conversations()).isEmpty();
    }

    @Test
    void whoIsRemovedMeanwhileIsToldNothingOfIt() {
        String since = sync(null, Map.of(), 9).since;
        process(send(ANNA, "k2"));
        desk.store.beforeRows = () -> process(remove(ANNA, BEN), send(ANNA, "behind-his-back"));
        Heard heard = sync(since, Map.of(), 9);
        assertThat(heard.seqs).isEmpty();
        assertThat(heard.conversations()).isEmpty();
    }

    @Test
    void aTokenOfMoreThanThirtyDaysIsAnsweredWithAReset() {
        String since = sync(null, Map.of(), 9).since;
        process(send(ANNA, "k2"));
        clock = Clock.offset(clock, DAYS_30);
        assertThat(sync(since, Map.of(), 9).reset).isFalse();
        clock = Clock.offset(clock, Duration.ofMillis(1));
        Heard heard = sync(since, Map.of(), 9);
        assertThat(heard.reset).isTrue();
        assertThat(heard.seqs).isEmpty();
        assertThat(heard.conversations()).containsExactlyInAnyOrder(GROUP, DIRECT);
        assertThat(sync(heard.since, Map.of(), 9).reset).isFalse();
    }

    @Test
    void aResetBringsNoMessagesByCursorsNeither() {
        String since = sync(null, Map.of(), 9).since;
        clock = Clock.offset(clock, DAYS_30.plusMillis(1));
        Heard heard = sync(since, Map.of(GROUP, MessageId.ZERO), 9);
        assertThat(heard.reset).isTrue();
        assertThat(heard.seqs).isEmpty();
        assertThat(heard.conversations()).containsExactlyInAnyOrder(GROUP, DIRECT);
        assertThat(sync(heard.since, Map.of(GROUP, MessageId.ZERO), 9).seqs).containsExactly(1L, 2L);
    }

    @Test
    void listingReadsNobodyElsesMembership() {
        desk.store.calls.clear();
        assertThat(sync(null, Map.of(), 9).conversations()).hasSize(2);
        assertThat(sync(sync(null, Map.of(), 9).since, Map.of(), 9).conversations())
                .isEmpty();
        assertThat(desk.store.calls).doesNotContain("roster");
    }

    @Test
    void whatIsNoTokenIsAnsweredWithAReset() {
        for (String since : List.of("", "abc", "%%%", "A".repeat(39), "A".repeat(40))) {
            assertThat(sync(since, Map.of(), 9).reset).as(since).isTrue();
        }
    }

    @Test
    void whatIsStoredAfterTheTokenWasTakenIsToldByTheNext() {
        desk.store.calls.clear();
        Heard heard = sync(null, Map.of(), 9);
        // Stored, and its position not yet moved: the next token's position is before it.
        desk.process(send(ANNA, "k2"));
        Heard next = sync(heard.since, Map.of(), 9);
        assertThat(next.seqs).containsExactly(3L);
        assertThat(sync(next.since, Map.of(), 9).seqs).as("twice, not never").containsExactly(3L);
    }

    @Test
    void aStoreThatDoesNotAnswerGivesNoToken() {
        String since = sync(null, Map.of(), 9).since;
        process(send(ANNA, "k2"));
        desk.store.failing = "read rows";
        assertThatThrownBy(() -> sync(since, Map.of(), 9)).isInstanceOf(StoreUnavailable.class);
    }

    /** Decided, stored, and the position moved. */
    private void process(Command... commands) {
        decided = desk.process(commands).getLast().position();
    }

    @Test
    void aTokenOfALogThatWasLongerIsOfNoUse() {
        Position before = decided;
        process(send(ANNA, "k2"));
        String since = sync(null, Map.of(), 9).since;
        decided = before;
        assertThat(sync(since, Map.of(), 9).reset).as("a backup was restored").isTrue();
    }

    @Test
    void aTokenThatSomebodyMadeUpIsOfNoUse() {
        for (long time : new long[] {Long.MIN_VALUE, -1, 1_000_000_000_000_000L, Long.MAX_VALUE}) {
            assertThat(sync(token(0, 1, time, TIME), Map.of(), 9).reset).isTrue();
            assertThat(sync(token(0, 1, TIME, time), Map.of(), 9).reset).isTrue();
        }
        assertThat(sync(token(-1, 1, TIME, TIME), Map.of(), 9).reset).isTrue();
        assertThat(sync(token(0, -1, TIME, TIME), Map.of(), 9).reset).isTrue();
        assertThat(sync(token(0, 1, TIME, clock.millis()), Map.of(), 9).reset)
                .as("as one is")
                .isFalse();
    }

    private static String token(int generation, long offset, long logTime, long issued) {
        ByteBuffer bytes = ByteBuffer.allocate(29)
                .put((byte) 1)
                .putInt(generation)
                .putLong(offset)
                .putLong(logTime)
                .putLong(issued);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /** Or its unread count would stay wrong on this device until the conversation moves. */
    @Test
    void whatAnotherDeviceHasReadIsNewOnce() {
        String since = sync(null, Map.of(), 9).since;
        clock = Clock.offset(clock, Duration.ofSeconds(1));
        Head head = Objects.requireNonNull(desk.store.head(GROUP));
        new PendingReceipts(desk.store, clock)
                .advance(List.of(new Cursor(GROUP, BEN, ReceiptKind.READ, head.id(), head.seq(), head.messageCount())));
        clock = Clock.offset(clock, Duration.ofSeconds(1));

        Heard heard = sync(since, Map.of(), 9);
        assertThat(heard.conversations()).containsExactly(GROUP);
        assertThat(heard.seqs).isEmpty();
        assertThat(heard.standings.getFirst().unread()).isZero();
        assertThat(sync(heard.since, Map.of(), 9).conversations()).isEmpty();
    }

    private Heard sync(@Nullable String since, Map<ConversationId, MessageId> cursors, int limit) {
        Heard heard = new Heard();
        new CatchUp(
                        new Conversations(desk.store, desk.store, desk.store),
                        new History(desk.store),
                        () -> new CatchUp.LogEnd(decided, TIME),
                        clock)
                .run(new CatchUp.Request(BEN, since, cursors, limit), heard);
        return heard;
    }
}
