package chat.parley.tools.client;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.FastThreadLocal;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One device that stays connected: it dials again when its socket is lost, sends again what no server acked, in its
 * order and with the same client_msg_id, and asks for what it lacks. All of it happens on one loop.
 */
public final class Connection {

    /** A hole is looked at after this; it may be one that a frame under way fills by itself. */
    private static final long HOLE_MILLIS = 100;

    /** How often it is looked at again while it may be one that an ack fills. */
    private static final int HOLE_LOOKS_MAX = 20;

    /** Between catch-ups of which the last one brought nothing, though something is lacking. */
    private static final long FRUITLESS_MILLIS = 1_000;

    private static final long READY_SECONDS_MAX = 30;
    private static final long RETRY_MILLIS = 500;
    private static final int SYNC_LIMIT = 500;

    private static final FastThreadLocal<FrameScan> SCAN = new FastThreadLocal<>() {
        @Override
        protected FrameScan initialValue() {
            return new FrameScan();
        }
    };

    private final Client client;
    private final Credentials who;
    private final Backoff backoff;
    private final Inbox inbox;
    private final ConnectionListener listener;
    private final Outbox outbox;
    private final EventLoop loop;

    private @Nullable Wire wire;
    private boolean ready;
    private boolean ended;
    private @Nullable Future<?> redial;
    private int attempts;
    private int refusals;
    private boolean holding;
    private boolean flushing;
    private boolean syncing;
    private boolean syncSoon;
    /** Whether a message came since the last sync was asked for. */
    private boolean fruitful;

    private int syncs;

    /**
     * A connection that is not open yet.
     *
     * @param outboxMax most sends that may be unacked
     */
    public Connection(
            Client client, Credentials who, Backoff backoff, int outboxMax, Inbox inbox, ConnectionListener listener) {
        this.client = client;
        this.who = who;
        this.backoff = backoff;
        this.inbox = inbox;
        this.listener = listener;
        this.outbox = new Outbox(outboxMax);
        this.loop = client.loop();
    }

    public Credentials who() {
        return who;
    }

    /** Where everything of this connection happens. */
    public EventLoop loop() {
        return loop;
    }

    /** Dials, and keeps dialling. */
    public void open() {
        onLoop(this::dial);
    }

    /** Sends, now or when there is a socket. A full outbox refuses it. */
    public void send(Outgoing send) {
        onLoop(() -> {
            if (!offer(send)) {
                listener.refused(send, new ServerFrame.Failure("outbox_full", "too much is unsent", null, null, null));
            }
        });
    }

    /** The same for callers on the loop. @return false when the outbox is full */
    public boolean offer(Outgoing send) {
        if (!outbox.add(send)) {
            return false;
        }
        pump();
        return true;
    }

    /** Sends a frame that is not worth a retry: a receipt, typing. Dropped while there is no socket. */
    public void write(byte[] frame) {
        onLoop(() -> {
            Wire open = wire;
            if (open != null && ready) {
                open.write(frame);
                flushSoon();
            }
        });
    }

    /** Sends that are not acked; on the loop only. */
    public int unacked() {
        return outbox.size();
    }

    /** On the loop only. */
    public boolean ready() {
        return ready;
    }

    /** Does not wait any longer for the next dial, if one is waited for: somebody is there who waits, too. */
    public void hurry() {
        onLoop(() -> {
            Future<?> waiting = redial;
            if (waiting != null && waiting.cancel(false)) {
                redial = null;
                dial();
            }
        });
    }

    /** Asks for what may be lacking, as after a {@code resync}. */
    public void catchUp() {
        onLoop(() -> {
            inbox.reconnected();
            sync();
        });
    }

    /** Cuts the socket off, as a lost network does; it dials again. */
    public void cut() {
        onLoop(() -> {
            if (wire != null) {
                wire.cut();
            }
        });
    }

    /** Ends it for good. */
    public void close() {
        onLoop(() -> {
            ended = true;
            if (wire != null) {
                wire.close(Close.NORMAL);
            }
        });
    }

    private void dial() {
        redial = null;
        if (!ended) {
            client.dial(who, new OnWire(), loop);
        }
    }

    private final class OnWire implements WireListener {

        @Override
        public void opened(Wire opened) {
            wire = opened;
            if (ended) {
                opened.close(Close.NORMAL);
                return;
            }
            later(READY_SECONDS_MAX * 1000, () -> {
                if (opened == wire && !ready) {
                    opened.cut();
                }
            });
        }

        @Override
        public void text(Wire from, byte[] frame, int offset, int length) {
            FrameScan scan = SCAN.get();
            switch (scan.scan(frame, offset, length)) {
                case MESSAGE -> {
                    fruitful = true;
                    filled(inbox.take(scan));
                }
                case ACK, OTHER -> heard(ServerFrame.read(frame, offset, length));
            }
        }

        @Override
        public void closed(Wire from, Close close) {
            lost(close);
        }
    }

