package chat.parley.tools.bench;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.Arrays;

/**
 * One conversation of which every socket is a member. The first few write, as fast as their messages come back to all:
 * a fixed number of messages is under way at a time.
 */
final class FanoutLoad implements Traffic {

    private static final int SENDERS_MAX = 8;
    /** Of every so many sockets, one is asked for latencies: to read each message would be the client's main work. */
    private static final int SAMPLE = 50;

    private static final Duration DRAIN_MAX = Duration.ofSeconds(20);
    private static final Duration LOOK = Duration.ofMillis(10);
    private static final byte[] TEXT = "\"text\":\"".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    /** @param perSecond messages that came to a member */
    record Result(
            double perSecond,
            double messagesPerSecond,
            Latencies delivery,
            double serverMicrosPerDelivery,
            double serverCores,
            double clientCores) {}

    private final Fleet fleet;
    private final EventLoop loop;
    private final Flusher flusher;
    private final SendFrame[] frames;
    private final Latencies delivery = new Latencies();
    private final int others;
    private long sent;
    private long delivered;
    private long acked;
    private long errors;
    private int window;
    private long measuredFrom;

    FanoutLoad(Fleet fleet, String conversation) {
        this.fleet = fleet;
        this.loop = fleet.loop();
        this.flusher = new Flusher(loop, fleet.size());
        this.others = fleet.size() - 1;
        this.frames = new SendFrame[Math.min(SENDERS_MAX, fleet.size())];
        Arrays.setAll(frames, i -> new SendFrame(conversation));
        fleet.listen(this);
    }

    /** Keeps {@code window} messages under way. */
    Result closed(int window, Duration time, ProcessUsage server) {
        OnLoop.run(loop, () -> {
            delivery.clear();
            measuredFrom = System.nanoTime();
            this.window = window;
            fill();
        });
        Meter meter = Meter.start(server);
        long before = OnLoop.get(loop, () -> delivered);
        Waiting.pause(time);
        long count = OnLoop.get(loop, () -> delivered) - before;
        Meter.Reading reading = meter.read();
        OnLoop.run(loop, () -> this.window = 0);
        drain();
        fleet.checkWhole();
        return OnLoop.get(
                loop,
                () -> new Result(
                        count / reading.seconds(),
                        count / reading.seconds() / others,
                        delivery.copy(),
                        reading.serverCpuSeconds() * 1e6 / Math.max(1, count),
                        reading.serverCpuSeconds() / reading.seconds(),
                        reading.clientCpuSeconds() / reading.seconds()));
    }

    @Override
    public void text(Socket socket, byte[] frame, int offset, int length) {
        switch (FrameKind.of(frame, offset, length)) {
            case MESSAGE -> {
                delivered++;
                if (socket.index() % SAMPLE == SAMPLE - 1) {
                    sample(frame, offset, length);
                }
                if (delivered % others == 0) {
                    fill();
                }
            }
            case ACK -> acked++;
            case ERROR -> errors++;
            case READY, OTHER -> {
                // Presence, conversations: nothing that is measured.
            }
        }
    }

    private void sample(byte[] frame, int offset, int length) {
        int text = -1;
        for (int i = offset; i < offset + length - TEXT.length; i++) {
            if (frame[i] == '"' && Arrays.equals(frame, i, i + TEXT.length, TEXT, 0, TEXT.length)) {
                text = i + TEXT.length;
                break;
            }
        }
        long intended = text < 0 ? -1 : SendFrame.timeAt(frame, text, offset + length - text);
        if (intended >= measuredFrom) {
            delivery.add(intended, System.nanoTime());
        }
    }

    private void fill() {
        while (sent - delivered / others < window) {
            int sender = (int) (sent++ % frames.length);
            flusher.write(fleet.socket(sender), frames[sender].at(System.nanoTime()));
        }
    }

    /** @throws IllegalStateException when not every message comes to every member */
    private void drain() {
        long until = System.nanoTime() + DRAIN_MAX.toNanos();
        while (OnLoop.get(loop, () -> delivered < sent * others || acked < sent)) {
            if (System.nanoTime() > until || errors > 0) {
                throw new IllegalStateException(OnLoop.get(
                        loop,
                        () -> "of " + sent + " messages for " + others + " members each, " + acked + " were acked, "
                                + delivered + " deliveries came, " + errors + " were refused"));
            }
            Waiting.pause(LOOK);
        }
    }
}
