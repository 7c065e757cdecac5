package chat.parley.fabric.limits;

import java.time.Clock;

/**
 * Holds each of many keys to one rate, by the generic cell rate algorithm: of a key only the moment is kept at which its
 * bucket will be full again. It does what a bucket of tokens does, with nothing to refill.
 *
 * <p>The memory is fixed. Keys lie in sets of eight, chosen by a hash that strangers cannot foresee; a new key takes the
 * place of the one in its set whose bucket is full soonest. Mostly that one is full already, and forgetting it changes
 * nothing. To be forgotten while in debt, a key must share its set with eight that are deeper in debt: who wants to be
 * rid of his own debt would have to make eight times as much.
 *
 * <p>Any thread may ask; two wait for each other only when their keys are in the same sixty-fourth of the table, and then
 * for some ten nanoseconds. Nothing is allocated.
 */
public final class RateLimiter {

    /** The answer that says yes. */
    public static final long GRANTED = 0;

    private static final int WAYS = 8;
    private static final int STRIPES = 64;
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long MICROS_PER_MILLI = 1_000;

    private final Clock clock;
    private final long start;
    private final long factor;
    private final boolean off;
    private final long intervalMicros;
    private final long burstMicros;

    /** For each key its hash, 0 when there is none, and the microsecond at which its bucket is full. */
    private final long[] table;

    private final int sets;
    private final Object[] stripes = new Object[STRIPES];

    /**
     * @param keysMax the most keys that are told apart, a power of two from 8 on
     * @param seed unknown to those who choose the keys
     */
    public RateLimiter(Rate rate, int keysMax, Clock clock, long seed) {
        if (keysMax < WAYS || Integer.bitCount(keysMax) != 1) {
            throw new IllegalArgumentException(keysMax + " is no power of two from " + WAYS + " on");
        }
        this.clock = clock;
        this.start = mixed(seed);
        this.factor = mixed(~seed) | 1;
        this.off = rate.isOff();
        this.intervalMicros = off ? 0 : Math.ceilDiv(MICROS_PER_SECOND * rate.periodSeconds(), rate.times());
        this.burstMicros = intervalMicros * rate.burst();
        this.sets = keysMax / WAYS;
        this.table = new long[off ? 0 : 2 * keysMax];
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new Object();
        }
    }

    /** @return {@link #GRANTED}, or the milliseconds after which it is granted if nobody else takes it */
    public long take(String key) {
        return off ? GRANTED : take(hash(start, key));
    }

    /** The same for a key of two parts. */
    public long take(String first, String second) {
        // No key has a line feed, so that no two pairs are read as the same text.
        return off ? GRANTED : take(hash(step(hash(start, first), '\n'), second));
    }

    /** Undoes one {@link #take} that was granted. */
    public void giveBack(String key) {
        if (off) {
            return;
        }
        long hash = hash(start, key);
        int set = setOf(hash);
        synchronized (stripes[set & (STRIPES - 1)]) {
            int entry = entryOf(hash, 2 * WAYS * set, clock.millis() * MICROS_PER_MILLI);
            table[entry + 1] -= intervalMicros;
        }
    }

    private int setOf(long key) {
        return (int) (mixed(key) & (sets - 1));
    }

    private long take(long key) {
        long now = clock.millis() * MICROS_PER_MILLI;
        int set = setOf(key);
        synchronized (stripes[set & (STRIPES - 1)]) {
            int entry = entryOf(key, 2 * WAYS * set, now);
            // A clock that was put back must not leave a debt that nobody could have made.
            long full = Math.min(Math.max(table[entry + 1], now), now + burstMicros) + intervalMicros;
            long early = full - (now + burstMicros);
            if (early > 0) {
                return Math.ceilDiv(early, MICROS_PER_MILLI);
            }
            table[entry + 1] = full;
            return GRANTED;
        }
    }

    private int entryOf(long key, int first, long now) {
        int soonest = first;
        for (int entry = first; entry < first + 2 * WAYS; entry += 2) {
            if (table[entry] == key) {
                return entry;
            }
            if (table[entry + 1] < table[soonest + 1]) {
                soonest = entry;
            }
        }
        table[soonest] = key;
        table[soonest + 1] = now;
        return soonest;
    }

    private long hash(long before, String key) {
        long hash = before;
        for (int i = 0; i < key.length(); i++) {
            hash = step(hash, key.charAt(i));
        }
        return hash == 0 ? 1 : hash;
    }

    /** Multiplied with what strangers do not know, and folded, so that the high bits come to bear on the low ones. */
    private long step(long hash, char next) {
        long product = (hash ^ next) * factor;
        return product ^ product >>> 29;
    }

    private static long mixed(long hash) {
        long once = (hash ^ hash >>> 32) * 0x9E3779B97F4A7C15L;
        long twice = (once ^ once >>> 29) * 0xBF58476D1CE4E5B9L;
        return twice ^ twice >>> 32;
    }
}
