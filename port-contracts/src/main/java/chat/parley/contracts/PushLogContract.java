package chat.parley.contracts;

import static chat.parley.contracts.Script.conversation;
import static chat.parley.contracts.Script.user;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.domain.DeviceId;
import chat.parley.domain.MessageId;
import chat.parley.domain.Position;
import chat.parley.pipeline.port.Log.Logged;
import chat.parley.push.PushEvent;
import chat.parley.push.port.PushLog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link PushLog} does. One in memory gives itself for the log that was opened again. */
public abstract class PushLogContract extends DurableLogContract<PushEvent> {

    /** What the clock says that the log is opened with. */
    protected final Hands clock = new Hands();

    @Override
    protected abstract PushLog open(int capacity);

    @Override
    protected abstract PushLog reopen();

    @Override
    protected final PushEvent entry(int number) {
        MessageId message = new MessageId(1_000 + number);
        if (number % 2 == 1) {
            return new PushEvent.Read(conversation("g"), user("ann"), message, number);
        }
        List<PushEvent.Home> live = IntStream.range(0, number % 6)
                .mapToObj(i -> new PushEvent.Home(user("u" + i), new DeviceId("phone")))
                .toList();
        Position position = new Position(0, number);
        return new PushEvent.Told(conversation("g"), message, number, position, user("bob"), live, number);
    }

    @Test
    void takesManyAtOnceInTheirOrder() throws InterruptedException {
        PushLog log = open(100);
        append(log, 0, 1);
        assertThat(log.append(entries(1, 50))).isTrue();
        assertThat(log.append(List.of())).isTrue();
        append(log, 50, 51);
        assertThat(all(log)).extracting(Logged::entry).isEqualTo(entries(0, 51));
        assertThat(all(log)).extracting(Logged::position).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void takesAllOrNone() throws InterruptedException {
        PushLog log = open(10);
        int taken = 0;
        while (taken < 1_000_000 && log.append(entry(taken))) {
            taken++;
        }
        List<Logged<PushEvent>> full = all(log);
        log.commit(full.getFirst().position());
        assertThat(log.append(entries(0, taken))).isFalse();
        assertThat(all(log)).isEqualTo(full.subList(1, taken));
        log.commit(full.getLast().position());
        assertThat(log.append(entries(taken, taken + 10))).isTrue();
        assertThat(all(log)).extracting(Logged::entry).isEqualTo(entries(taken, taken + 10));
    }

    @Test
    void timesAreTheClocksAndNeverFall() throws InterruptedException {
        PushLog log = open(10);
        clock.set(2_000);
        append(log, 0, 1);
        clock.set(1_000);
        append(log, 1, 2);
        clock.set(3_000);
        append(log, 2, 3);
        clock.set(1_000);
        PushLog again = reopen();
        append(again, 3, 4);
        assertThat(all(again)).extracting(Logged::logTimeMillis).containsExactly(2_000L, 2_000L, 3_000L, 3_000L);
    }

    @Test
    void timesDoNotFallWhenAllIsDone() throws InterruptedException {
        PushLog log = open(10);
        clock.set(2_000);
        append(log, 0, 2);
        log.commit(all(log).getLast().position());
        clock.set(1_000);
        PushLog again = reopen();
        append(again, 2, 3);
        assertThat(all(again)).extracting(Logged::logTimeMillis).containsExactly(2_000L);
    }

    private static List<Logged<PushEvent>> all(PushLog log) throws InterruptedException {
        return log.read(log.committed(), Integer.MAX_VALUE, Duration.ZERO);
    }

    /** A clock that says what it is told. */
    protected static final class Hands extends Clock {

        private volatile long millis;

        void set(long unixMillis) {
            millis = unixMillis;
        }

        @Override
        public long millis() {
            return millis;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(millis);
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
}