    private void lost(Close close) {
        wire = null;
        ready = false;
        holding = false;
        syncing = false;
        outbox.allAgain(listener::interrupted);
        // A token may have run out just now; the next one may be good.
        boolean refused = close.code() == Close.UNAUTHORIZED ? ++refusals > 1 : close.forGood();
        if (ended || refused) {
            ended = true;
            listener.ended(close);
            return;
        }
        Duration wait = close.goingAway() && attempts == 0 ? backoff.afterGoingAway() : backoff.before(attempts);
        attempts++;
        listener.lost(close, wait);
        redial = loop.schedule(this::dial, wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void heard(ServerFrame frame) {
        switch (frame) {
            case ServerFrame.Ready up -> up(up);
            case ServerFrame.Ack ack -> {
                filled(inbox.acked(ack));
                Outgoing send = outbox.answered(ack.clientMsgId());
                if (send != null) {
                    listener.acked(send, ack);
                }
            }
            case ServerFrame.Failure failure -> failed(failure);
            case ServerFrame.Synced synced -> {
                inbox.synced(synced);
                listener.frame(synced);
                if (!synced.partial()) {
                    syncing = false;
                    syncOnwards();
                }
            }
            case ServerFrame.Resync resync -> {
                inbox.reconnected();
                later(backoff.random().nextLong(Math.max(1, resync.withinMillis())), this::sync);
            }
            default -> listener.frame(frame);
        }
    }

    private void up(ServerFrame.Ready up) {
        ready = true;
        attempts = 0;
        refusals = 0;
        inbox.reconnected();
        listener.ready(up);
        pump();
        sync();
        Wire current = wire;
        if (current != null && up.heartbeatMillis() > 0) {
            watch(current, up.heartbeatMillis());
        }
    }

    /** The server pings at every heartbeat: a socket that brings nothing for two and a half is dead. */
    private void watch(Wire watched, long heartbeatMillis) {
        later(heartbeatMillis, () -> {
            if (watched != wire) {
                return;
            }
            long silentMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - watched.lastReadNanos());
            if (silentMillis > heartbeatMillis * 5 / 2) {
                watched.cut();
            } else {
                watch(watched, heartbeatMillis);
            }
        });
    }

    private void failed(ServerFrame.Failure failure) {
        long pause = failure.retryAfterMillis() == null ? RETRY_MILLIS : failure.retryAfterMillis();
        // Half as much again at random: those who were refused together should not come back together.
        long spread = pause + backoff.random().nextLong(pause / 2 + 1);
        String key = failure.clientMsgId();
        if (key != null && failure.retryable()) {
            Outgoing send = outbox.again(key);
            if (send != null) {
                listener.postponed(send, failure);
                hold(spread);
            }
        } else if (key != null) {
            Outgoing send = outbox.answered(key);
            if (send != null) {
                listener.refused(send, failure);
            }
        } else if (syncing && failure.id() != null && failure.id().equals(syncId())) {
            syncing = false;
            later(spread, this::sync);
        } else {
            listener.frame(failure);
        }
    }

    /** Nothing is sent for a while, so that what was refused does not fall further behind. */
    private void hold(long millis) {
        if (!holding) {
            holding = true;
            later(millis, () -> {
                holding = false;
                pump();
            });
        }
    }

    private void pump() {
        Wire open = wire;
        if (open != null && ready && !holding) {
            outbox.write(send -> open.write(ClientFrame.send(send.conversationId(), send.clientMsgId(), send.text())));
            flushSoon();
        }
    }

    /** One flush for all that is written in this turn of the loop. */
    private void flushSoon() {
        if (!flushing) {
            flushing = true;
            loop.execute(() -> {
                flushing = false;
                if (wire != null) {
                    wire.flush();
                }
            });
        }
    }

    private void filled(boolean whole) {
        if (!whole && !syncSoon && !syncing) {
            syncSoon = true;
            look(HOLE_LOOKS_MAX);
        }
    }

    private void look(int looksLeft) {
        later(HOLE_MILLIS, () -> {
            if (outbox.size() > 0 && looksLeft > 0 && ready) {
                look(looksLeft - 1);
            } else {
                syncSoon = false;
                sync();
            }
        });
    }

    private void sync() {
        Wire open = wire;
        if (open == null || !ready || syncing) {
            return;
        }
        Inbox.Lacking lacking = inbox.lacking();
        if (lacking == null) {
            listener.caughtUp();
            return;
        }
        syncing = true;
        fruitful = false;
        syncs++;
        open.write(ClientFrame.sync(lacking.since(), lacking.cursors(), SYNC_LIMIT, syncId()));
        flushSoon();
    }

    private void syncOnwards() {
        if (fruitful) {
            sync();
        } else if (inbox.lacking() == null) {
            listener.caughtUp();
        } else {
            later(FRUITLESS_MILLIS, this::sync);
        }
    }

    private String syncId() {
        return "sync-" + syncs;
    }

    private void later(long millis, Runnable task) {
        var _ = loop.schedule(task, millis, TimeUnit.MILLISECONDS);
    }

    private void onLoop(Runnable task) {
        if (loop.inEventLoop()) {
            task.run();
        } else {
            loop.execute(task);
        }
    }
}
