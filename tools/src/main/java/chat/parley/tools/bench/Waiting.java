package chat.parley.tools.bench;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Pauses of a benchmark's main thread. */
final class Waiting {

    private Waiting() {}

    static void pause(Duration time) {
        try {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** A benchmark that is interrupted ends: what it has is no result. */
    static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted", e);
    }
}
