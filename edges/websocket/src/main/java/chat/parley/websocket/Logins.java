package chat.parley.websocket;

import chat.parley.domain.DeviceId;
import chat.parley.domain.UserId;
import chat.parley.fabric.CloseReason;
import chat.parley.fabric.Connection;
import chat.parley.fabric.port.Authenticator.Verdict;
import chat.parley.wire.BadInput;
import chat.parley.wire.ClientFrame;
import chat.parley.wire.Code;
import chat.parley.wire.Fields;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Verifies tokens and registers sessions, off the event loops, since keys and registry may be elsewhere. */
final class Logins {

    /** Clocks differ: so long a token is good beyond its end. */
    private static final Duration LEEWAY = Duration.ofSeconds(5);

    /** Until a device that fell silent has lost its place. */
    private static final Duration DEVICES_RETRY_AFTER = Duration.ofSeconds(75);

    private final Systems systems;
    private final long incarnation;
    private final Duration heartbeat;
    private final int userSocketsMax;
    private final Semaphore free;
    private final AtomicLong numbers = new AtomicLong();

    Logins(ListenerConfig limits, Systems systems, long incarnation) {
        this.systems = systems;
        this.incarnation = incarnation;
        this.heartbeat = limits.heartbeat();
        this.userSocketsMax = limits.admission().userSocketsMax();
        this.free = new Semaphore(limits.loginsMax());
    }

    /** A token in the headers of the upgrade, which nobody waits to see answered. */
    void byHeader(ClientSocket socket, String token, @Nullable String deviceId) {
        try {
            verifyFirst(socket, null, token, Fields.deviceId("device_id", deviceId), false);
        } catch (BadInput e) {
            socket.say(systems.frames().error(null, null, e.code(), String.valueOf(e.getMessage()), null));
            socket.end(CloseReason.BAD_AUTH);
        }
    }

    /** The first auth of a socket. */
    void first(ClientSocket socket, ClientFrame.Auth auth) {
        verifyFirst(socket, auth.id(), auth.token(), auth.device(), true);
    }

    private void verifyFirst(ClientSocket socket, @Nullable String id, String token, DeviceId device, boolean tellWhy) {
        socket.verifying();
        offLoop(socket, id, () -> {
            switch (systems.authenticator().verify(token)) {
                case Verdict.Accepted(var user, var expires, var login) -> {
                    socket.identify(user, device, new Connection(incarnation, numbers.incrementAndGet()), login);
                    if (!register(socket)) {
                        socket.loop.execute(() -> turnAway(socket, id));
                        return;
                    }
                    byte[] ready = ready(id, user, device);
                    socket.loop.execute(() -> socket.opened(ready, left(expires)));
                }
                case Verdict.Rejected(var reason) ->
                    socket.loop.execute(() -> reject(socket, id, tellWhy ? reason : null));
                case Verdict.Unavailable(var reason) -> socket.loop.execute(() -> comeBack(socket, id, reason));
            }
        });
    }

    /**
     * So many devices of the user are connected that there is no place for another. The new one goes, not the oldest:
     * else whoever has a user's token could throw out all of his devices. One that comes back takes its own place.
     */
    private void turnAway(ClientSocket socket, @Nullable String id) {
        socket.say(systems.frames()
                .error(id, null, Code.RATE_LIMITED, "too many devices are connected", DEVICES_RETRY_AFTER));
        socket.end(CloseReason.BUSY);
    }

    /** @return false, and it is not registered, when its user has too many devices */
    private boolean register(ClientSocket socket) {
        boolean stays = false;
        try {
            systems.presence().open(socket);
            stays = systems.presence().devicesOf(socket.user()) <= userSocketsMax;
            return stays;
        } finally {
            // Also when the registry fails.
            if (!stays) {
                systems.presence().closed(socket);
            }
        }
    }

    /** A later auth: of the same user and device it extends the session. */
    void again(ClientSocket socket, ClientFrame.Auth auth) {
        if (socket.extras().verifyingAgain) {
            socket.say(systems.frames()
                    .error(auth.id(), null, Code.RATE_LIMITED, "one auth at a time", Requests.RETRY_AFTER));
            return;
        }
        socket.extras().verifyingAgain = true;
        offLoop(socket, auth.id(), () -> {
            Verdict verdict = stillAdmitted(socket, systems.authenticator().verify(auth.token()));
            socket.loop.execute(() -> verifiedAgain(socket, auth, verdict));
        });
    }

    /** The socket is of another login now, which may have ended while nobody could know that the socket is of it. */
    private Verdict stillAdmitted(ClientSocket socket, Verdict verdict) {
        if (!(verdict instanceof Verdict.Accepted(var user, var _, var login)) || !user.equals(socket.user())) {
            return verdict;
        }
        socket.loggedInBy(login);
        return systems.presence().staysAdmitted(socket) ? verdict : new Verdict.Rejected("the login has ended");
    }

    private void verifiedAgain(ClientSocket socket, ClientFrame.Auth auth, Verdict verdict) {
        if (!socket.isReady()) {
            return;
        }
        socket.extras().verifyingAgain = false;
        socket.dropExtrasIfEmpty();
        switch (verdict) {
            case Verdict.Rejected(var reason) -> reject(socket, auth.id(), reason);
            // The token before is good until its end: the client may try again in peace.
            case Verdict.Unavailable(var reason) ->
                socket.say(systems.frames().error(auth.id(), null, Code.UNAVAILABLE, reason, Requests.RETRY_AFTER));
            case Verdict.Accepted(var user, var expires, var _) -> {
                if (user.equals(socket.user()) && auth.device().equals(socket.device())) {
                    socket.renew(ready(auth.id(), user, auth.device()), left(expires));
                } else {
                    reject(socket, auth.id(), "another user or device than before", CloseReason.BAD_AUTH);
                }
            }
        }
    }

    private void reject(ClientSocket socket, @Nullable String id, @Nullable String reason) {
        reject(socket, id, reason, CloseReason.UNAUTHORIZED);
    }

    private void reject(ClientSocket socket, @Nullable String id, @Nullable String reason, CloseReason close) {
        socket.loop.counters.authFailures.increment();
        if (reason != null) {
            socket.say(systems.frames().error(id, null, Code.UNAUTHORIZED, reason, null));
        }
        socket.end(close);
    }

    /** Nobody can say whether the token is good, which is no fault of the client's. */
    private void comeBack(ClientSocket socket, @Nullable String id, String reason) {
        socket.say(systems.frames().error(id, null, Code.UNAVAILABLE, reason, Requests.RETRY_AFTER));
        socket.end(CloseReason.BUSY);
    }

    private byte[] ready(@Nullable String id, UserId user, DeviceId device) {
        return systems.frames().ready(id, user, device, systems.clock().millis(), heartbeat);
    }

    private Duration left(Instant expires) {
        return Duration.between(systems.clock().instant(), expires.plus(LEEWAY));
    }

    /** When too many are under way, or something behind it fails, the client comes back later. */
    private void offLoop(ClientSocket socket, @Nullable String id, Runnable verification) {
        if (!free.tryAcquire()) {
            socket.end(CloseReason.BUSY);
            return;
        }
        Thread.startVirtualThread(() -> {
            try {
                verification.run();
            } catch (RuntimeException e) {
                Failures.log("a login fails", e);
                socket.loop.execute(() -> comeBack(socket, id, "try again later"));
            } finally {
                free.release();
            }
        });
    }
}
