package chat.parley.push;

import java.time.Duration;

/**
 * How much is pushed, and for how long.
 *
 * @param ttl how long a wake-up is tried, from its last message on
 * @param interval between two notifications of one conversation on one device, which meanwhile collapse into one
 * @param preview the most that any notification shows, whatever its user allows
 * @param underWayMax notifications of one platform that a provider has not answered yet, at most
 * @param owedMax wake-ups of one platform that wait on disk, at most; what comes beyond is not owed
 * @param userPerMinute notifications of one user in the long run, 0 for as many as there are; more are put off
 * @param userBurst of the same, at once after a time of rest
 */
public record PushRules(
        Duration ttl,
        Duration interval,
        Preferences.Preview preview,
        int underWayMax,
        long owedMax,
        int userPerMinute,
        int userBurst) {

    public static final PushRules DEFAULT = new PushRules(
            Duration.ofDays(7), Duration.ofSeconds(10), Preferences.Preview.FULL, 500, 10_000_000, 60, 60);

    public PushRules withPreview(Preferences.Preview value) {
        return new PushRules(ttl, interval, value, underWayMax, owedMax, userPerMinute, userBurst);
    }
}
