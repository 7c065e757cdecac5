package chat.parley.push;

import chat.parley.domain.UserId;

/**
 * Holds the notifications of each user to a rate, by the generic cell rate algorithm: of a user only the moment is kept at
 * which he has all of his burst again. The memory is fixed: users whose hashes meet share one allowance until one of them
 * is at rest, which puts off a notification and loses none.
 */
final class UserLimits {

    private static final int ENTRIES = 1 << 16;

    private final long intervalMillis;
    private final long burstMillis;
    private final long[] fullAt = new long[ENTRIES];

    /** @param perMinute 0 for no limit */
    UserLimits(int perMinute, int burst) {
        intervalMillis = perMinute == 0 ? 0 : Math.ceilDiv(60_000, perMinute);
        burstMillis = intervalMillis * Math.max(1, burst);
    }

    /** @return 0 when one may be sent now, which is counted; else the milliseconds after which one may */
    long take(UserId user, long now) {
        if (intervalMillis == 0) {
            return 0;
        }
        int hash = user.hashCode() * 0x9E3779B9;
        int entry = hash >>> 16;
        // A clock that was put back must not leave a debt that nobody could have made.
        long full = Math.min(Math.max(fullAt[entry], now), now + burstMillis) + intervalMillis;
        long early = full - (now + burstMillis);
        if (early > 0) {
            return early;
        }
        fullAt[entry] = full;
        return 0;
    }
}
