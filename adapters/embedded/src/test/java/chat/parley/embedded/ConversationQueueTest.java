package chat.parley.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.contracts.Script;
import chat.parley.domain.Body;
import chat.parley.domain.ClientMsgId;
import chat.parley.domain.Position;
import chat.parley.pipeline.Command;
import chat.parley.pipeline.Entry;
import chat.parley.pipeline.ReplyTo;
import chat.parley.pipeline.port.Log;
import chat.parley.pipeline.port.Log.Logged;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the conversation log of one process does beyond what every log does. */
class ConversationQueueTest {

    private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");

    @TempDir
    private Path temporary;

    private Path data;
    private Opened opened;

    @BeforeEach
    void open() {
        data = temporary.resolve("data");
        opened = new Opened(data);
    }

    @AfterEach
    void close() {
        opened.close();
    }

    @Test
    void logTimesNeverFallWhateverTheClockDoes() throws InterruptedException {
        Log<Entry> log = opened.store().conversationLog(new SteppingClock(10, 10, 30, 5, 20, 40), 10);
        for (int i = 0; i < 6; i++) {
            assertThat(log.append(entry("text"))).isTrue();
        }
        assertThat(log.read(Position.START, 10, Duration.ZERO))
                .extracting(Logged::logTimeMillis)
                .containsExactly(10L, 10L, 30L, 30L, 30L, 40L);
    }

    @Test
    void logTimesNeverFallOverARestart() throws InterruptedException {
        Script script = new Script(NOW);
        script.group("g", "ann");
        opened.store().write(script.batch(), () -> {});
        Clock behind = Clock.fixed(NOW.minus(Duration.ofDays(2)), ZoneOffset.UTC);
        Log<Entry> log = opened.reopen().conversationLog(behind, 10);
        assertThat(log.append(entry("text"))).isTrue();
        assertThat(log.read(Position.START, 10, Duration.ZERO))
                .extracting(Logged::logTimeMillis)
                .containsExactly(NOW.toEpochMilli());
    }

    @Test
    void refusesWhenItsBytesAreTooMany() {
        Log<Entry> log = opened.store().conversationLog(Clock.systemUTC(), 65_536);
        String text = "x".repeat(16_000);
        int taken = 0;
        while (log.append(entry(text))) {
            taken++;
        }
        assertThat(taken).isBetween(1_000, 10_000);
    }

    /** What was refused stored nothing, but its position was in an answer: a copy of the disk, taken as by a crash. */
    @Test
    void aPositionOfWhichNothingIsStoredIsNotGivenOutAgain() throws InterruptedException {
        Log<Entry> log = opened.store().conversationLog(Clock.systemUTC(), 10);
        Position last = Position.START;
        for (int i = 0; i < 25; i++) {
            assertThat(log.append(entry("text"))).isTrue();
            last = log.read(log.committed(), 10, Duration.ZERO).getLast().position();
            log.commit(last);
        }
        Path copy = SampleData.copy(data, temporary.resolve("copy"));
        try (EmbeddedStore crashed = EmbeddedStore.open(copy)) {
            Log<Entry> again = crashed.conversationLog(Clock.systemUTC(), 10);
            assertThat(again.append(entry("text"))).isTrue();
            List<Logged<Entry>> entries = again.read(Position.START, 10, Duration.ZERO);
            assertThat(entries.getFirst().position()).isGreaterThan(last);
        }
    }

    @Test
    void takesNothingAfterItsEndAndStillShowsWhatItHas() throws InterruptedException {
        Log<Entry> log = opened.store().conversationLog(Clock.systemUTC(), 10);
        assertThat(log.append(entry("text"))).isTrue();
        opened.close();
        assertThat(log.append(entry("text"))).isFalse();
        assertThat(log.read(Position.START, 10, Duration.ofDays(1))).hasSize(1);
        assertThat(log.read(
                        log.read(Position.START, 10, Duration.ZERO).getLast().position(), 10, Duration.ofDays(1)))
                .isEmpty();
    }

    private static Entry entry(String text) {
        var send =
                new Command.Send(Script.conversation("g"), Script.user("ann"), new ClientMsgId("k"), Body.text(text));
        return new Entry(send, new ReplyTo(1, 1, 1), Entry.RULES);
    }
}
