package chat.parley.fabric.limits;

/**
 * How often something may be done.
 *
 * @param perSecond in the long run, at most a million; 0 for as often as anyone likes
 * @param burst at once, after a time of rest; at least 1 unless the rate is off
 */
public record Rate(int perSecond, int burst) {

    public static final Rate OFF = new Rate(0, 0);

    private static final int PER_SECOND_MAX = 1_000_000;

    public Rate {
        if (perSecond < 0 || perSecond > PER_SECOND_MAX || (perSecond > 0 && burst < 1)) {
            throw new IllegalArgumentException(perSecond + " a second and " + burst + " at once is no rate");
        }
    }

    public boolean isOff() {
        return perSecond == 0;
    }

    @Override
    public String toString() {
        return isOff() ? "off" : perSecond + ":" + burst;
    }
}
