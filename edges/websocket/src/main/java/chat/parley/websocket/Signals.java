package chat.parley.websocket;

import chat.parley.domain.PresenceStatus;
import chat.parley.pipeline.Conversations.Access;
import chat.parley.pipeline.port.StoreUnavailable;
import chat.parley.wire.ClientFrame;
import chat.parley.wire.Code;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * What clients say of the moment and nobody keeps: that someone types, is away, or wants to know who is there. It takes
 * a look at the directory, so it happens on virtual threads, for each socket one after the other.
 */
final class Signals {

    /** Most that are looked after at a time; others wait in their threads, at most one for each socket. */
    private static final int RUNNING_MAX = 64;

    /** Most that wait on one socket for the one that is looked after. */
    private static final int WAITING_MAX = 16;

    private final Systems systems;
    private final Semaphore running = new Semaphore(RUNNING_MAX);

    Signals(Systems systems) {
        this.systems = systems;
    }

    void presence(ClientSocket socket, ClientFrame.Presence presence) {
        socket.setAway(presence.status() == PresenceStatus.AWAY);
        systems.presence().changed(socket);
    }

    /** One too many is dropped: it would end by itself in a moment. */
    void typing(ClientSocket socket, ClientFrame.Typing typing) {
        var _ = lookAfter(socket, typing.id(), () -> {
            switch (systems.typing().set(socket.user(), typing.conversation(), typing.active())) {
                case Access.Member _ -> {}
                case Access.Former _ -> refuse(socket, typing.id(), Code.FORBIDDEN, "you are no member any more", null);
                case Access.Unknown _ ->
                    refuse(
                            socket,
                            typing.id(),
                            Code.NOT_FOUND,
                            "there is no conversation " + typing.conversation() + " of yours",
                            null);
            }
        });
    }

    void watch(ClientSocket socket, ClientFrame.Watch watch) {
        if (!lookAfter(socket, watch.id(), () -> systems.presence().watch(socket, watch.id(), watch.users()))) {
            refuse(socket, watch.id(), Code.RATE_LIMITED, "too many watches wait", Requests.RETRY_AFTER);
        }
    }

    /** @return false when too many wait already */
    private boolean lookAfter(ClientSocket socket, @Nullable String id, Runnable signal) {
        Extras extras = socket.extras();
        Runnable guarded = () -> guard(socket, id, signal);
        if (!extras.signalling) {
            start(socket, extras, guarded);
            return true;
        }
        return extras.signals.size() < WAITING_MAX && extras.signals.add(guarded);
    }

    private void start(ClientSocket socket, Extras extras, Runnable signal) {
        extras.signalling = true;
        Thread.startVirtualThread(() -> {
            running.acquireUninterruptibly();
            try {
                signal.run();
            } finally {
                running.release();
                socket.loop.execute(() -> finished(socket, extras));
            }
        });
    }

    private void guard(ClientSocket socket, @Nullable String id, Runnable signal) {
        try {
            signal.run();
        } catch (StoreUnavailable e) {
            refuse(socket, id, Code.UNAVAILABLE, "the directory does not answer", Requests.RETRY_AFTER);
        } catch (RuntimeException e) {
            Failures.log("a signal fails", e);
            refuse(socket, id, Code.UNAVAILABLE, "it failed", Requests.RETRY_AFTER);
        }
    }

    /** What waited when the socket ended is dropped with it. */
    private void finished(ClientSocket socket, Extras extras) {
        extras.signalling = false;
        if (!socket.isReady()) {
            return;
        }
        Runnable next = extras.signals.poll();
        if (next == null) {
            socket.dropExtrasIfEmpty();
        } else {
            start(socket, extras, next);
        }
    }

    private void refuse(
            ClientSocket socket, @Nullable String id, Code code, String message, @Nullable Duration retryAfter) {
        socket.deliver(systems.frames().error(id, null, code, message, retryAfter));
    }
}
