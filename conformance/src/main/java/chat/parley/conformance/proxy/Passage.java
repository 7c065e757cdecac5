package chat.parley.conformance.proxy;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One connection through the proxy: two sockets, a lane each way, and the times of its faults. */
final class Passage {

    private static final Duration MID_FRAME_PATIENCE = Duration.ofSeconds(2);

    private final Socket client;
    private final Socket server;
    private final Faults faults;
    private final Tally tally;
    private final ScheduledExecutorService clock;
    private final SplittableRandom times;
    private final Lane up;
    private final Lane down;
    private @Nullable ScheduledFuture<?> cut;
    private @Nullable ScheduledFuture<?> stall;
    private @Nullable ScheduledFuture<?> deafness;

    private volatile boolean deaf;
    private volatile boolean cutWanted;
    private volatile boolean ended;
    private volatile long stalledUntilNanos = System.nanoTime();

    Passage(Socket client, Socket server, Faults faults, long number, Tally tally, ScheduledExecutorService clock) {
        this.client = client;
        this.server = server;
        this.faults = faults;
        this.tally = tally;
        this.clock = clock;
        // A generator for each purpose: what one lane meets does not depend on the pace of the other.
        SplittableRandom chance = new SplittableRandom(faults.seed() * 0x9E3779B97F4A7C15L + number);
        this.times = chance.split();
        this.up = new Lane(this, client, server, true, faults, tally, chance.split());
        this.down = new Lane(this, server, client, false, faults, tally, chance.split());
    }

    /** Runs until both ends are gone. */
    void run() {
        cut = after(faults.cutEvery(), this::beginCut);
        deafness = in(sometime(faults.halfOpenEvery()), this::goDeaf);
        stall = after(faults.stallEvery(), this::stallAgain);
        Thread other = Thread.ofVirtual().start(down);
        up.run();
        try {
            other.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        end();
    }

    /** The upgrade was asked for: the way back is read as frames once it was granted. */
    void upgradeAsked() {
        down.expectUpgrade();
    }

    /** It was granted, or not. */
    void upgradeAnswered(boolean granted) {
        up.upgraded(granted);
        if (granted) {
            tally.webSockets.increment();
        }
    }

    /** A lane is done: if it was the one to bring the answer, none comes. */
    void upgradeLost(Lane lane) {
        if (lane == down) {
            up.upgraded(false);
        }
    }

    /** Both ends see a reset. */
    void cut() {
        if (!ended) {
            tally.cuts.increment();
            end();
        }
    }

    void end() {
        ended = true;
        cancel(cut);
        cancel(stall);
        cancel(deafness);
        reset(client);
        reset(server);
    }

    void goDeaf() {
        if (!deaf && !ended) {
            deaf = true;
            // Nobody is told: it is for the ends to find out by silence.
            cancel(cut);
            tally.halfOpened.increment();
        }
    }

    void stall(Duration length) {
        stalledUntilNanos = System.nanoTime() + length.toNanos();
        tally.stalls.increment();
    }

    /** Whether what is read is to be thrown away. */
    boolean isDeaf() {
        return deaf;
    }

    /** Whether the next frame is to be the last, and half. Only the first who asks is told so. */
    synchronized boolean takesCut() {
        boolean mine = cutWanted && !deaf;
        cutWanted &= !mine;
        return mine;
    }

    /** @param to where half a frame went */
    void cutMidFrame(Socket to) throws IOException {
        if (!ended) {
            tally.cuts.increment();
            tally.cutsMidFrame.increment();
            // An orderly end behind the half frame: a reset might overtake it.
            to.close();
            end();
        }
    }

    void awaitNoStall() {
        for (long left = stalledUntilNanos - System.nanoTime();
                left > 0 && !ended;
                left = stalledUntilNanos - System.nanoTime()) {
            sleep(Math.min(left, TimeUnit.MILLISECONDS.toNanos(100)));
        }
    }

    private void beginCut() {
        if (faults.cutMidFrame()) {
            cutWanted = true;
            cut = clock.schedule(this::cut, MID_FRAME_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } else {
            cut();
        }
    }

    private void stallAgain() {
        stall(faults.stallFor());
        stall = after(faults.stallEvery().plus(faults.stallFor()), this::stallAgain);
    }

    /** About so long from now, and half as long at least. */
    private @Nullable ScheduledFuture<?> after(Duration mean, Runnable fault) {
        return in(mean.dividedBy(2).plusNanos((long) (times.nextDouble() * mean.toNanos())), fault);
    }

    /** At any moment, each as likely as another: also of a connection that lives shorter than that on average. */
    private Duration sometime(Duration mean) {
        return Duration.ofNanos((long) (-Math.log(1 - times.nextDouble()) * mean.toNanos()));
    }

    /** @param wait zero for never */
    private @Nullable ScheduledFuture<?> in(Duration wait, Runnable fault) {
        if (wait.isZero() || ended) {
            return null;
        }
        try {
            return clock.schedule(fault, wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // The proxy is closing.
            return null;
        }
    }

    private static void cancel(@Nullable ScheduledFuture<?> planned) {
        if (planned != null) {
            planned.cancel(false);
        }
    }

    static void sleep(long nanos) {
        LockSupport.parkNanos(nanos);
    }

    static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // It is closed already.
        }
        try {
            socket.close();
        } catch (IOException e) {
            // A socket that cannot be closed is as good as closed.
        }
    }
}
