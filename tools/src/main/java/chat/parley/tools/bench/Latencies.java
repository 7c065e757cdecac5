package chat.parley.tools.bench;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** From the time at which something was meant to be sent to the time at which it was seen; one thread's. */
final class Latencies {

    /** What takes longer counts as this long. */
    private static final long NANOS_MAX = TimeUnit.SECONDS.toNanos(60);

    private final Histogram histogram = new Histogram(NANOS_MAX, 3);

    void add(long intendedNanos, long seenNanos) {
        histogram.recordValue(Math.clamp(seenNanos - intendedNanos, 0, NANOS_MAX));
    }

    void clear() {
        histogram.reset();
    }

    Latencies copy() {
        Latencies copy = new Latencies();
        copy.histogram.add(histogram);
        return copy;
    }

    long count() {
        return histogram.getTotalCount();
    }

    /** In milliseconds. */
    double percentile(double percent) {
        return histogram.getValueAtPercentile(percent) / 1e6;
    }
}
