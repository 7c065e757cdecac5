package chat.parley.server;

import chat.parley.pipeline.port.StoreUnavailable;
import chat.parley.push.PushCounters;
import chat.parley.push.PushCounters.Fault;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A step that no failure ends: unlike the pipeline's, whatever goes wrong in push spoils no data, and one that tries again
 * wakes more people than one that stands.
 */
final class Enduring implements Loop.Step {

    private static final System.Logger LOG = System.getLogger(Enduring.class.getName());
    private static final Duration SAID_EVERY = Duration.ofMinutes(1);
    private static final Duration REST = Duration.ofSeconds(1);

    private final String name;
    private final PushCounters counters;
    private final Clock clock;
    private final Loop.Step step;
    private long saidAt = Long.MIN_VALUE / 2;

    Enduring(String name, PushCounters counters, Clock clock, Loop.Step step) {
        this.name = name;
        this.counters = counters;
        this.clock = clock;
        this.step = step;
    }

    @Override
    public int run(Duration wait) throws InterruptedException {
        try {
            return step.run(wait);
        } catch (StoreUnavailable e) {
            throw e;
        } catch (RuntimeException e) {
            counters.failed(Fault.FAILED_STEP, 1);
            long now = clock.millis();
            if (now - saidAt >= SAID_EVERY.toMillis()) {
                saidAt = now;
                LOG.log(System.Logger.Level.ERROR, name + " fails, and devices may not be woken. It goes on trying", e);
            }
            TimeUnit.MILLISECONDS.sleep(REST.toMillis());
            return 0;
        }
    }
}
