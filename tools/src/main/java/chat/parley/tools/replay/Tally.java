package chat.parley.tools.replay;

import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** What came to the devices, counted and timed. */
final class Tally {

    /** An hour: longer waits count as that. */
    private static final long MICROS_MAX = 3_600_000_000L;

    final LongAdder delivered = new LongAdder();
    final LongAdder receipts = new LongAdder();
    final LongAdder typing = new LongAdder();
    final LongAdder presence = new LongAdder();
    final LongAdder reads = new LongAdder();
    final LongAdder unreadCounts = new LongAdder();
    final LongAdder changes = new LongAdder();
    final LongAdder returns = new LongAdder();
    final LongAdder reconnects = new LongAdder();
    private final Histogram ackMicros = new ConcurrentHistogram(MICROS_MAX, 3);
    private final Histogram deliveryMicros = new ConcurrentHistogram(MICROS_MAX, 3);

    void acked(long nanos) {
        record(ackMicros, nanos);
    }

    void delivered(long nanos) {
        record(deliveryMicros, nanos);
    }

    Histogram ackMicros() {
        return ackMicros;
    }

    Histogram deliveryMicros() {
        return deliveryMicros;
    }

    private static void record(Histogram histogram, long nanos) {
        histogram.recordValue(Math.clamp(nanos / 1000, 0, MICROS_MAX));
    }
}
