package chat.parley.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import chat.parley.contracts.Script;
import chat.parley.domain.MessageId;
import chat.parley.domain.Position;
import chat.parley.pipeline.port.Log.Logged;
import chat.parley.pipeline.port.UnreadableEntry;
import chat.parley.push.PushEvent;
import chat.parley.push.port.PushLog;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the push log on disk does beyond what every push log does. */
class PushQueueTest {

    private static final long AT_ONCE = 1_000;

    @TempDir
    private Path data;

    private Opened opened;

    @BeforeEach
    void open() {
        opened = new Opened(data);
    }

    @AfterEach
    void close() {
        opened.close();
    }

    @Test
    void whatIsDoneIsDeletedAlsoWhereARestartComesBetween() throws InterruptedException {
        long begun = Clock.systemUTC().millis() - 1;
        append(40);
        commit(40);
        assertThat(read(Position.START)).as("not worth a deletion yet").hasSize(100);
        opened.reopen();
        append(30);
        commit(70);
        assertThat(read(Position.START)).isEmpty();
        opened.reopen();
        Clock wrong = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
        opened.store().pushLog(wrong).append(events(1));
        assertThat(read(Position.START))
                .singleElement()
                .satisfies(one -> assertThat(one.logTimeMillis()).isGreaterThan(begun));
        append(1);
        assertThat(read(Position.START))
                .extracting(Logged::position)
                .startsWith(new Position(0, 70 * AT_ONCE + 1))
                .hasSize(100);
    }

    @Test
    void whatWaitsIsCountedOnOverARestart() {
        EmbeddedOptions small = EmbeddedOptions.defaults().withPushEventsMax(3 * AT_ONCE);
        opened.close();
        opened = new Opened(data, small);
        append(3);
        commit(1);
        opened.reopen();
        append(1);
        assertThat(log().append(events(1))).isFalse();
    }

    @Test
    void aDamagedEntryIsToldInItsTurnAndCanBePassed() throws InterruptedException {
        log().append(events(5));
        opened.close();
        Position damaged = new Position(0, 3);
        try (Tampered tampered = new Tampered(data)) {
            byte[] value = tampered.get(Family.PUSH_LOG, Keys.event(damaged));
            value[2] ^= 1;
            tampered.put(Family.PUSH_LOG, Keys.event(damaged), value);
        }
        assertThat(Verifier.verify(data, _ -> {}).faults())
                .singleElement()
                .asString()
                .contains("family push_log: a row is damaged");
        opened = new Opened(data);
        assertThat(read(Position.START)).hasSize(2);
        assertThatExceptionOfType(UnreadableEntry.class)
                .isThrownBy(() -> read(new Position(0, 2)))
                .satisfies(e -> assertThat(e.position()).isEqualTo(damaged));
        log().commit(damaged);
        assertThat(read(damaged)).extracting(Logged::position).containsExactly(damaged.next(), new Position(0, 5));
    }

    private void append(int thousands) {
        for (int i = 0; i < thousands; i++) {
            assertThat(log().append(events((int) AT_ONCE))).isTrue();
        }
    }

    private void commit(int thousands) {
        log().commit(new Position(0, thousands * AT_ONCE));
    }

    private List<Logged<PushEvent>> read(Position after) throws InterruptedException {
        return log().read(after, 100, Duration.ZERO);
    }

    private PushLog log() {
        return opened.store().pushLog(Clock.systemUTC());
    }

    private static List<PushEvent> events(int count) {
        return IntStream.range(0, count)
                .<PushEvent>mapToObj(
                        i -> new PushEvent.Read(Script.conversation("g"), Script.user("ann"), new MessageId(i), i))
                .toList();
    }
}
