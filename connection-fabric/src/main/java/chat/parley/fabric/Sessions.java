package chat.parley.fabric;

import chat.parley.domain.DeviceId;
import chat.parley.domain.UserId;
import chat.parley.fabric.port.Admissions;
import chat.parley.fabric.port.Registry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The authenticated sockets of this node. One is in the registry before its client is told {@code ready}; what is
 * stored before that, the catch-up finds, and what is stored after it looks the socket up.
 */
public final class Sessions {

    private final long incarnation;
    private final Registry registry;
    private final Admissions admissions;
    private final Map<Long, Session> byNumber = new ConcurrentHashMap<>();

    public Sessions(long incarnation, Registry registry) {
        this(incarnation, registry, Admissions.OPEN);
    }

    public Sessions(long incarnation, Registry registry, Admissions admissions) {
        this.incarnation = incarnation;
        this.registry = registry;
        this.admissions = admissions;
    }

    /** Makes a session findable, and ends the one that had the device before. To be called before {@code ready}. */
    public void open(Session session) {
        byNumber.put(session.connection().number(), session);
        Connection before = registry.register(session.user(), session.device(), session.connection());
        Session replaced = before == null ? null : local(before);
        if (replaced != null) {
            replaced.close(CloseReason.REPLACED);
        }
        if (!admissions.admit(session)) {
            session.close(CloseReason.LOGIN_ENDED);
        }
    }

    /** Whether a session whose token has changed may stay. May wait. */
    public boolean staysAdmitted(Session session) {
        return admissions.admit(session);
    }

    /** Closes the sockets of a login that has ended. */
    public void endLogin(UserId user, String login) {
        for (Session session : of(user)) {
            if (login.equals(session.login())) {
                session.close(CloseReason.LOGIN_ENDED);
            }
        }
    }

    /** Closes the socket of a device that is not to be there any more. */
    public void endDevice(UserId user, DeviceId device) {
        for (Session session : of(user)) {
            if (device.equals(session.device())) {
                session.close(CloseReason.DEVICE_REMOVED);
            }
        }
    }

    /** To be called once for each session that was opened, when its socket is gone. */
    public void closed(Session session) {
        registry.unregister(session.user(), session.device(), session.connection());
        byNumber.remove(session.connection().number());
        admissions.left(session);
    }

    /** The sessions on this node of a user's devices. */
    List<Session> of(UserId user) {
        List<Connection> connections = registry.connections(user);
        List<Session> sessions = new ArrayList<>(connections.size());
        for (Connection connection : connections) {
            Session session = local(connection);
            if (session != null) {
                sessions.add(session);
            }
        }
        return sessions;
    }

    /** Whether it was opened and not yet closed. */
    boolean isOpen(Session session) {
        return session.equals(byNumber.get(session.connection().number()));
    }

    /** Goes through the sessions of this node; those that come or go meanwhile may be among them. */
    void forEach(Consumer<Session> action) {
        byNumber.values().forEach(action);
    }

    /** The devices of a user that hold a socket of this node. */
    public Set<DeviceId> connected(UserId user) {
        List<Session> sessions = of(user);
        if (sessions.isEmpty()) {
            return Set.of();
        }
        Set<DeviceId> devices = HashSet.newHashSet(sessions.size());
        sessions.forEach(session -> devices.add(session.device()));
        return devices;
    }

    /** How many devices of a user are connected, wherever. */
    public int devicesOf(UserId user) {
        return registry.connections(user).size();
    }

    public int count() {
        return byNumber.size();
    }

    public void closeAll(CloseReason reason) {
        byNumber.values().forEach(session -> session.close(reason));
    }

    /** Tells everybody on this node. */
    public void tellAll(byte[] frame) {
        byNumber.values().forEach(session -> session.deliver(frame));
    }

    private @Nullable Session local(Connection connection) {
        return connection.incarnation() == incarnation ? byNumber.get(connection.number()) : null;
    }
}
