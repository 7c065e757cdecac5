package chat.parley.tools.bench;

import chat.parley.tools.client.FrameScan;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Pairs of sockets that write to each other. Sockets 2n and 2n+1 are a pair. A send is done when its ack has come to the
 * sender and its message to the other.
 */
final class RelayLoad implements Traffic {

    /** With so many under way an open loop holds back; what is late stays late, as latencies count from the plan. */
    private static final int UNDER_WAY_MAX = 50_000;

    private static final long TICK_NANOS_MIN = TimeUnit.MICROSECONDS.toNanos(250);
    private static final Duration DRAIN_MAX = Duration.ofSeconds(20);
    private static final Duration LOOK = Duration.ofMillis(10);

    /**
     * What one measurement found.
     *
     * @param sends that were acked and delivered
     * @param perSecond sends
     * @param errors sends that were answered by an error instead
     */
    record Result(
            long sends,
            double perSecond,
            Latencies ack,
            Latencies delivery,
            double serverMicrosPerSend,
            double serverCores,
            double clientCores,
            long errors) {}

    private final Fleet fleet;
    private final EventLoop loop;
    private final Flusher flusher;
    private final FrameScan scan = new FrameScan();
    private final SendFrame[] frames;
    private final long[] sent;
    private final long[] acked;
    private final long[] delivered;
    private final Latencies ack = new Latencies();
    private final Latencies delivery = new Latencies();
    private long ackedCount;
    private long deliveredCount;
    private long sentCount;
    private long errors;
    /** Sends of a socket under way in a closed loop; 0: none is sent. */
    private int window;
    /** Of an open loop; 0: none. */
    private double nanosPerSend;

    private long planned;
    private long openedAt;
    private long measuredFrom;

    RelayLoad(Fleet fleet, List<String> conversations) {
        this.fleet = fleet;
        this.loop = fleet.loop();
        this.flusher = new Flusher(loop, fleet.size());
        this.frames = new SendFrame[fleet.size()];
        Arrays.setAll(frames, i -> new SendFrame(conversations.get(i / 2)));
        this.sent = new long[fleet.size()];
        this.acked = new long[fleet.size()];
        this.delivered = new long[fleet.size()];
        fleet.listen(this);
    }

    /** Keeps {@code window} sends of each socket under way. */
    Result closed(int window, Duration time, ProcessUsage server) {
        OnLoop.run(loop, () -> {
            this.window = window;
            for (int i = 0; i < frames.length; i++) {
                fill(i);
            }
        });
        return measure(time, server);
    }

    /** Sends at a steady rate, whatever comes back. */
    Result open(double perSecond, Duration settle, Duration time, ProcessUsage server) {
        OnLoop.run(loop, () -> {
            nanosPerSend = 1e9 / perSecond;
            planned = 0;
            openedAt = System.nanoTime();
            tick();
        });
        Waiting.pause(settle);
        return measure(time, server);
    }

    @Override
    public void text(Socket socket, byte[] frame, int offset, int length) {
        switch (FrameKind.of(frame, offset, length)) {
            case ACK -> {
                if (scan.scan(frame, offset, length) == FrameScan.Kind.ACK) {
                    int sender = socket.index();
                    seen(ack, scan.clientMsgId());
                    acked[sender]++;
                    ackedCount++;
                    fill(sender);
                }
            }
            case MESSAGE -> {
                if (scan.scan(frame, offset, length) == FrameScan.Kind.MESSAGE) {
                    int sender = socket.index() ^ 1;
                    seen(delivery, scan.text());
                    delivered[sender]++;
                    deliveredCount++;
                    fill(sender);
                }
            }
            case ERROR -> {
                int sender = socket.index();
                errors++;
                acked[sender]++;
                delivered[sender]++;
                fill(sender);
            }
            case READY, OTHER -> {
                // Presence, conversations: nothing that is measured.
            }
        }
    }

    private void seen(Latencies latencies, FrameScan.Span span) {
        long intended = SendFrame.timeAt(scan.bytes(), span.from(), span.length());
        if (intended >= measuredFrom) {
            latencies.add(intended, System.nanoTime());
        }
    }

    private void fill(int sender) {
        while (sent[sender] - Math.min(acked[sender], delivered[sender]) < window) {
            send(sender, System.nanoTime());
        }
    }

    private void send(int sender, long intended) {
        flusher.write(fleet.socket(sender), frames[sender].at(intended));
        sent[sender]++;
        sentCount++;
    }

    private void tick() {
        if (nanosPerSend == 0) {
            return;
        }
        long now = System.nanoTime();
        while (true) {
            long due = openedAt + (long) (planned * nanosPerSend);
            if (due > now || underWay() >= UNDER_WAY_MAX) {
                break;
            }
            send((int) (planned++ % frames.length), due);
        }
        long next = openedAt + (long) (planned * nanosPerSend) - System.nanoTime();
        var _ = loop.schedule(this::tick, Math.max(next, TICK_NANOS_MIN), TimeUnit.NANOSECONDS);
    }

    private long underWay() {
        return sentCount - errors - Math.min(ackedCount, deliveredCount);
    }

    /** Counts for some time, then lets what is under way come to its end: the slowest count too. */
    private Result measure(Duration time, ProcessUsage server) {
        OnLoop.run(loop, () -> {
            ack.clear();
            delivery.clear();
            measuredFrom = System.nanoTime();
        });
        Meter meter = Meter.start(server);
        long errorsBefore = OnLoop.get(loop, () -> errors);
        long before = OnLoop.get(loop, this::done);
        Waiting.pause(time);
        long sends = OnLoop.get(loop, this::done) - before;
        Meter.Reading reading = meter.read();
        OnLoop.run(loop, () -> {
            window = 0;
            nanosPerSend = 0;
        });
        drain();
        fleet.checkWhole();
        return OnLoop.get(
                loop,
                () -> new Result(
                        sends,
                        sends / reading.seconds(),
                        ack.copy(),
                        delivery.copy(),
                        reading.serverCpuSeconds() * 1e6 / Math.max(1, sends),
                        reading.serverCpuSeconds() / reading.seconds(),
                        reading.clientCpuSeconds() / reading.seconds(),
                        errors - errorsBefore));
    }

    private long done() {
        return Math.min(ackedCount, deliveredCount);
    }

    /** @throws IllegalStateException when an ack or a message never comes: then the server has lost it */
    private void drain() {
        long until = System.nanoTime() + DRAIN_MAX.toNanos();
        while (OnLoop.get(loop, this::underWay) > 0) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException(OnLoop.get(
                        loop,
                        () -> "of " + sentCount + " sends " + ackedCount + " were acked, " + deliveredCount
                                + " delivered, " + errors + " refused; the others did not come in "
                                + DRAIN_MAX.toSeconds() + " s"));
            }
            Waiting.pause(LOOK);
        }
    }
}
