package chat.parley.websocket;

import java.time.Duration;

/** A socket's sense of time, in the ticks of its loop's {@link Wheel}: the last sign of life, and when time is over. */
abstract class TimedSocket extends BufferedSocket implements Watched {

    /** A socket without a sign of life is dropped after so many ticks: two heartbeats and a half. */
    private static final int SILENT_TICKS_MAX = Wheel.SLOTS * 5 / 2;

    /** Where it is in the wheel, for the wheel. */
    int place;

    private int heard;
    private int end;
    private boolean watched;

    TimedSocket(SocketLoop loop) {
        super(loop);
    }

    /**
     * Does what is due.
     *
     * @return whether something may be due before the wheel comes by again
     */
    abstract boolean onTick(int now);

    @Override
    public final boolean check(int now) {
        // Still true while it is asked, so that it is not watched twice.
        watched = onTick(now);
        return watched;
    }

    /** A sign of life. */
    final void hear() {
        heard = loop.wheel.now();
    }

    /** Sets when time is over, for whatever it is that comes next. */
    final void endIn(Duration left) {
        end = loop.wheel.now() + loop.ticks(left);
    }

    final boolean isSilent(int now) {
        return now - heard >= SILENT_TICKS_MAX;
    }

    final boolean isLate(int now) {
        return now >= end;
    }

    /** Something may be due before the wheel comes by again. */
    final boolean isDueSoon(int now) {
        return Math.min(heard + SILENT_TICKS_MAX, end) - now <= Wheel.SLOTS;
    }

    final void watchIfDueSoon(int now) {
        if (isDueSoon(now)) {
            watch();
        }
    }

    final void watch() {
        if (!watched) {
            watched = true;
            loop.wheel.watch(this);
        }
    }
}
