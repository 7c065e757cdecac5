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

    private static final long READY_SECONDS_MAX = 30;
    private static final long RETRY_MILLIS = 500;

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
    private final CatchUp catchUp;

    private @Nullable Wire wire;
    private boolean ready;
    private boolean ended;
    private @Nullable Future<?> redial;
    private int attempts;
    private int refusals;
    private boolean holding;
    private boolean flushing;

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
        this.catchUp = new CatchUp(inbox, new OnLine(), listener::caughtUp);
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
            catchUp.ask();
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
                case MESSAGE -> catchUp.message(inbox.take(scan));
                case ACK, OTHER -> heard(ServerFrame.read(frame, offset, length));
            }
        }

        @Override
        public void closed(Wire from, Close close) {
            lost(close);
        }
    }

    private final class OnLine implements CatchUp.Line {

        @Override
        public boolean up() {
            return ready;
        }

        @Override
        public void write(byte[] frame) {
            Connection.this.write(frame);
        }

        @Override
        public void later(long millis, Runnable task) {
            Connection.this.later(millis, task);
        }

        @Override
        public boolean awaitsAcks() {
            return ready && outbox.size() > 0;
        }
    }

    private void lost(Close close) {
        wire = null;
        ready = false;
        holding = false;
        catchUp.lost();
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
                catchUp.mind(inbox.acked(ack));
                Outgoing send = outbox.answered(ack.clientMsgId());
                if (send != null) {
                    listener.acked(send, ack);
                }
            }
            case ServerFrame.Failure failure -> failed(failure);
            case ServerFrame.Synced synced -> catchUp.synced(synced, listener::frame);
            case ServerFrame.Resync resync -> {
                inbox.reconnected();
                later(backoff.random().nextLong(Math.max(1, resync.withinMillis())), catchUp::ask);
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
        catchUp.ask();
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
        } else if (!catchUp.failed(failure.id(), spread)) {
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
