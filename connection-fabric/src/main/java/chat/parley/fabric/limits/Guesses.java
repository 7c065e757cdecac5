package chat.parley.fabric.limits;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Holds the passwords that are tried for one username to a rate, from however many addresses they come.
 *
 * <p>Wrong passwords alone count. An attempt is nevertheless paid for before the password is looked at, and {@linkplain
 * #undone given back} when it was right: otherwise a thousand at once would all be looked at before the first had counted.
 *
 * <p>Such a rate is also a means to keep the owner out: whoever guesses all the time uses up what the name has. Hence an
 * address from which the name came in before has a bucket of its own for it, which strangers elsewhere cannot empty. Only
 * the owner's login from a new address has to wait, and no longer than the guessing goes on and one attempt takes to be
 * earned. Logins that go on, their refreshes and sockets never pass here.
 *
 * <p>Nothing depends on whether anybody has the name, so that nothing can be learned from it. The memory is bounded; an
 * address that was forgotten is one like any other. Any thread may ask.
 */
public final class Guesses {

    /** Each costs some 200 bytes. Those of the names that came in last stay. */
    private static final int PLACES_MAX = 1 << 14;

    private final RateLimiter limiter;
    private final Set<String> known = Collections.synchronizedSet(Collections.newSetFromMap(new Recent()));

    Guesses(RateLimiter limiter) {
        this.limiter = limiter;
    }

    /**
     * To be asked before a password is looked at.
     *
     * @param name as it was typed; capitals make no other name
     * @return {@link RateLimiter#GRANTED}, or the milliseconds to wait
     */
    public long take(String name, String address) {
        return limiter.take(bucket(name, address));
    }

    /** The attempt was no guess after all: the password was right, or nobody could look at it. */
    public void undone(String name, String address) {
        limiter.giveBack(bucket(name, address));
    }

    /** Somebody came in with the name's password, or has made it. */
    public void cameIn(String name, String address) {
        known.add(place(name, address));
    }

    private String bucket(String name, String address) {
        String place = place(name, address);
        return known.contains(place) ? place : name.toLowerCase(Locale.ROOT);
    }

    private static String place(String name, String address) {
        // No address has a line feed, and no name that comes in.
        return address + '\n' + name.toLowerCase(Locale.ROOT);
    }

    /** Forgets what was put in longest ago. */
    private static final class Recent extends LinkedHashMap<String, Boolean> {

        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > PLACES_MAX;
        }
    }
}
