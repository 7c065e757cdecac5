package chat.parley.pipeline;

import static chat.parley.pipeline.Desk.ANNA;
import static chat.parley.pipeline.Desk.DIRECT;
import static chat.parley.pipeline.Desk.GROUP;
import static chat.parley.pipeline.Desk.send;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.domain.Body;
import chat.parley.domain.ClientMsgId;
import chat.parley.domain.ConversationId;
import chat.parley.domain.MessageId;
import chat.parley.domain.UserId;
import chat.parley.pipeline.port.SentKeys;
import chat.parley.pipeline.port.StoreUnavailable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class GatewayTest {

    private static final Outcome STORED = new Outcome.Stored(new MessageId(1), 1, 1, false);
    private static final Command.Send ELSEWHERE =
            new Command.Send(DIRECT, ANNA, new ClientMsgId("k"), Body.text("text of k"));

    private final ListLog<Entry> log = new ListLog<>();
    private final SettableClock clock = new SettableClock();
    private final Sent sent = new Sent();
    private final Gateway gateway = new Gateway(7, log, sent, clock);
    private final List<Outcome> answers = new ArrayList<>();

    private static final class SettableClock extends Clock {
        private Instant now = Instant.ofEpochMilli(Desk.TIME);

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private static final class Sent implements SentKeys {
        private @Nullable ConversationId conversation;
        private boolean failing;

        @Override
        public @Nullable ConversationId conversationOf(UserId sender, ClientMsgId key) {
            if (failing) {
                throw new StoreUnavailable("no");
            }
            return conversation;
        }
    }

    @Test
    void whatIsSubmittedStandsInTheLogAndIsAnsweredOnce() {
        gateway.submit(send(ANNA, "k"), 42, answers::add);
        Entry entry = log.entries.getFirst().entry();
        assertThat(entry.command()).isEqualTo(send(ANNA, "k"));
        assertThat(entry.replyTo().connection()).isEqualTo(42);
        assertThat(answers).isEmpty();
        assertThat(gateway.waitingCount()).isEqualTo(1);
        gateway.answer(entry.replyTo(), STORED);
        gateway.answer(entry.replyTo(), new Outcome.Changed(true));
        assertThat(answers).containsExactly(STORED);
        assertThat(gateway.waitingCount()).isZero();
    }

    @Test
    void eachAnswerGoesToWhoAsked() {
        List<Outcome> others = new ArrayList<>();
        gateway.submit(send(ANNA, "k1"), 1, answers::add);
        gateway.submit(send(ANNA, "k2"), 1, others::add);
        gateway.answer(replyTo(1), STORED);
        assertThat(answers).isEmpty();
        assertThat(others).containsExactly(STORED);
    }

    @Test
    void anAnswerForAnotherIncarnationIsNone() {
        gateway.submit(send(ANNA, "k"), 1, answers::add);
        gateway.answer(new ReplyTo(8, replyTo(0).request(), 1), STORED);
        assertThat(answers).isEmpty();
    }

    @Test
    void whoHasWaitedTooLongIsToldThatItIsNotKnown() {
        gateway.submit(send(ANNA, "k"), 1, answers::add);
        clock.now = clock.now.plus(Gateway.WAIT_MAX).minusMillis(1);
        gateway.expire();
        assertThat(answers).isEmpty();
        clock.now = clock.now.plusMillis(1);
        gateway.expire();
        assertThat(answers).singleElement().isInstanceOf(Outcome.Unavailable.class);
        gateway.answer(replyTo(0), STORED);
        assertThat(answers).as("a late answer is dropped").hasSize(1);
        assertThat(gateway.waitingCount()).isZero();
    }

    @Test
    void aKeyWhoseResultIsNotKnownStaysWithItsConversation() {
        gateway.submit(send(ANNA, "k"), 1, answers::add);
        clock.now = clock.now.plus(Gateway.WAIT_MAX);
        gateway.expire();
        List<Outcome> elsewhere = new ArrayList<>();
        Command.Send other = new Command.Send(DIRECT, ANNA, send(ANNA, "k").clientMsgId(), Body.text("other"));
        gateway.submit(other, 1, elsewhere::add);
        assertThat(elsewhere).singleElement().isInstanceOf(Outcome.Refused.class);
        gateway.answer(replyTo(0), new Outcome.Unavailable(Duration.ZERO, "the log gave up"));
        gateway.submit(other, 1, elsewhere::add);
        assertThat(elsewhere).as("now it is free").hasSize(1);
    }

    @Test
    void aFullLogIsUnavailable() {
        log.full = true;
        gateway.submit(send(ANNA, "k"), 1, answers::add);
        assertThat(answers)
                .singleElement()
                .isInstanceOfSatisfying(
                        Outcome.Unavailable.class,
                        told -> assertThat(told.retryAfter()).isGreaterThan(Duration.ZERO));
        assertThat(gateway.waitingCount()).isZero();
    }

    @Test
    void aLogThatDoesNotAnswerIsUnavailable() {
        log.failing = true;
        gateway.submit(send(ANNA, "k"), 1, answers::add);
        assertThat(answers).singleElement().isInstanceOf(Outcome.Unavailable.class);
        assertThat(gateway.waitingCount()).isZero();
    }

    @Test
    void aKeyOfAnotherConversationIsAConflict() {
        sent.conversation = DIRECT;
        gateway.submit(send(ANNA, "k"), 1, answers::add);
        assertThat(answers)
                .singleElement()
                .isInstanceOfSatisfying(
                        Outcome.Refused.class, told -> assertThat(told.reason()).isEqualTo(Outcome.Refusal.CONFLICT));
        assertThat(log.entries).isEmpty();
    }

    @Test
    void aKeyOfTheSameConversationIsTheSequencersQuestion() {
        sent.conversation = GROUP;
        gateway.submit(send(ANNA, "k"), 1, answers::add);
        gateway.submit(send(ANNA, "k"), 2, answers::add);
        assertThat(log.entries).hasSize(2);
    }

    @Test
    void aKeyUnderWayToAnotherConversationIsAConflictUntilItIsAnswered() {
        gateway.submit(send(ANNA, "k"), 1, _ -> {});
        gateway.submit(ELSEWHERE, 1, answers::add);
        assertThat(answers).singleElement().isInstanceOf(Outcome.Refused.class);
        gateway.answer(replyTo(0), new Outcome.Refused(Outcome.Refusal.FORBIDDEN, ""));
        gateway.submit(ELSEWHERE, 1, answers::add);
        assertThat(log.entries).hasSize(2);
    }

    @Test
    void whenItIsNotKnownWhereAKeyWasUsedNothingIsAppended() {
        sent.failing = true;
        gateway.submit(send(ANNA, "k"), 1, answers::add);
        assertThat(answers).singleElement().isInstanceOf(Outcome.Unavailable.class);
        assertThat(log.entries).isEmpty();
        sent.failing = false;
        gateway.submit(ELSEWHERE, 1, answers::add);
        assertThat(log.entries).as("the failed one is under way no more").hasSize(1);
    }

    private ReplyTo replyTo(int index) {
        return log.entries.get(index).entry().replyTo();
    }
}
