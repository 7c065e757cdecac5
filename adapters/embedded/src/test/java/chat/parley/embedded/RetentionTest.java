package chat.parley.embedded;

import static chat.parley.contracts.Script.conversation;
import static chat.parley.contracts.Script.messagesOf;
import static chat.parley.contracts.Script.user;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.contracts.Script;
import chat.parley.domain.Message;
import chat.parley.domain.MessageId;
import chat.parley.domain.Role;
import chat.parley.domain.Tenure;
import chat.parley.pipeline.Decided;
import chat.parley.pipeline.DeliveryEvent;
import chat.parley.pipeline.History;
import chat.parley.pipeline.port.Log.Logged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionTest {

    private final Script script = new Script();

    @TempDir
    private Path directory;

    private Opened opened;

    @BeforeEach
    void open() {
        opened = new Opened(directory, EmbeddedOptions.defaults().withMemtableBytes(64 * 1024));
    }

    @AfterEach
    void closeAndVerify() {
        opened.close();
        assertThat(Verifier.verify(directory, _ -> {}).faults()).isEmpty();
    }

    @Test
    void takesAwayWhatIsOlderAndNothingElse() {
        script.group("g", "ann");
        script.group("quiet", "ann");
        day(50, "g");
        List<Message> rows = messagesOf(store());
        Message cut = rows.get(30);
        long gone =
                opened.store().expireBefore(Instant.ofEpochMilli(cut.serverTs()).plus(Duration.ofHours(23)));
        List<Message> kept = rows.stream()
                .filter(row -> row.conversation().value().equals("g") && row.serverTs() >= cut.serverTs())
                .toList();
        assertThat(gone).isEqualTo(rows.size() - kept.size());
        EmbeddedStore store = opened.store();
        assertThat(store.rowsAfter(conversation("g"), MessageId.ZERO, 1_000)).isEqualTo(kept);
        assertThat(store.rowsBefore(conversation("g"), MessageId.MAX, 1_000)).isEqualTo(kept.reversed());
        assertThat(store.expired(conversation("g")).seq())
                .isEqualTo(kept.getFirst().seq() - 1);
        assertThat(store.expired(conversation("g")).messageCount())
                .isEqualTo(kept.getFirst().messageCount() - 1);
        assertThat(store.rowsAfter(conversation("quiet"), MessageId.ZERO, 10)).isEmpty();
        assertThat(store.expired(conversation("quiet")).seq()).isEqualTo(1);
        assertThat(store.head(conversation("quiet"))).isEqualTo(script.head("quiet"));
        assertThat(store.conversationsOf(user("ann"))).hasSize(2);
        assertThat(store.expireBefore(Instant.ofEpochMilli(cut.serverTs()))).isZero();
    }

    @Test
    void aKeyFromDaysAgoIsKnownAfterTheNextStart() {
        script.group("g", "ann");
        Decided old = script.send("g", "ann", "k");
        script.later(Duration.ofDays(20)).send("g", "ann", "new");
        opened.store().write(script.batch(), () -> {});
        assertThat(opened.reopen().latest(old.index().key(), script.position())).isEqualTo(old.index());
    }

    @Test
    void aReaderTakesWhatIsGoneForNoHole() {
        script.group("g", "ann");
        day(20, "g");
        List<Message> rows = messagesOf(store());
        opened.store().expireBefore(Instant.ofEpochMilli(rows.get(10).serverTs()));
        History history = new History(opened.store());
        Tenure reader = Tenure.begun(rows.getFirst().position(), Role.OWNER, 0);
        assertThat(history.after(conversation("g"), MessageId.ZERO, reader, 100).messages())
                .isEqualTo(rows.subList(10, 21));
        assertThat(history.before(conversation("g"), MessageId.MAX, reader, 100).messages())
                .isEqualTo(rows.subList(10, 21).reversed());
    }

    @Test
    void goesOnWritingWhereEverythingIsGone() {
        script.group("g", "ann");
        store();
        opened.store().expireBefore(Script.BEGIN.plus(Duration.ofDays(400)));
        script.later(Duration.ofDays(401)).send("g", "ann", "k");
        List<Message> rows = messagesOf(store());
        opened.reopen();
        assertThat(opened.store().rowsAfter(conversation("g"), MessageId.ZERO, 10))
                .isEqualTo(rows);
        assertThat(rows.getFirst().seq()).isEqualTo(2);
    }

    @Test
    void dropsIndexRowsThatNobodyAsksFor() {
        Decided created = script.group("g", "ann");
        Decided old = script.send("g", "ann", "old");
        store();
        Decided recent = script.later(Duration.ofDays(46)).send("g", "ann", "recent");
        store();
        Decided latest = script.later(Duration.ofDays(29)).send("g", "ann", "latest");
        store();
        opened.store().expireBefore(Script.BEGIN);
        assertThat(latest(old)).isFalse();
        assertThat(latest(created)).isTrue();
        assertThat(latest(recent)).isTrue();
        assertThat(latest(latest)).isTrue();
        opened.close();
        assertThat(Verifier.verify(directory, _ -> {}).counts().indexRows()).isEqualTo(3);
    }

    @Test
    void anEventOfWhatIsGoneTellsWhatIsLeft() throws InterruptedException {
        script.group("g", "ann");
        store();
        Decided sent = script.later(Duration.ofDays(2)).send("g", "ann", "k");
        store();
        opened.reopen().expireBefore(Script.BEGIN.plus(Duration.ofDays(1)));
        var log = opened.store().deliveryLog();
        List<Logged<DeliveryEvent>> events = log.read(log.committed(), 10, Duration.ZERO);
        assertThat(events).hasSize(2);
        assertThat(events.getFirst().entry().messages()).isEmpty();
        assertThat(events.getLast().entry()).isEqualTo(sent.event());
    }

    @Test
    void theDiskIsGivenBack() throws IOException {
        script.group("g", "ann");
        for (int i = 0; i < 400; i++) {
            String incompressible = Stream.generate(UUID::randomUUID)
                    .limit(200)
                    .map(Object::toString)
                    .collect(Collectors.joining());
            script.send("g", "ann", "k" + i, incompressible);
            store();
        }
        opened.reopen();
        long before = bytes();
        script.later(Duration.ofDays(2)).send("g", "ann", "last");
        store();
        opened.store().expireBefore(Script.BEGIN.plus(Duration.ofDays(1)));
        opened.reopen();
        assertThat(before).isGreaterThan(2_000_000);
        assertThat(bytes()).isLessThan(before / 2);
    }

    private long bytes() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("db"))) {
            return files.filter(file -> file.toString().endsWith(".sst"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private boolean latest(Decided decided) {
        return opened.store().latest(decided.index().key(), script.position()) != null;
    }

    private void day(int messages, String id) {
        for (int i = 0; i < messages; i++) {
            script.later(Duration.ofDays(1)).send(id, "ann", "k" + i);
        }
    }

    private List<Decided> store() {
        var batch = script.batch();
        opened.store().write(batch, () -> {});
        return batch.decided();
    }
}
