package chat.parley.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.domain.Position;
import chat.parley.pipeline.port.Log;
import chat.parley.pipeline.port.Log.Logged;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every {@link Log} does.
 *
 * @param <E> what it holds
 */
@Timeout(60)
public abstract class LogContract<E> {

    private static final Duration LONG = Duration.ofSeconds(30);

    /** An empty log that takes so many entries that are not yet committed, and may refuse more. */
    protected abstract Log<E> open(int capacity);

    /** The log last opened, closed in order and opened again. */
    protected abstract Log<E> reopen();

    /** Different for each number, and equal to what a log gives back of it. */
    protected abstract E entry(int number);

    @Test
    void isEmptyAtFirst() throws InterruptedException {
        Log<E> log = open(100);
        assertThat(log.read(log.committed(), 10, Duration.ZERO)).isEmpty();
    }

    @Test
    void givesEntriesInTheOrderInWhichTheyWereAppended() throws InterruptedException {
        Log<E> log = open(100);
        append(log, 0, 50);
        List<Logged<E>> all = log.read(log.committed(), 100, LONG);
        assertThat(all).extracting(Logged::entry).isEqualTo(entries(0, 50));
        assertThat(all).extracting(Logged::position).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void readsBehindAPositionAndNoMoreThanWanted() throws InterruptedException {
        Log<E> log = open(100);
        append(log, 0, 20);
        List<Logged<E>> all = log.read(log.committed(), 100, LONG);
        for (int i = 0; i < 19; i++) {
            assertThat(log.read(all.get(i).position(), 7, LONG)).isEqualTo(all.subList(i + 1, Math.min(i + 8, 20)));
        }
        assertThat(log.read(all.getLast().position(), 7, Duration.ZERO)).isEmpty();
    }

    @Test
    void readsAgainWhatIsNotCommitted() throws InterruptedException {
        Log<E> log = open(100);
        append(log, 0, 20);
        List<Logged<E>> first = log.read(log.committed(), 100, LONG);
        assertThat(log.read(log.committed(), 100, LONG)).isEqualTo(first);
        log.commit(first.get(4).position());
        assertThat(log.committed()).isEqualTo(first.get(4).position());
        assertThat(log.read(log.committed(), 100, LONG)).isEqualTo(first.subList(5, 20));
    }

    @Test
    void aCommittedPositionOnlyMovesForward() throws InterruptedException {
        Log<E> log = open(100);
        append(log, 0, 5);
        List<Logged<E>> all = log.read(log.committed(), 100, LONG);
        log.commit(all.get(3).position());
        log.commit(all.get(1).position());
        log.commit(Position.START);
        assertThat(log.committed()).isEqualTo(all.get(3).position());
        assertThat(log.read(log.committed(), 100, LONG)).isEqualTo(all.subList(4, 5));
    }

    @Test
    void refusesWhenItIsFullAndTakesMoreWhenWorkIsDone() throws InterruptedException {
        Log<E> log = open(10);
        int taken = 0;
        while (taken < 1_000_000 && log.append(entry(taken))) {
            taken++;
        }
        assertThat(taken).as("a log is bounded").isBetween(10, 999_999);
        List<Logged<E>> all = log.read(log.committed(), Integer.MAX_VALUE, LONG);
        assertThat(all).extracting(Logged::entry).isEqualTo(entries(0, taken));
        log.commit(all.getLast().position());
        assertThat(log.append(entry(taken))).isTrue();
        assertThat(log.read(log.committed(), 10, LONG))
                .extracting(Logged::entry)
                .containsExactly(entry(taken));
    }

    @Test
    void waitsForAnEntryThatComes() throws Exception {
        Log<E> log = open(10);
        CountDownLatch reading = new CountDownLatch(1);
        try (ExecutorService reader = Executors.newSingleThreadExecutor()) {
            Future<List<Logged<E>>> read = reader.submit(() -> {
                reading.countDown();
                return log.read(log.committed(), 10, LONG);
            });
            reading.await();
            assertThat(log.append(entry(1))).isTrue();
            assertThat(read.get(30, TimeUnit.SECONDS)).extracting(Logged::entry).containsExactly(entry(1));
        }
    }

    @Test
    void waitsNoLongerThanItShould() throws InterruptedException {
        Log<E> log = open(10);
        long begin = System.nanoTime();
        assertThat(log.read(log.committed(), 10, Duration.ofMillis(50))).isEmpty();
        assertThat(System.nanoTime() - begin)
                .isGreaterThanOrEqualTo(Duration.ofMillis(50).toNanos());
    }

    @Test
    void entriesOfManyThreadsAreAllThereAndEachOnesInItsOrder() throws Exception {
        Log<E> log = open(1_000);
        try (ExecutorService appenders = Executors.newFixedThreadPool(4)) {
            List<Future<?>> done = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                int from = thread * 100;
                done.add(appenders.submit(() -> append(log, from, from + 100)));
            }
            for (Future<?> one : done) {
                one.get(30, TimeUnit.SECONDS);
            }
        }
        List<Logged<E>> all = log.read(log.committed(), 1_000, LONG);
        assertThat(all).hasSize(400);
        assertThat(all).extracting(Logged::position).isSorted().doesNotHaveDuplicates();
        List<E> entries = all.stream().map(Logged::entry).toList();
        for (int from = 0; from < 400; from += 100) {
            assertThat(entries).containsSubsequence(entries(from, from + 100));
        }
    }

    @Test
    void positionsGoOnRisingOverRestarts() throws InterruptedException {
        Log<E> log = open(100);
        append(log, 0, 10);
        Position last = log.read(log.committed(), 100, LONG).getLast().position();
        log.commit(last);
        for (int restart = 0; restart < 3; restart++) {
            Log<E> again = reopen();
            assertThat(again.committed()).isLessThanOrEqualTo(last);
            assertThat(again.append(entry(100 + restart))).isTrue();
            List<Logged<E>> all = again.read(last, 100, LONG);
            assertThat(all).extracting(Logged::entry).containsExactly(entry(100 + restart));
            assertThat(all.getFirst().position()).isGreaterThan(last);
            last = all.getFirst().position();
        }
    }

    protected final void append(Log<E> log, int from, int to) {
        for (int i = from; i < to; i++) {
            assertThat(log.append(entry(i))).isTrue();
        }
    }

    protected final List<E> entries(int from, int to) {
        return IntStream.range(from, to).mapToObj(this::entry).toList();
    }
}
