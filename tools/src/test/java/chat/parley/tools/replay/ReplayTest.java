package chat.parley.tools.replay;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.domain.UserId;
import chat.parley.tools.fake.FakeServer;
import chat.parley.tools.fake.Faults;
import chat.parley.tools.replay.Findings.Fault;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole run against a server that may break promises: it must say so, and only then. */
class ReplayTest {

    private static final int USERS = 12;
    private static final int EACH = 20;
    private static final Script SCRIPT = new SyntheticScript(USERS, EACH, 4, 7);
    private static final Duration SILENCE = Duration.ofMillis(200);
    private static final int MESSAGES = USERS * EACH;

    private static Figures replay(FakeServer server) throws InterruptedException {
        Replay.Plan plan = new Replay.Plan(
                SCRIPT, server.endpoint(), UserId::value, "r1", 64, 8, Pace.asFastAsPossible(), SILENCE, 1);
        try (Replay replay = new Replay(plan, new LineProgress(new PrintWriter(new StringWriter())))) {
            replay.prepare();
            replay.send(_ -> {});
            return replay.check();
        }
    }

    private static Findings findings(UnaryOperator<List<ObjectNode>> bend) throws InterruptedException {
        try (FakeServer server = new FakeServer(Faults.NONE)) {
            server.bendHistory(bend);
            return replay(server).findings();
        }
    }

    private static UnaryOperator<List<ObjectNode>> inTheFirstGroup(Consumer<List<ObjectNode>> bend) {
        return history -> {
            List<ObjectNode> bent = new ArrayList<>(history);
            if (bent.getFirst().path("conversation_id").asText().equals("g-s00000-r1-0")) {
                bend.accept(bent);
            }
            return bent;
        };
    }

    @Test
    void aServerThatKeepsItsPromisesIsFoundClean() throws Exception {
        try (FakeServer server = new FakeServer(Faults.NONE)) {
            Figures figures = replay(server);
            assertThat(figures.findings().examples()).isEmpty();
            assertThat(figures.findings().clean()).isTrue();
            assertThat(figures.stored()).isEqualTo(MESSAGES);
            // Every message, and the founding of each of three groups, to all four members.
            assertThat(figures.tally().delivered()).isEqualTo((MESSAGES + 3) * 4L);
            assertThat(figures.tally().deliveryMicros().getTotalCount()).isEqualTo(MESSAGES * 3L);
            assertThat(figures.tally().ackMicros().getTotalCount()).isEqualTo(MESSAGES);
        }
    }

