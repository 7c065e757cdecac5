package chat.parley.tools.replay;

import chat.parley.tools.client.ServerProcess;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Kills the server with signal 9 at random moments of the sending, and starts it again on the same data. The moments
 * are counts of answers, so that the same seed strikes at about the same places whatever the machine's speed.
 */
final class Chaos implements AutoCloseable {

    /** After the answer that sets it off: anywhere between two group commits. */
    private static final long DELAY_NANOS_MAX = Duration.ofMillis(20).toNanos();

    private final int[] strikesAt;
    private final long[] delayNanos;
    private final Semaphore due = new Semaphore(0);
    private final ServerProcess server;
    private final Progress progress;
    private final Thread thread;
    private int next;
    private final AtomicInteger kills = new AtomicInteger();
    private volatile String failure = "";

    /** @param lines how many answers there will be */
    Chaos(ServerProcess server, int kills, int lines, long seed, Progress progress) {
        SplittableRandom random = new SplittableRandom(seed);
        this.server = server;
        this.progress = progress;
        this.strikesAt = random.ints(kills, 1 + lines / 50, 2 + lines - lines / 50)
                .sorted()
                .toArray();
        this.delayNanos = random.longs(kills, 0, DELAY_NANOS_MAX).toArray();
        this.thread = Thread.ofPlatform().daemon().name("chaos").start(this::strike);
    }

    /** So many lines are answered; to be called often. */
    void answered(int count) {
        while (next < strikesAt.length && count >= strikesAt[next]) {
            next++;
            due.release();
        }
    }

    int kills() {
        return kills.get();
    }

    /** Why the server did not come back; empty when it did. */
    String failure() {
        return failure;
    }

    /** Waits for the strikes that are due, and no further ones. */
    @Override
    public void close() {
        if (next < strikesAt.length) {
            thread.interrupt();
        }
        try {
            thread.join(Duration.ofSeconds(90));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return "kill -9 after answers " + Arrays.toString(strikesAt);
    }

    private void strike() {
        try {
            for (long delay : delayNanos) {
                due.acquire();
                LockSupport.parkNanos(delay);
                server.kill();
                long start = System.nanoTime();
                server.start();
                progress.say(String.format(
                        "killed the server (%d of %d), ready again after %d ms",
                        kills.incrementAndGet(), delayNanos.length, (System.nanoTime() - start) / 1_000_000));
            }
        } catch (InterruptedException e) {
            // The sending is over.
        } catch (RuntimeException e) {
            failure = String.valueOf(e.getMessage());
        }
    }
}
