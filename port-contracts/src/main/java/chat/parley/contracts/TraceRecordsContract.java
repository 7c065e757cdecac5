package chat.parley.contracts;

import static chat.parley.contracts.Script.conversation;
import static chat.parley.contracts.Script.user;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.domain.ConversationId;
import chat.parley.domain.DeviceId;
import chat.parley.domain.MessageId;
import chat.parley.domain.Platform;
import chat.parley.push.Trace;
import chat.parley.push.Trace.Reason;
import chat.parley.push.Trace.Step;
import chat.parley.push.port.TraceRecords;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link TraceRecords} does. */
public abstract class TraceRecordsContract {

    private static final ConversationId GROUP = conversation("g");
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final MessageId MESSAGE = at(NOON, 5);

    /** Empty at first. */
    protected abstract TraceRecords traces();

    /** Closes them in order and opens them again; those in memory are what they were. */
    protected abstract void reopen();

    @Test
    void nothingIsKnownAtFirst() {
        assertThat(traces().of(GROUP, MESSAGE)).isEmpty();
        traces().record(List.of());
        traces().removeBefore(NOON.toEpochMilli());
        assertThat(traces().of(GROUP, MESSAGE)).isEmpty();
    }

    @Test
    void stepsOfEveryKindAreFoundInTheOrderInWhichTheyWereRecorded() {
        List<Trace> steps = new ArrayList<>();
        steps.add(step(MESSAGE, new Step.Live()));
        for (Platform platform : Platform.values()) {
            steps.add(step(MESSAGE, new Step.Pushed(platform, null)));
            steps.add(step(MESSAGE, new Step.Pushed(platform, "id of " + platform)));
        }
        steps.add(step(MESSAGE, new Step.CollapsedInto(MessageId.MAX)));
        for (Reason reason : Reason.values()) {
            steps.add(new Trace(GROUP, MESSAGE, 9, user("ann"), null, new Step.Suppressed(reason)));
        }
        steps.add(step(MESSAGE, new Step.Delayed("overloaded: ü", Long.MAX_VALUE)));
        steps.add(step(MESSAGE, new Step.Failed("")));
        Collections.reverse(steps);
        traces().record(steps);
        assertThat(traces().of(GROUP, MESSAGE)).isEqualTo(steps);
    }

    @Test
    void whatIsRecordedLaterComesLaterAlsoWhenOpenedAgain() {
        List<Trace> steps = new ArrayList<>();
        for (int round = 0; round < 4; round++) {
            List<Trace> more = List.of(
                    step(MESSAGE, new Step.Failed("a" + round)),
                    step(MESSAGE, new Step.Failed("b" + round)),
                    step(MESSAGE, new Step.Failed("b" + round)));
            traces().record(more);
            steps.addAll(more);
            if (round == 1) {
                reopen();
            }
        }
        assertThat(traces().of(GROUP, MESSAGE)).isEqualTo(steps);
    }

    @Test
    void stepsAreThoseOfTheMessageAlone() {
        MessageId other = MESSAGE.next();
        Trace one = step(MESSAGE, new Step.Failed("one"));
        Trace two = step(other, new Step.Failed("two"));
        Trace elsewhere = new Trace(conversation("g2"), MESSAGE, 1, user("ann"), null, new Step.Live());
        traces().record(List.of(two, one, elsewhere));
        assertThat(traces().of(GROUP, MESSAGE)).containsExactly(one);
        assertThat(traces().of(GROUP, other)).containsExactly(two);
        assertThat(traces().of(conversation("g2"), MESSAGE)).containsExactly(elsewhere);
        assertThat(traces().of(GROUP, other.next())).isEmpty();
    }

    @Test
    void thoseOfMessagesStoredBeforeAreForgotten() {
        List<MessageId> messages = new ArrayList<>();
        for (int hours = -72; hours <= 72; hours += 6) {
            messages.add(at(NOON.plus(Duration.ofHours(hours)), 1));
        }
        traces().record(messages.stream().map(one -> step(one, new Step.Live())).toList());
        traces().removeBefore(NOON.toEpochMilli());
        for (MessageId message : messages) {
            Duration age = Duration.between(Instant.ofEpochMilli(message.unixMillis()), NOON);
            if (!age.isPositive()) {
                assertThat(traces().of(GROUP, message)).as("%s old", age).hasSize(1);
            } else if (age.compareTo(Duration.ofDays(1)) > 0) {
                assertThat(traces().of(GROUP, message)).as("%s old", age).isEmpty();
            }
        }
        Trace again = step(messages.getFirst(), new Step.Live());
        traces().record(List.of(again));
        assertThat(traces().of(GROUP, messages.getFirst())).containsExactly(again);
    }

    private static MessageId at(Instant time, int offset) {
        return MessageId.snowflake(time.toEpochMilli(), 0, offset);
    }

    private static Trace step(MessageId message, Step step) {
        return new Trace(GROUP, message, 7, user("ann"), new DeviceId("phone"), step);
    }
}
