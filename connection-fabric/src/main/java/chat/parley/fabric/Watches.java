package chat.parley.fabric;

import chat.parley.domain.ConversationId;
import chat.parley.domain.PresenceStatus;
import chat.parley.domain.UserId;
import chat.parley.fabric.port.Frames;
import chat.parley.pipeline.port.StoreUnavailable;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which sockets are told of whose presence. Each watch knows what its socket has heard last, so whatever happens between
 * two steps, and however often, every watcher ends up with what is true.
 *
 * <p>A socket that watches costs some 90 bytes for each user it watches, and 200 more for each whom nobody else here
 * does: at most 145 KB with the 500 of {@link #USERS_MAX}, and nothing without a watch.
 */
final class Watches {

    /** Most users that a socket watches. */
    static final int USERS_MAX = 500;

    /** A user's changes are told no oftener, the last of them always. */
    static final Duration TOLD_EVERY = Duration.ofSeconds(1);

    /** Departures that wait to be looked at; more are found when there is something to tell. */
    private static final int DEPARTURES_MAX = 10_000;

    private record Departed(ConversationId conversation, UserId user) {}

    /** One whom somebody watches. */
    private static final class Watched {
        final List<Watch> watches = new ArrayList<>(1);

        /** How many of these have ended: they are taken out together, when they are the more. */
        int ended;

        long toldAt;
    }

    private final Sessions sessions;
    private final Attendance attendance;
    private final CommonGround ground;
    private final Frames frames;
    private final Clock clock;
    private final Map<Session, List<Watch>> bySession = new HashMap<>();

    /** Changed only by who has the lock; whether there is one, anybody may ask. */
    private final Map<UserId, Watched> byUser = new ConcurrentHashMap<>();

    /** Those of the watched whose status may have changed. */
    private final Set<UserId> changed = ConcurrentHashMap.newKeySet();

    private final Queue<Departed> departed = new ArrayBlockingQueue<>(DEPARTURES_MAX);

    Watches(Sessions sessions, Attendance attendance, CommonGround ground, Frames frames, Clock clock) {
        this.sessions = sessions;
        this.attendance = attendance;
        this.ground = ground;
        this.frames = frames;
        this.clock = clock;
    }

    /** Takes the place of what the session watched before, and tells it of each user. */
    void replace(Session session, @Nullable String id, List<CommonGround.Shared> users, Map<UserId, Long> lastActive) {
        synchronized (this) {
            end(session);
            if (!sessions.isOpen(session)) {
                // It has gone meanwhile, and its watches would never end.
                return;
            }
            List<Watch> watches = new ArrayList<>(users.size());
            for (CommonGround.Shared shared : users) {
                Watch watch = new Watch(session, shared);
                watches.add(watch);
                UserId user = shared.user();
                byUser.computeIfAbsent(user, _ -> new Watched()).watches.add(watch);
                // Asked after it can be found: a change from now on is told.
                PresenceStatus status = attendance.status(user);
                session.deliver(frames.presence(id, user, status, lastActive.get(user)));
                watch.told = status;
            }
            if (!watches.isEmpty()) {
                bySession.put(session, watches);
            }
        }
    }

    /** A session is gone: after this it watches nobody. */
    synchronized void end(Session session) {
        List<Watch> watches = bySession.remove(session);
        if (watches != null) {
            watches.forEach(this::end);
        }
    }

    private void end(Watch watch) {
        if (watch.ended) {
            return;
        }
        watch.ended = true;
        Watched watched = byUser.get(watch.user());
        if (watched != null && ++watched.ended * 2 > watched.watches.size()) {
            watched.watches.removeIf(one -> one.ended);
            watched.ended = 0;
            if (watched.watches.isEmpty()) {
                byUser.remove(watch.user());
            }
        }
    }

    /** A user's status may be another now. Never waits. */
    void mayHaveChanged(UserId user) {
        if (byUser.containsKey(user)) {
            changed.add(user);
        }
    }

    /** Users are members of a conversation no more, which may be the last that they shared with others. Never waits. */
    void left(ConversationId conversation, List<UserId> users) {
        users.forEach(user -> departed.offer(new Departed(conversation, user)));
    }

    /** Tells what has changed. By one thread at a time; waits for the directory. */
    void step() {
        for (Departed one = departed.poll(); one != null; one = departed.poll()) {
            endUnshared(one);
        }
        long now = clock.millis();
        for (UserId user : List.copyOf(changed)) {
            Watched watched = byUser.get(user);
            if (watched != null && now - watched.toldAt < TOLD_EVERY.toMillis()) {
                continue;
            }
            // Before its status is asked, so that a later change stays.
            changed.remove(user);
            tell(user, now);
        }
    }

    private void tell(UserId user, long now) {
        List<Watch> toTell = new ArrayList<>();
        for (Watch watch : unaware(user)) {
            try {
                if (isShared(watch)) {
                    toTell.add(watch);
                }
            } catch (StoreUnavailable e) {
                // Told when the directory answers again.
                changed.add(user);
            }
        }
        Long lastActive = lastActive(user);
        synchronized (this) {
            PresenceStatus status = attendance.status(user);
            byte[] frame = null;
            for (Watch watch : toTell) {
                if (!watch.ended && watch.told != status) {
                    frame = frame == null ? frames.presence(null, user, status, lastActive) : frame;
                    watch.watcher.deliver(frame);
                    watch.told = status;
                }
            }
            Watched watched = byUser.get(user);
            if (watched != null) {
                watched.toldAt = now;
            }
        }
    }

    /** The watches of a user whose sockets have last heard something else than what is true. */
    private synchronized List<Watch> unaware(UserId user) {
        Watched watched = byUser.get(user);
        if (watched == null) {
            return List.of();
        }
        PresenceStatus status = attendance.status(user);
        return watched.watches.stream()
                .filter(watch -> !watch.ended && watch.told != status)
                .toList();
    }

    /** Ends a watch when there is nothing shared any more. */
    private boolean isShared(Watch watch) {
        CommonGround.Shared now = ground.still(watch.watcher.user(), watch.shared);
        synchronized (this) {
            if (now != null) {
                watch.shared = now;
            } else if (!watch.ended) {
                List<Watch> others = bySession.get(watch.watcher);
                if (others != null) {
                    others.remove(watch);
                }
                end(watch);
            }
            return now != null;
        }
    }

    private void endUnshared(Departed one) {
        List<Watch> concerned = new ArrayList<>();
        synchronized (this) {
            Watched watched = byUser.get(one.user());
            if (watched != null) {
                concerned.addAll(watched.watches);
            }
            for (Session session : sessions.of(one.user())) {
                concerned.addAll(bySession.getOrDefault(session, List.of()));
            }
        }
        for (Watch watch : concerned) {
            if (one.conversation().equals(watch.shared.in())) {
                try {
                    var _ = isShared(watch);
                } catch (StoreUnavailable e) {
                    // Asked again before anything is told.
                    return;
                }
            }
        }
    }

    private @Nullable Long lastActive(UserId user) {
        try {
            return attendance.lastActive(List.of(user)).get(user);
        } catch (StoreUnavailable e) {
            // The status is the news.
            return null;
        }
    }

    /** How many watches there are, of all sockets. */
    synchronized int count() {
        return bySession.values().stream().mapToInt(List::size).sum();
    }
}
