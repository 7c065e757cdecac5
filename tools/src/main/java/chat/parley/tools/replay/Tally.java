package chat.parley.tools.replay;

import chat.parley.tools.client.FrameScan;
import chat.parley.tools.client.ServerFrame;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;

/** What came to the devices, counted, timed and compared with what was sent. Written on the client's loop. */
final class Tally {

    /** An hour: longer waits count as that. */
    private static final long MICROS_MAX = 3_600_000_000L;

    private final Mark mark;
    private final Ledger ledger;
    private final byte[][] users;
    private final Histogram ackMicros = new Histogram(MICROS_MAX, 3);
    private final Histogram deliveryMicros = new Histogram(MICROS_MAX, 3);
    /** Read by others while it grows. */
    private final AtomicLong delivered = new AtomicLong();

    private long deliveries;
    private long copies;
    private long altered;
    private long reordered;
    private long missedLive;
    private long caughtUp;

    Tally(Mark mark, Ledger ledger, byte[][] users) {
        this.mark = mark;
        this.ledger = ledger;
        this.users = users;
    }

    /** A message or event came to a device. @return false when something before it is lacking */
    boolean arrived(Arrivals arrivals, FrameScan scan, long nowNanos) {
        int seq = (int) scan.seq();
        if (!arrivals.first(seq)) {
            copies++;
            return !arrivals.lacks();
        }
        delivered.setRelease(++deliveries);
        int number = scan.event() ? Mark.NONE : mark.number(scan);
        if (number != Mark.NONE && ledger.known(number)) {
            record(deliveryMicros, nowNanos - ledger.intendedNanos(number));
            if (!unaltered(number, scan)) {
                altered++;
            }
        } else if (!scan.event()) {
            altered++;
        }
        if (!arrivals.room().saw(seq, scan.messageId(), number)) {
            reordered++;
        }
        return !arrivals.lacks();
    }

    /** A send was acked for the first time, to the device that sent it. */
    void acked(Arrivals arrivals, int number, long id, long seq, long nowNanos) {
        record(ackMicros, nowNanos - ledger.intendedNanos(number));
        if (arrivals.own((int) seq)) {
            delivered.setRelease(++deliveries);
        }
        if (!arrivals.room().saw((int) seq, id, number)) {
            reordered++;
        }
    }

    /** Messages that came to a device for the first time; may be asked from any thread. */
    long delivered() {
        return delivered.getAcquire();
    }

    long copies() {
        return copies;
    }

    /** Deliveries whose text, sender or conversation was not what was sent. */
    long altered() {
        return altered;
    }

    /** Deliveries and acks that put another message at a number than those before. */
    long reordered() {
        return reordered;
    }

    /** Deliveries that came only when asked for, though the socket had been open since before they were sent. */
    long missedLive() {
        return missedLive;
    }

    void missedLive(int more) {
        missedLive += more;
    }

    /** Deliveries during the catch-up after a socket came up or the server asked for it. */
    long caughtUp() {
        return caughtUp;
    }

    void caughtUpOne() {
        caughtUp++;
    }

    Histogram ackMicros() {
        return ackMicros;
    }

    Histogram deliveryMicros() {
        return deliveryMicros;
    }

    private boolean unaltered(int number, FrameScan scan) {
        FrameScan.Span sender = scan.sender();
        byte[] expected = users[ledger.user(number)];
        return Arrays.equals(scan.bytes(), sender.from(), sender.to(), expected, 0, expected.length)
                && check(scan) == ledger.checkOf(number);
    }

    private static int check(FrameScan scan) {
        FrameScan.Span text = scan.text();
        if (!text.escaped()) {
            return Ledger.check(scan.bytes(), text.from(), text.to());
        }
        return ServerFrame.read(scan.bytes(), scan.begin(), scan.length()) instanceof ServerFrame.Message message
                        && message.text() != null
                ? Ledger.check(message.text())
                : 0;
    }

    private static void record(Histogram histogram, long nanos) {
        histogram.recordValue(Math.clamp(nanos / 1000, 0, MICROS_MAX));
    }
}
