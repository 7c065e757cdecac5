package chat.parley.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.domain.Platform;
import chat.parley.push.WakeUp;
import chat.parley.push.port.WakeUps;
import chat.parley.push.port.WakeUps.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every {@link WakeUps} does when many threads use it. */
@Timeout(60)
public abstract class WakeUpRacesContract {

    private static final int THREADS = 4;

    /** Empty at first. */
    protected abstract WakeUps wakeUps();

    @Test
    void ofTwoThatChangeARowOneWins() throws Exception {
        int rounds = 150;
        WakeUp row = WakeUpsContract.row("ann", Platform.APNS, 0);
        WakeUp.Key key = row.key();
        assertThat(wakeUps().write(List.of(new Change(key, 0, row)))).isEmpty();
        inThreads(() -> {
            for (int done = 0; done < rounds; ) {
                WakeUp seen =
                        Objects.requireNonNull(wakeUps().find(List.of(key)).get(key));
                WakeUp next = seen.with(WakeUpsContract.pending(seen.revision()));
                done += wakeUps()
                                .write(List.of(new Change(key, seen.revision(), next)))
                                .isEmpty()
                        ? 1
                        : 0;
            }
            return List.of();
        });
        int made = THREADS * rounds;
        assertThat(wakeUps().find(List.of(key)).get(key))
                .as("each change rests on the one before")
                .isEqualTo(new WakeUp(key, Platform.APNS, WakeUpsContract.pending(made), null, made + 1));
        assertThat(wakeUps().owed(Platform.APNS)).isEqualTo(1);
        assertThat(wakeUps().due(Platform.APNS, Long.MAX_VALUE, 10)).hasSize(1);
    }

    @Test
    void eachRowThatIsDueIsClaimedByOne() throws Exception {
        int rows = 2_000;
        List<Change> fresh = IntStream.range(0, rows)
                .mapToObj(i -> WakeUpsContract.row("u" + i, Platform.FCM, i % 7))
                .map(row -> new Change(row.key(), 0, row))
                .toList();
        assertThat(wakeUps().write(fresh)).isEmpty();
        List<WakeUp.Key> claimed = inThreads(() -> {
            List<WakeUp.Key> mine = new ArrayList<>();
            while (true) {
                List<WakeUp> due = wakeUps().due(Platform.FCM, 10, 50);
                if (due.isEmpty()) {
                    return mine;
                }
                List<Change> claims = due.stream()
                        .map(row -> new Change(row.key(), row.revision(), row.with(WakeUpsContract.pending(100))))
                        .toList();
                List<Change> lost = wakeUps().write(claims);
                claims.stream().filter(one -> !lost.contains(one)).forEach(one -> mine.add(one.key()));
            }
        });
        assertThat(claimed).hasSize(rows).doesNotHaveDuplicates();
        assertThat(wakeUps().owed(Platform.FCM)).isEqualTo(rows);
        assertThat(wakeUps().due(Platform.FCM, 99, 10)).isEmpty();
        assertThat(wakeUps().due(Platform.FCM, 100, 2 * rows)).hasSize(rows);
    }

    /** Each is due before those that were looked at already, while others look all the time. */
    @Test
    void whatWasWrittenIsFoundByALookThatBeginsAfterwards() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        try (ExecutorService others = Executors.newFixedThreadPool(2)) {
            List<Future<?>> looking = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                looking.add(others.submit(() -> {
                    while (!done.get()) {
                        assertThat(wakeUps().due(Platform.APNS, 2_000, 3)).hasSizeLessThanOrEqualTo(3);
                    }
                }));
            }
            try {
                for (int at = 2_000; at > 0; at--) {
                    WakeUp row = WakeUpsContract.row("u" + at, Platform.APNS, at);
                    assertThat(wakeUps().write(List.of(new Change(row.key(), 0, row))))
                            .isEmpty();
                    assertThat(wakeUps().due(Platform.APNS, at, 3)).containsExactly(row);
                    if (at % 2 == 0) {
                        wakeUps().write(List.of(new Change(row.key(), 1, null)));
                    }
                }
            } finally {
                done.set(true);
            }
            for (Future<?> one : looking) {
                one.get(30, TimeUnit.SECONDS);
            }
        }
    }

    /** @return what all of them gave */
    private static List<WakeUp.Key> inThreads(Callable<List<WakeUp.Key>> body) throws Exception {
        List<WakeUp.Key> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<List<WakeUp.Key>>> running = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                running.add(threads.submit(body));
            }
            for (Future<List<WakeUp.Key>> one : running) {
                all.addAll(one.get(30, TimeUnit.SECONDS));
            }
        }
        return all;
    }
}
