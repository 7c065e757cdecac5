package chat.parley.embedded;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Shows one time after the other. */
final class SteppingClock extends Clock {

    private final long[] millis;
    private int next;

    SteppingClock(long... millis) {
        this.millis = millis;
    }

    @Override
    public long millis() {
        return millis[next++];
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }
}
