package chat.parley.fabric;

import chat.parley.domain.ConversationId;
import chat.parley.domain.PresenceStatus;
import chat.parley.domain.UserId;
import chat.parley.fabric.port.ActivityTimes;
import chat.parley.fabric.port.Frames;
import chat.parley.pipeline.port.Directory;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether users are there, and who is told of it: online when any device is, away when all are, offline 30 seconds after
 * the last socket went. Only who shares a conversation sees it.
 */
public final class Presence {

    /** Most users whom one socket watches, or one request asks about. */
    public static final int USERS_MAX = Watches.USERS_MAX;

    /** @param lastActiveTs Unix milliseconds, null when he never was */
    public record Seen(
            UserId user, PresenceStatus status, @Nullable Long lastActiveTs) {}

    private final Sessions sessions;
    private final Attendance attendance;
    private final CommonGround ground;
    private final Watches watches;
    private volatile boolean ending;

    public Presence(Sessions sessions, Directory directory, ActivityTimes times, Frames frames, Clock clock) {
        this.sessions = sessions;
        this.attendance = new Attendance(sessions, times, clock);
        this.ground = new CommonGround(directory);
        this.watches = new Watches(sessions, attendance, ground, frames, clock);
    }

    /** Opens a session; see {@link Sessions#open}. */
    public void open(Session session) {
        sessions.open(session);
        watches.mayHaveChanged(session.user());
    }

    /** How many devices of a user are connected, wherever. */
    public int devicesOf(UserId user) {
        return sessions.devicesOf(user);
    }

    /** Whether a session whose token has changed may stay. May wait. */
    public boolean staysAdmitted(Session session) {
        return sessions.staysAdmitted(session);
    }

    /** Ends a session; see {@link Sessions#closed}. What it watches ends with it. */
    public void closed(Session session) {
        attendance.leaving(session);
        sessions.closed(session);
        watches.mayHaveChanged(session.user());
        watches.end(session);
    }

    /** A session is away, or no more. Never waits. */
    public void changed(Session session) {
        watches.mayHaveChanged(session.user());
    }

    /** Users are members of a conversation no more. Never waits. */
    public void left(ConversationId conversation, List<UserId> users) {
        watches.left(conversation, users);
    }

    /**
     * From now on the session is told of changes of these users, and of no others; it is told at once how it stands with
     * each. Those with whom its user shares no conversation are left out, and later, with the last shared conversation,
     * the watch ends. Waits for the directory; two calls for one session must not overlap.
     *
     * @param id with which it is told of each
     * @throws chat.parley.pipeline.port.StoreUnavailable when the directory does not answer; then all stays as it was
     */
    public void watch(Session session, @Nullable String id, List<UserId> users) {
        List<CommonGround.Shared> shared = ground.of(session.user(), users);
        watches.replace(session, id, shared, lastActive(shared));
    }

    /**
     * How it stands with those of these users who share a conversation with the viewer, and with himself, in their order.
     * Waits for the directory.
     *
     * @throws chat.parley.pipeline.port.StoreUnavailable when that does not answer
     */
    public List<Seen> seenBy(UserId viewer, Collection<UserId> users) {
        List<CommonGround.Shared> shared = ground.of(viewer, users);
        Map<UserId, Long> lastActive = lastActive(shared);
        return shared.stream()
                .map(CommonGround.Shared::user)
                .map(user -> new Seen(user, attendance.status(user), lastActive.get(user)))
                .toList();
    }

    private Map<UserId, Long> lastActive(List<CommonGround.Shared> shared) {
        return attendance.lastActive(
                shared.stream().map(CommonGround.Shared::user).toList());
    }

    /**
     * Does what is due: tells of changes, and stores when users were last active. To be called some times a second, by
     * one thread.
     *
     * @throws chat.parley.pipeline.port.StoreUnavailable when something could not be stored; it is tried again
     */
    public void step() {
        if (ending) {
            return;
        }
        attendance.expire().forEach(watches::mayHaveChanged);
        watches.step();
        attendance.store();
    }

    /** The node goes away, and with it every socket: that is nobody's presence, and nobody is told any more. */
    public void end() {
        ending = true;
    }

    /**
     * Stores when everybody was last active. To be called after the last {@link #step}.
     *
     * @throws chat.parley.pipeline.port.StoreUnavailable when that cannot be
     */
    public void store() {
        attendance.storeAll();
    }

    /** How many watches there are, of all sockets of this node. */
    public int watchCount() {
        return watches.count();
    }
}
