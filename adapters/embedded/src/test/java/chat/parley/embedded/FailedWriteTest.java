package chat.parley.embedded;

import static chat.parley.contracts.Script.conversation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.parley.contracts.Script;
import chat.parley.domain.DeviceId;
import chat.parley.domain.MessageId;
import chat.parley.domain.Platform;
import chat.parley.domain.Position;
import chat.parley.pipeline.Batch;
import chat.parley.pipeline.Head;
import chat.parley.pipeline.port.StoreUnavailable;
import chat.parley.push.WakeUp;
import chat.parley.push.port.WakeUps.Change;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What happens when the disk takes a write only in part. The operating system is asked to let files of this process grow
 * only so far: RocksDB's own write fails in the midst of a record, as on a full disk, and no mount or root is needed.
 */
@Timeout(120)
class FailedWriteTest {

    private final Script script = new Script();

    @TempDir
    private Path directory;

    private EmbeddedStore store;

    @BeforeEach
    void open() {
        store = EmbeddedStore.open(directory);
        script.group("g", "ann", "bob");
        store.write(script.batch(), () -> {});
    }

    @AfterEach
    void closeAndVerify() throws Exception {
        fileBytesMax("unlimited");
        store.close();
        assertThat(Verifier.verify(directory, _ -> {}).faults()).isEmpty();
    }

    /** How many are owed, and from where those that are due are looked for, is read anew with the rows. */
    @Test
    void aFailedWriteOfWakeUpsOwesNothing() throws Exception {
        WakeUp first = wakeUp("first", 500);
        assertThat(store.wakeUps().write(List.of(new Change(first.key(), 0, first))))
                .isEmpty();
        assertThat(store.wakeUps().due(Platform.FCM, 1_000, 10)).containsExactly(first);
        fileBytesMax("100000");
        List<Change> many = IntStream.range(0, 10_000)
                .mapToObj(i -> wakeUp("u" + i, i % 400))
                .map(one -> new Change(one.key(), 0, one))
                .toList();
        assertThatThrownBy(() -> store.wakeUps().write(many)).isInstanceOf(StoreUnavailable.class);
        assertThat(store.wakeUps().owed(Platform.FCM)).isEqualTo(1);
        fileBytesMax("unlimited");
        assertThatThrownBy(() -> store.wakeUps().write(many))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("opened again");
        assertThat(store.wakeUps().due(Platform.FCM, 1_000, 10)).containsExactly(first);
        assertThat(store.wakeUps().owed(Platform.FCM)).isEqualTo(1);
        assertThat(store.wakeUps().write(many)).isEmpty();
        assertThat(store.wakeUps().owed(Platform.FCM)).isEqualTo(10_001);
    }

    private static WakeUp wakeUp(String user, long dueAt) {
        WakeUp.Key key = new WakeUp.Key(Script.user(user), new DeviceId("phone"), conversation("g"));
        WakeUp.Pending pending = new WakeUp.Pending(WakeUp.Kind.SHOW, new MessageId(1), 1, 1, dueAt, 0);
        return new WakeUp(key, Platform.FCM, pending, null, 1);
    }

    @Test
    void aFailedWriteIsNotAnsweredAndCanBeDoneAgain() throws Exception {
        fileBytesMax("100000");
        AtomicInteger answered = new AtomicInteger();
        Head stored = script.head("g");
        Batch failed = null;
        String failure = "";
        for (int i = 0; failed == null; i++) {
            script.send("g", "ann", "k" + i, "x".repeat(10_000));
            Batch batch = script.batch();
            try {
                store.write(batch, answered::incrementAndGet);
                stored = script.head("g");
            } catch (StoreUnavailable e) {
                failure = e.getMessage();
                failed = batch;
            }
        }
        assertThat(failure).startsWith("the write failed: ");
        assertThat(answered.get()).isPositive();
        assertThat(store.head(conversation("g"))).isEqualTo(stored);
        assertThat(store.logEnd().position()).isEqualTo(stored.position());

        // The next write finds out what is on the disk, and is refused so that its decisions are taken from there.
        Batch again = failed;
        assertThatThrownBy(() -> store.write(again, answered::incrementAndGet))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageStartingWith("the store was opened again after a failure");
        int before = answered.get();
        store.write(again, answered::incrementAndGet);
        assertThat(answered).hasValue(before + 1);
        assertThat(store.head(conversation("g"))).isEqualTo(script.head("g"));
        assertThat(store.deliveryLog().read(Position.START, 1_000, Duration.ZERO))
                .hasSize((int) script.position().offset());
    }

