package chat.parley.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GateTest {

    private final LinkedBlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final CountDownLatch open = new CountDownLatch(1);

    @Test
    void whoFindsNoPlaceIsTurnedAwayAtOnce() throws InterruptedException {
        Gate gate = new Gate(1, 1);
        enter(gate, "first");
        assertThat(next()).isEqualTo("first runs");
        enter(gate, "second");
        gate.enter(() -> events.add("third runs"), () -> events.add("third turned away"));
        assertThat(events.poll()).isEqualTo("third turned away");

        open.countDown();
        assertThat(next()).isEqualTo("second runs");
    }

    @Test
    void whoWaitsTooLongIsTurnedAwayAndItsPlaceIsFree() throws InterruptedException {
        Gate gate = new Gate(1, 1);
        enter(gate, "first");
        assertThat(next()).isEqualTo("first runs");
        enter(gate, "second");
        assertThat(next()).isEqualTo("second turned away");

        open.countDown();
        enter(gate, "third");
        assertThat(next()).isEqualTo("third runs");
    }

    @Test
    void asManyRunAtATimeAsMayAndNoMore() throws InterruptedException {
        Gate gate = new Gate(4, 96);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CyclicBarrier four = new CyclicBarrier(4);
        for (int i = 0; i < 100; i++) {
            gate.enter(
                    () -> {
                        most.accumulateAndGet(running.incrementAndGet(), Math::max);
                        await(four);
                        running.decrementAndGet();
                        events.add("done");
                    },
                    () -> events.add("turned away"));
        }
        for (int i = 0; i < 100; i++) {
            assertThat(next()).isEqualTo("done");
        }
        assertThat(most.get()).isEqualTo(4);
    }

    @Test
    void aFailureLeavesThePlaceFree() throws InterruptedException {
        Gate gate = new Gate(1, 0);
        for (int i = 0; i < 3; i++) {
            CountDownLatch ended = new CountDownLatch(1);
            gate.enter(
                    () -> {
                        Thread.currentThread().setUncaughtExceptionHandler((_, _) -> ended.countDown());
                        throw new IllegalStateException("for the test");
                    },
                    () -> events.add("turned away"));
            assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(events).isEmpty();
    }

    private void enter(Gate gate, String who) {
        gate.enter(
                () -> {
                    events.add(who + " runs");
                    awaitOpen();
                },
                () -> events.add(who + " turned away"));
    }

    private String next() throws InterruptedException {
        return String.valueOf(events.poll(10, TimeUnit.SECONDS));
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(1, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException("fewer run at a time than may", e);
        }
    }

    private void awaitOpen() {
        try {
            open.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
