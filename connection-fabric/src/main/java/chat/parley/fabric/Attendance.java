package chat.parley.fabric;

import chat.parley.domain.PresenceStatus;
import chat.parley.domain.UserId;
import chat.parley.fabric.port.ActivityTimes;
import chat.parley.pipeline.port.StoreUnavailable;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Who is there. For those who are, the sessions themselves are asked, so that being there costs no memory; what is kept
 * is who has gone within the last 30 seconds, and in the store, when each was last active: once when he goes, and each
 * minute in which he was.
 */
final class Attendance {

    /** After the last socket has gone, a user is offline. */
    static final Duration GRACE = Duration.ofSeconds(30);

    /** How often the times of those who are there are stored. */
    static final Duration STORED_EVERY = Duration.ofMinutes(1);

    private static final int STORED_AT_ONCE_MAX = 1_000;

    /** While the store does not answer, so many may wait to be stored; then their times are let go. */
    private static final int UNSTORED_MAX = 100_000;

    /** @param before his status when he went, which he keeps until {@code until} */
    private record Departure(UserId user, PresenceStatus before, long lastActiveTs, long until) {}

    private final Sessions sessions;
    private final ActivityTimes times;
    private final Clock clock;
    private final Map<UserId, Departure> departures = new ConcurrentHashMap<>();

    /** The same in the order of their ends, and such as are out of date: one for each socket of the last 30 seconds. */
    private final Queue<Departure> inOrder = new ConcurrentLinkedQueue<>();

    /** Offline, and not yet stored; for the one thread that steps. */
    private final Map<UserId, Departure> unstored = new HashMap<>();

    private long storedAt;

    Attendance(Sessions sessions, ActivityTimes times, Clock clock) {
        this.sessions = sessions;
        this.times = times;
        this.clock = clock;
        this.storedAt = clock.millis();
    }

    PresenceStatus status(UserId user) {
        boolean here = false;
        for (Session device : sessions.of(user)) {
            if (!device.isAway()) {
                return PresenceStatus.ONLINE;
            }
            here = true;
        }
        if (here) {
            return PresenceStatus.AWAY;
        }
        Departure departure = departures.get(user);
        return departure != null && clock.millis() < departure.until() ? departure.before() : PresenceStatus.OFFLINE;
    }

    /** A session is about to go; while it is still registered, so that its user is never seen offline between. */
    void leaving(Session session) {
        UserId user = session.user();
        Long active = now(user);
        long lastActiveTs = Math.max(activeTs(session), active == null ? 0 : active);
        var departure = new Departure(user, status(user), lastActiveTs, clock.millis() + GRACE.toMillis());
        departures.put(user, departure);
        inOrder.add(departure);
    }

    /** Those who have gone offline since it was last asked. */
    List<UserId> expire() {
        List<UserId> offline = new ArrayList<>();
        long now = clock.millis();
        for (Departure first = inOrder.peek(); first != null && first.until() <= now; first = inOrder.peek()) {
            inOrder.remove();
            UserId user = first.user();
            if (!first.equals(departures.get(user))) {
                // He came and went again.
                continue;
            }
            if (sessions.of(user).isEmpty()) {
                offline.add(user);
                unstored.put(user, first);
            } else {
                departures.remove(user, first);
            }
        }
        return offline;
    }

    /** When users were last active; those who never were are not in it. */
    Map<UserId, Long> lastActive(Collection<UserId> users) {
        Map<UserId, Long> known = new HashMap<>();
        List<UserId> absent = new ArrayList<>();
        for (UserId user : users) {
            Long ts = now(user);
            if (ts == null) {
                absent.add(user);
            } else {
                known.put(user, ts);
            }
        }
        if (!absent.isEmpty()) {
            known.putAll(times.of(absent));
        }
        return known;
    }

    /** By what is in memory; null when he is not there and was not in the last 30 seconds. */
    private @Nullable Long now(UserId user) {
        Departure departure = departures.get(user);
        Long latest = departure == null ? null : departure.lastActiveTs();
        for (Session device : sessions.of(user)) {
            long ts = activeTs(device);
            latest = latest == null ? ts : Math.max(latest, ts);
        }
        return latest;
    }

    private long activeTs(Session session) {
        return clock.millis() - session.idle().toMillis();
    }

    /** Stores the times of those who went, and now and then of those who are there. */
    void store() {
        Map<UserId, Long> gone = new HashMap<>();
        unstored.forEach((user, departure) -> gone.put(user, departure.lastActiveTs()));
        try {
            record(gone);
        } catch (StoreUnavailable e) {
            if (unstored.size() <= UNSTORED_MAX) {
                throw e;
            }
        }
        unstored.forEach(departures::remove);
        unstored.clear();
        if (clock.millis() - storedAt >= STORED_EVERY.toMillis()) {
            storePresent();
        }
    }

    /** Stores all that is not stored. To be called when the node goes away. */
    void storeAll() {
        departures.forEach(unstored::putIfAbsent);
        store();
        storePresent();
    }

    /** Who was not active since the last time has been stored then. */
    private void storePresent() {
        long since = storedAt;
        long now = clock.millis();
        Map<UserId, Long> active = new HashMap<>();
        sessions.forEach(session -> {
            long ts = activeTs(session);
            if (ts >= since) {
                active.merge(session.user(), ts, Math::max);
            }
            if (active.size() >= STORED_AT_ONCE_MAX) {
                record(active);
                active.clear();
            }
        });
        record(active);
        storedAt = now;
    }

    private void record(Map<UserId, Long> all) {
        Map<UserId, Long> some = new HashMap<>();
        for (Map.Entry<UserId, Long> one : all.entrySet()) {
            some.put(one.getKey(), one.getValue());
            if (some.size() == STORED_AT_ONCE_MAX) {
                times.record(some);
                some = new HashMap<>();
            }
        }
        if (!some.isEmpty()) {
            times.record(some);
        }
    }
}
