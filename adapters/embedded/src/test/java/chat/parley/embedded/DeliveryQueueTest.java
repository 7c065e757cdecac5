package chat.parley.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.parley.contracts.Script;
import chat.parley.domain.Position;
import chat.parley.pipeline.Decided;
import chat.parley.pipeline.DeliveryEvent;
import chat.parley.pipeline.port.Log;
import chat.parley.pipeline.port.Log.Logged;
import chat.parley.pipeline.port.StoreUnavailable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDBException;

/** What the delivery log of one process does beyond what every log does. */
class DeliveryQueueTest {

    private final Script script = new Script();

    @TempDir
    private Path temporary;

    private Path data;
    private Opened opened;

    @BeforeEach
    void open() {
        data = temporary.resolve("data");
        opened = new Opened(data);
        script.group("g", "ann", "bob");
    }

    @AfterEach
    void close() {
        opened.close();
    }

    @Test
    void readsTheMessagesAgainAfterARestart() throws InterruptedException {
        Position founded = script.position();
        script.direct("d", "ann", "bob");
        script.send("g", "ann", "k1");
        script.send("d", "bob", "k2");
        script.later(Duration.ofMinutes(1)).succession("g", "ann", "bob", founded);
        List<Decided> decided = store();
        List<Logged<DeliveryEvent>> live = read(Position.START, 100);
        opened.reopen();
        assertThat(read(Position.START, 100)).isEqualTo(live);
        assertThat(live)
                .extracting(Logged::entry)
                .isEqualTo(decided.stream().map(Decided::event).toList());
        assertThat(live)
                .extracting(Logged::position)
                .isEqualTo(decided.stream().map(one -> one.index().position()).toList());
    }

    /** Far more than is kept in memory, while nobody reads: nothing is lost, and the order stays. */
    @Test
    void aReaderWhoIsFarBehindReadsFromDisk() throws InterruptedException {
        int sends = 40_000;
        for (int i = 0; i < sends; i++) {
            script.send("g", "ann", "k" + i);
            if (i % 1_000 == 999) {
                store();
            }
        }
        List<Position> positions = new ArrayList<>();
        Position at = Position.START;
        for (List<Logged<DeliveryEvent>> page = read(at, 512); !page.isEmpty(); page = read(at, 512)) {
            page.forEach(event -> {
                positions.add(event.position());
                assertThat(event.entry().messages()).hasSize(1);
            });
            at = page.getLast().position();
            log().commit(at);
        }
        assertThat(positions).hasSize(sends + 1).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void theStoreTakesNoMoreWhenTooMuchIsUndelivered() throws InterruptedException {
        opened.close();
        opened = new Opened(data, EmbeddedOptions.defaults().withUndeliveredMax(5));
        store();
        for (int i = 0; i < 4; i++) {
            script.send("g", "ann", "k" + i);
            store();
        }
        script.send("g", "ann", "one-too-many");
        var batch = script.batch();
        assertThatThrownBy(() -> opened.store().write(batch, () -> {}))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("delivery log is full");
        log().commit(read(Position.START, 1).getLast().position());
        opened.store().write(batch, () -> {});
        assertThat(read(log().committed(), 10)).hasSize(5);
    }

    /** The copy is what a crash would have left on the disk. */
    @Test
    void aCrashTellsSomeEventsAgainAndNoneTooFew() throws InterruptedException {
        for (int i = 0; i < 20; i++) {
            script.send("g", "ann", "k" + i);
            store();
        }
        Position told = read(Position.START, 15).getLast().position();
        log().commit(told);
        Path copy = SampleData.copy(data, temporary.resolve("copy"));
        try (EmbeddedStore crashed = EmbeddedStore.open(copy)) {
            Log<DeliveryEvent> log = crashed.deliveryLog();
            assertThat(log.committed()).isLessThanOrEqualTo(told);
            assertThat(log.read(log.committed(), 100, Duration.ZERO).getLast().position())
                    .isEqualTo(script.position());
            assertThat(log.read(told, 100, Duration.ZERO)).hasSize(6);
        }
    }

    @Test
    void deliveredEventsGoFromTheDisk() throws InterruptedException {
        for (int i = 0; i < 70_000; i++) {
            script.send("g", "ann", "k" + i, "");
            if (i % 5_000 == 4_999) {
                store();
                log().commit(script.position());
            }
        }
        opened.close();
        try (Tampered stored = new Tampered(data)) {
            assertThat(StoredEvents.count(stored.database(), Position.START, script.position()))
                    .isLessThan(10_000);
        } catch (RocksDBException e) {
            throw new AssertionError(e);
        }
    }

    private Log<DeliveryEvent> log() {
        return opened.store().deliveryLog();
    }

    private List<Logged<DeliveryEvent>> read(Position after, int max) throws InterruptedException {
        return log().read(after, max, Duration.ZERO);
    }

    private List<Decided> store() {
        var batch = script.batch();
        opened.store().write(batch, () -> {});
        return batch.decided();
    }
}
