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

    /** @return 0 when one may be sent now; else the milliseconds after which one may */
    long early(UserId user, long now) {
        return Math.max(0, fullAfterOne(user, now) - (now + burstMillis));
    }

    /** One is sent. */
    void take(UserId user, long now) {
        fullAt[entry(user)] = fullAfterOne(user, now);
    }

    /** A clock that was put back must not leave a debt that nobody could have made. */
    private long fullAfterOne(UserId user, long now) {
        return Math.min(Math.max(fullAt[entry(user)], now), now + burstMillis) + intervalMillis;
    }

    private static int entry(UserId user) {
        return (user.hashCode() * 0x9E3779B9) >>> 16;
    }
}
