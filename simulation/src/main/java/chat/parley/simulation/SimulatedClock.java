package chat.parley.simulation;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The clock of a run: it goes on by itself a little with every step, and by leaps when told to. */
public final class SimulatedClock extends Clock {

    /** 2026-01-01T00:00:00Z. */
    private static final long BEGIN = 1_767_225_600_000L;

    private static final ThreadLocal<SimulatedClock> OF_THIS_THREAD = new ThreadLocal<>();

    private long millis = BEGIN;

    public void advance(long by) {
        millis += by;
    }

    public void advanceTo(long instant) {
        millis = Math.max(millis, instant);
    }

    /** Of the run that the calling actor belongs to. Only for planted bugs, which ask a clock where none is given. */
    public static long now() {
        return OF_THIS_THREAD.get().millis;
    }

    public void bind() {
        OF_THIS_THREAD.set(this);
    }

    @Override
    public long millis() {
        return millis;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
