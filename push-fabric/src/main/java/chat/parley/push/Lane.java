package chat.parley.push;

import chat.parley.push.port.PushProvider;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The way to one provider: what is under way there, and whether more may go. Nothing is shared between lanes, so that a
 * provider that is down or slow keeps its own notifications back and no others.
 */
final class Lane {

    final PushProvider provider;
    private final int underWayMax;
    private final Map<Long, Long> sentAt = new LinkedHashMap<>();
    private volatile long pausedUntil;
    private boolean probing;

    Lane(PushProvider provider, int underWayMax) {
        this.provider = provider;
        this.underWayMax = underWayMax;
    }

    /** Until when nothing is to be sent, Unix milliseconds. */
    long closedUntil() {
        return Math.max(pausedUntil, provider.closedUntil());
    }

    /** How many may be sent now. */
    int free(long now) {
        if (closedUntil() > now) {
            return 0;
        }
        return Math.max(0, Math.min((probing ? 1 : underWayMax) - sentAt.size(), provider.room()));
    }

    void sent(long number, long now) {
        sentAt.put(number, now);
    }

    void answered(long number) {
        sentAt.remove(number);
    }

    /** After the pause one is sent to see whether the credentials are good again. */
    void pause(long until) {
        pausedUntil = until;
        probing = true;
    }

    void goesOn() {
        probing = false;
    }

    /** Forgets those that were sent before; whose answer never came. */
    int forgetBefore(long millis) {
        int forgotten = 0;
        for (Iterator<Long> times = sentAt.values().iterator(); times.hasNext() && times.next() < millis; ) {
            times.remove();
            forgotten++;
        }
        return forgotten;
    }

    boolean isIdle() {
        return sentAt.isEmpty();
    }
}
