package chat.parley.fabric.limits;

/**
 * How often something may be done.
 *
 * @param times in each period in the long run, at most a million; 0 for as often as anyone likes
 * @param periodSeconds at least 1
 * @param burst at once, after a time of rest; at least 1 unless the rate is off
 */
public record Rate(int times, int periodSeconds, int burst) {

    public static final Rate OFF = new Rate(0, 0);

    private static final int TIMES_MAX = 1_000_000;
    private static final int MINUTE = 60;

    public Rate {
        if (times < 0 || times > TIMES_MAX || periodSeconds < 1 || (times > 0 && burst < 1)) {
            throw new IllegalArgumentException(
                    times + " in " + periodSeconds + " seconds and " + burst + " at once is no rate");
        }
    }

    public Rate(int perSecond, int burst) {
        this(perSecond, 1, burst);
    }

    public static Rate perMinute(int times, int burst) {
        return new Rate(times, MINUTE, burst);
    }

    public boolean isOff() {
        return times == 0;
    }

    /** As a setting has it. */
    @Override
    public String toString() {
        return isOff() ? "off" : times + (periodSeconds == MINUTE ? "/min" : "") + ":" + burst;
    }
}
