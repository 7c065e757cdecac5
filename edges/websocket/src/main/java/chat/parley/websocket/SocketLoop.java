package chat.parley.websocket;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.FastThreadLocal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One event loop's share of the sockets, and the way to them from other threads. Frames for its sockets gather here, and
 * a turn of the loop writes and flushes each socket once, however many frames came for it.
 */
final class SocketLoop {

    /** Entries; a producer waits while so many are before it. */
    private static final int MAILBOX_CAPACITY = 1 << 15;

    /** How long a producer sleeps before it looks again whether there is room. */
    private static final long FULL_PAUSE_NANOS = 50_000;

    private static final int SPARE_OUTBOXES_MAX = 1024;

    private static final FastThreadLocal<SocketLoop> CURRENT = new FastThreadLocal<>();

    final EventLoop eventLoop;
    final LoopCounters counters = new LoopCounters();
    final Wheel wheel = new Wheel();
    private final long tickNanos;
    private final long startNanos = System.nanoTime();
    private final Mailbox mailbox = new Mailbox(MAILBOX_CAPACITY);
    private final AtomicBoolean turnAsked = new AtomicBoolean();
    private final Runnable turn = this::turn;
    private final List<BufferedSocket> unflushed = new ArrayList<>();
    private final ArrayDeque<Outbox> spareOutboxes = new ArrayDeque<>();
    private final CountDownLatch drained = new CountDownLatch(1);
    private volatile boolean draining;

    /** Connections of any kind. */
    private int open;

    SocketLoop(EventLoop eventLoop, Duration heartbeat) {
        this.eventLoop = eventLoop;
        this.tickNanos = Math.max(1, heartbeat.toNanos() / Wheel.SLOTS);
    }

    /** To be called once, before the first connection. */
    void start() {
        eventLoop.execute(() -> CURRENT.set(this));
        var _ = eventLoop.scheduleWithFixedDelay(this::tick, tickNanos, tickNanos, TimeUnit.NANOSECONDS);
    }

    /** The loop on whose thread this is called. */
    static SocketLoop current() {
        SocketLoop loop = CURRENT.get();
        if (loop == null) {
            throw new IllegalStateException("not on an event loop of the listener");
        }
        return loop;
    }

    /** Ticks in a duration, rounded up; at most some years. */
    int ticks(Duration duration) {
        // The seconds alone say when nanoseconds would not fit into a long.
        long nanos = duration.toSeconds() > Integer.MAX_VALUE ? Long.MAX_VALUE / 2 : duration.toNanos();
        return Math.clamp((nanos + tickNanos - 1) / tickNanos, 0, Integer.MAX_VALUE / 2);
    }

    /** How long ago a tick was; on any thread. */
    Duration since(int tick) {
        return Duration.ofNanos(Math.max(0, System.nanoTime() - startNanos - tick * tickNanos));
    }

    /**
     * Brings a frame to its recipient on the loop, behind those that this thread brought before. Waits while the mailbox
     * is full, unless it is an event loop that asks: two of them might wait for each other.
     */
    void post(Mailbox.Recipient recipient, byte @Nullable [] frame) {
        if (eventLoop.inEventLoop()) {
            Mailbox.hand(recipient, frame);
            return;
        }
        while (!mailbox.offer(recipient, frame)) {
            askForTurn();
            if (CURRENT.isSet()) {
                execute(() -> Mailbox.hand(recipient, frame));
                return;
            }
            if (eventLoop.isShuttingDown()) {
                return;
            }
            LockSupport.parkNanos(FULL_PAUSE_NANOS);
        }
        askForTurn();
    }

    /** Runs something on the loop; nothing happens when the loop has ended, and its sockets with it. */
    void execute(Runnable task) {
        try {
            eventLoop.execute(task);
        } catch (RejectedExecutionException ended) {
            // All sockets are closed.
        }
    }

    /** On the loop: has the socket write what waits, together with the others, in this turn or the next. */
    void flushLater(BufferedSocket socket) {
        if (!socket.unflushed) {
            socket.unflushed = true;
            unflushed.add(socket);
            askForTurn();
        }
    }

    Outbox leaseOutbox() {
        Outbox spare = spareOutboxes.poll();
        return spare == null ? new Outbox() : spare;
    }

    void giveBack(Outbox outbox) {
        outbox.clear();
        if (outbox.isSmall() && spareOutboxes.size() < SPARE_OUTBOXES_MAX) {
            spareOutboxes.add(outbox);
        }
    }

    boolean isDraining() {
        return draining;
    }

    /** On the loop: a connection is here. */
    void opened() {
        open++;
    }

    /** On the loop: a connection has gone. */
    void closed() {
        open--;
        countDownIfDrained();
    }

    /** From now on sockets end as soon as they have no send under way; HTTP connections with their answer. */
    void drain() {
        draining = true;
        for (int slot = 0; slot < Wheel.SLOTS; slot++) {
            int one = slot;
            // One task for each slot, so that answers are written in between.
            execute(() -> wheel.slot(one).forEach(ClientSocket::endIfDone));
        }
        execute(() -> wheel.watched().forEach(one -> one.check(wheel.now())));
        execute(this::countDownIfDrained);
    }

    /** Waits until no connection is left, but not for long. */
    void awaitDrained(Duration atMost) throws InterruptedException {
        var _ = drained.await(Math.max(0, atMost.toNanos()), TimeUnit.NANOSECONDS);
    }

    private void countDownIfDrained() {
        if (draining && open == 0) {
            drained.countDown();
        }
    }

    private void askForTurn() {
        if (!turnAsked.get() && turnAsked.compareAndSet(false, true)) {
            execute(turn);
        }
    }

    private void turn() {
        turnAsked.set(false);
        int taken = takeMail();
        // A socket that becomes writable while it is flushed comes to the end of the list.
        for (int i = 0; i < unflushed.size(); i++) {
            BufferedSocket socket = unflushed.get(i);
            socket.unflushed = false;
            flush(socket);
        }
        unflushed.clear();
        if (taken == MAILBOX_CAPACITY || !mailbox.isEmpty()) {
            askForTurn();
        }
    }

    private int takeMail() {
        return mailbox.drain(MAILBOX_CAPACITY);
    }

    private static void flush(BufferedSocket socket) {
        try {
            socket.flush();
        } catch (RuntimeException e) {
            Failures.log("a socket is closed that could not be written", e);
            var _ = socket.context().close();
        }
    }

    private void tick() {
        try {
            wheel.advance((int) ((System.nanoTime() - startNanos) / tickNanos));
        } catch (RuntimeException e) {
            // Thrown on, it would end all ticks of this loop.
            Failures.log("a tick is cut short", e);
        }
    }
}
