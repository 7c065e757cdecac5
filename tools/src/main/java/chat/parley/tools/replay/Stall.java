package chat.parley.tools.replay;

import java.time.Duration;

/** Notices when a count no longer grows. */
final class Stall {

    private final long nanosMax;
    private long count = -1;
    private long since = System.nanoTime();

    Stall(Duration max) {
        this.nanosMax = max.toNanos();
    }

    /** Whether the count has been the same for too long. */
    boolean at(long now) {
        if (now != count) {
            count = now;
            since = System.nanoTime();
        }
        return System.nanoTime() - since > nanosMax;
    }

    /** What was waited for so far does not count. */
    void restart() {
        since = System.nanoTime();
    }
}