    @Test
    void theSameRunAgainDoublesNothing() throws Exception {
        try (FakeServer server = new FakeServer(Faults.NONE)) {
            assertThat(replay(server).findings().clean()).isTrue();
            Figures again = replay(server);
            assertThat(again.findings().examples()).isEmpty();
            assertThat(again.ledger().duplicates()).isEqualTo(MESSAGES);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void lostAcksCutSocketsAndDoubledFramesBreakNoPromise(long seed) throws Exception {
        try (FakeServer server = new FakeServer(new Faults(30, 0, 0, 10, 100, new SplittableRandom(seed)))) {
            Figures figures = replay(server);
            assertThat(figures.findings().examples()).isEmpty();
            assertThat(figures.findings().clean()).isTrue();
            assertThat(figures.findings().overtakenCount()).isZero();
            assertThat(figures.ledger().duplicates()).as("acks were lost").isPositive();
            assertThat(figures.tally().copies()).isPositive();
            assertThat(figures.reconnects()).isPositive();
            assertThat(figures.tally().caughtUp()).isPositive();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aLiveFrameThatNeverCameIsFoundThoughACatchUpBringsTheMessage(long seed) throws Exception {
        try (FakeServer server = new FakeServer(new Faults(0, 0, 10, 10, 0, new SplittableRandom(seed)))) {
            Figures figures = replay(server);
            assertThat(figures.reconnects()).isZero();
            assertThat(figures.findings().count(Fault.MISSED_LIVE)).isPositive();
            assertThat(figures.findings().count(Fault.UNDELIVERED)).isZero();
            assertThat(figures.findings().clean()).isFalse();
        }
    }

    @Test
    void aServerWithoutLiveDeliveryIsFoundByTheSilence() throws Exception {
        try (FakeServer server = new FakeServer(new Faults(0, 0, 1, 0, 0, new SplittableRandom(1)))) {
            Figures figures = replay(server);
            assertThat(figures.findings().count(Fault.MISSED_LIVE)).isEqualTo(MESSAGES * 3L);
            assertThat(figures.findings().count(Fault.UNDELIVERED)).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void refusalsForNowMayChangeTheOrderAndNothingElse(long seed) throws Exception {
        try (FakeServer server = new FakeServer(new Faults(100, 20, 0, 10, 100, new SplittableRandom(seed)))) {
            Figures figures = replay(server);
            assertThat(figures.findings().examples()).isEmpty();
            assertThat(figures.findings().clean()).isTrue();
            assertThat(figures.ledger().postponed()).isPositive();
        }
    }

    @Test
    void aLostMessageIsFound() throws Exception {
        Findings findings = findings(inTheFirstGroup(history -> history.remove(10)));
        assertThat(findings.count(Fault.LOST)).isEqualTo(1);
        assertThat(findings.count(Fault.GAPS)).isEqualTo(1);
        assertThat(findings.clean()).isFalse();
    }

    @Test
    void aLostLastMessageIsFound() throws Exception {
        Findings findings = findings(inTheFirstGroup(List::removeLast));
        assertThat(findings.count(Fault.LOST)).isEqualTo(1);
        assertThat(findings.count(Fault.GAPS)).isZero();
    }

    @Test
    void aDoubledMessageIsFound() throws Exception {
        Findings findings = findings(inTheFirstGroup(history -> {
            ObjectNode copy = history.getLast().deepCopy();
            history.add(copy.put("seq", history.size() + 1).put("message_id", "00000000zzzzz"));
        }));
        assertThat(findings.count(Fault.DOUBLED)).isEqualTo(1);
    }

    @Test
    void aReorderedHistoryIsFound() throws Exception {
        Findings findings = findings(inTheFirstGroup(history -> Collections.swap(history, 5, 6)));
        assertThat(findings.count(Fault.GAPS)).isEqualTo(3);
    }

    @Test
    void anotherOrderThanTheAckedAndTheLiveOneIsFound() throws Exception {
        Findings findings = findings(inTheFirstGroup(history -> {
            // Two messages of one sender change places, and their numbers with them.
            ObjectNode one = history.get(5);
            String from = one.path("from").asText();
            ObjectNode other = history.stream()
                    .skip(6)
                    .filter(message -> message.path("from").asText().equals(from))
                    .findFirst()
                    .orElseThrow();
            int otherPlace = history.indexOf(other);
            ObjectNode early = other.deepCopy();
            ObjectNode late = one.deepCopy();
            for (String field : List.of("seq", "message_id")) {
                early.set(field, one.path(field));
                late.set(field, other.path(field));
            }
            history.set(5, early);
            history.set(otherPlace, late);
        }));
        assertThat(findings.count(Fault.SENDER_ORDER)).isEqualTo(1);
        assertThat(findings.count(Fault.MISACKED)).isEqualTo(2);
        assertThat(findings.count(Fault.LIVE_ORDER)).isEqualTo(2);
        assertThat(findings.count(Fault.GAPS)).isZero();
    }

    @Test
    void anAlteredMessageIsFound() throws Exception {
        Findings findings = findings(inTheFirstGroup(history -> {
            ObjectNode changed = history.get(3).deepCopy();
            history.set(3, changed.put("text", changed.path("text").asText() + "!"));
            ObjectNode misattributed = history.get(4).deepCopy();
            history.set(4, misattributed.put("from", "s00099"));
        }));
        assertThat(findings.count(Fault.ALTERED)).isEqualTo(2);
    }

    @Test
    void aMessageThatNobodySentIsFound() throws Exception {
        Findings findings = findings(inTheFirstGroup(history -> {
            ObjectNode forged = history.getLast().deepCopy();
            history.add(forged.put("seq", history.size() + 1)
                    .put("message_id", "00000000zzzzz")
                    .put("text", "x"));
        }));
        assertThat(findings.count(Fault.ALTERED)).isEqualTo(1);
    }

    @Test
    void aMessageThatNoDeviceWasToldOfIsFound() throws Exception {
        Findings findings = findings(inTheFirstGroup(history -> {
            ObjectNode event = history.getFirst().deepCopy();
            history.add(event.put("seq", history.size() + 1).put("message_id", "00000000zzzzz"));
        }));
        assertThat(findings.count(Fault.UNDELIVERED)).isEqualTo(4);
    }
}
