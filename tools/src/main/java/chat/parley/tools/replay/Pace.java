package chat.parley.tools.replay;

/** When a line is due: its own time, so many times faster, long silences cut short. */
final class Pace {

    private final double speed;
    private final double silenceSecondsMax;
    private double before = Double.NaN;
    private double elapsed;

    /**
     * A pace.
     *
     * @param speed how many times faster; infinite: everything is due at once
     * @param silenceSecondsMax on the script's clock
     */
    Pace(double speed, double silenceSecondsMax) {
        this.speed = speed;
        this.silenceSecondsMax = silenceSecondsMax;
    }

    static Pace asFastAsPossible() {
        return new Pace(Double.POSITIVE_INFINITY, 0);
    }

    boolean paced() {
        return !Double.isInfinite(speed);
    }

    /** The script begins anew. */
    void begin() {
        before = Double.NaN;
        elapsed = 0;
    }

    /** After the beginning, in nanoseconds; called for each line in turn. */
    long dueNanos(double seconds) {
        if (!paced()) {
            return 0;
        }
        if (!Double.isNaN(before)) {
            elapsed += Math.clamp(seconds - before, 0, silenceSecondsMax);
        }
        before = seconds;
        return (long) (elapsed / speed * 1e9);
    }
}