    @Test
    void readsGoOnAsLongAsTheDiskTakesNothing() throws Exception {
        fileBytesMax("0");
        script.send("g", "ann", "k");
        Batch batch = script.batch();
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> store.write(batch, () -> {})).isInstanceOf(StoreUnavailable.class);
            assertThat(store.rowsAfter(conversation("g"), MessageId.ZERO, 10)).hasSize(1);
            assertThat(store.roster(conversation("g"))).isNotNull();
        }
        assertThatThrownBy(() -> store.write(batch, () -> {})).hasMessageContaining("takes no writes");
        fileBytesMax("unlimited");
        assertThatThrownBy(() -> store.write(batch, () -> {})).hasMessageContaining("opened again");
        store.write(batch, () -> {});
        assertThat(store.rowsAfter(conversation("g"), MessageId.ZERO, 10)).hasSize(2);
    }

    @Test
    void refusesWritesBeforeTheDiskIsFull() {
        store.close();
        store = EmbeddedStore.open(directory, EmbeddedOptions.defaults().withSpaceReserveBytes(Long.MAX_VALUE / 2));
        script.send("g", "ann", "k");
        Batch batch = script.batch();
        assertThatThrownBy(() -> store.write(batch, () -> {}))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("the disk is nearly full");
        assertThat(store.rowsAfter(conversation("g"), MessageId.ZERO, 10)).hasSize(1);
        store.close();
        store = EmbeddedStore.open(directory);
        store.write(batch, () -> {});
        assertThat(store.rowsAfter(conversation("g"), MessageId.ZERO, 10)).hasSize(2);
    }

    /** A native handle that is used after its end would end this process. */
    @Test
    void readersAreNeverInTheWayOfOpeningAndClosing() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Integer>> readers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                readers.add(threads.submit(() -> read(stop)));
            }
            try {
                for (int i = 0; i < 8; i++) {
                    failAndOpenAgain("k" + i);
                }
                store.close();
            } finally {
                stop.set(true);
            }
            for (Future<Integer> reader : readers) {
                assertThat(reader.get(30, TimeUnit.SECONDS)).isPositive();
            }
        }
    }

    private void failAndOpenAgain(String key) throws Exception {
        script.send("g", "ann", key);
        Batch batch = script.batch();
        fileBytesMax("0");
        assertThatThrownBy(() -> store.write(batch, () -> {})).isInstanceOf(StoreUnavailable.class);
        fileBytesMax("unlimited");
        assertThatThrownBy(() -> store.write(batch, () -> {})).hasMessageContaining("opened again");
        store.write(batch, () -> {});
    }

    /** Until the store is closed, every read succeeds. */
    private int read(AtomicBoolean stop) {
        int reads = 0;
        while (!stop.get()) {
            try {
                assertThat(store.rowsAfter(conversation("g"), MessageId.ZERO, 100))
                        .isNotEmpty();
                assertThat(store.conversationsOf(Script.user("ann"))).hasSize(1);
                reads++;
            } catch (StoreUnavailable e) {
                assertThat(e).hasMessage("the store is closed");
                return reads;
            }
        }
        return reads;
    }

    private static void fileBytesMax(String bytes) throws IOException, InterruptedException {
        Process prlimit = new ProcessBuilder(
                        "prlimit", "--pid=" + ProcessHandle.current().pid(), "--fsize=" + bytes + ":unlimited")
                .inheritIO()
                .start();
        assertThat(prlimit.waitFor()).isZero();
    }
}
