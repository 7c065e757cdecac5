package chat.parley.websocket;

import chat.parley.domain.ClientMsgId;
import chat.parley.fabric.CloseReason;
import chat.parley.fabric.limits.RateLimiter;
import chat.parley.wire.ClientFrame;
import chat.parley.wire.Code;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Does what clients ask for. One for all sockets; called on their event loops. */
final class Requests {

    /** When nothing better is known. */
    static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final ListenerConfig limits;
    private final Systems systems;
    private final Logins logins;
    private final Sends sends;
    private final Syncs syncs;
    private final Signals signals;
    private final ReceiptIntake receipts;

    Requests(ListenerConfig limits, Systems systems, long incarnation) {
        this.limits = limits;
        this.systems = systems;
        this.logins = new Logins(limits, systems, incarnation);
        this.sends = new Sends(systems);
        this.syncs = new Syncs(systems, limits.syncsMax());
        this.signals = new Signals(systems);
        this.receipts = new ReceiptIntake(systems);
    }

    ListenerConfig limits() {
        return limits;
    }

    Logins logins() {
        return logins;
    }

    /** The session is over; said off the loop, since the registry may be elsewhere. */
    void forget(ClientSocket socket) {
        Thread.startVirtualThread(() -> {
            try {
                systems.presence().closed(socket);
            } catch (RuntimeException e) {
                Failures.log("a closed socket is still registered", e);
            }
        });
    }

    void handle(ClientSocket socket, ClientFrame frame) {
        if (!socket.isReady()) {
            handleBeforeReady(socket, frame);
            return;
        }
        long wait = isMetered(frame) ? systems.quotas().frame(socket.user()) : RateLimiter.GRANTED;
        if (wait != RateLimiter.GRANTED) {
            byte[] refusal = frame instanceof ClientFrame.Unknown
                    ? null
                    : systems.frames()
                            .error(frame.id(), null, Code.RATE_LIMITED, "too many frames", Duration.ofMillis(wait));
            socket.refuse(refusal);
            return;
        }
        if (!(frame instanceof ClientFrame.Ping)) {
            socket.act();
        }
        switch (frame) {
            case ClientFrame.Send send -> sends.submit(socket, send);
            case ClientFrame.Sync sync -> syncs.request(socket, sync);
            case ClientFrame.Ping ping -> socket.say(systems.frames().pong(ping.id()));
            case ClientFrame.Auth auth -> logins.again(socket, auth);
            case ClientFrame.Typing typing -> signals.typing(socket, typing);
            case ClientFrame.Presence presence -> signals.presence(socket, presence);
            case ClientFrame.Watch watch -> signals.watch(socket, watch);
            case ClientFrame.Receipt receipt -> receipts.take(socket, receipt);
            case ClientFrame.Unknown _ -> {}
            case ClientFrame.Malformed malformed -> refuse(socket, malformed);
        }
    }

    /** Sends have rates of their own, and malformed frames are counted. */
    private static boolean isMetered(ClientFrame frame) {
        return !(frame instanceof ClientFrame.Send) && !(frame instanceof ClientFrame.Malformed);
    }

    private void handleBeforeReady(ClientSocket socket, ClientFrame frame) {
        switch (frame) {
            case ClientFrame.Auth auth when socket.isNew() -> logins.first(socket, auth);
            case ClientFrame.Malformed malformed when "auth".equals(malformed.type()) -> refuse(socket, malformed);
            case ClientFrame.Malformed malformed -> refuseUnauthorized(socket, malformed.id(), malformed.clientMsgId());
            case ClientFrame.Send send -> refuseUnauthorized(socket, send.id(), send.clientMsgId());
            case ClientFrame.Auth _,
                    ClientFrame.Sync _,
                    ClientFrame.Receipt _,
                    ClientFrame.Typing _,
                    ClientFrame.Presence _,
                    ClientFrame.Watch _,
                    ClientFrame.Ping _,
                    ClientFrame.Unknown _ -> refuseUnauthorized(socket, frame.id(), null);
        }
    }

    private void refuse(ClientSocket socket, ClientFrame.Malformed frame) {
        socket.say(systems.frames().error(frame.id(), frame.clientMsgId(), frame.code(), frame.message(), null));
        if ("auth".equals(frame.type())) {
            socket.end(CloseReason.BAD_AUTH);
        } else {
            socket.countBadFrame();
        }
    }

    private void refuseUnauthorized(ClientSocket socket, @Nullable String id, @Nullable ClientMsgId key) {
        socket.say(systems.frames().error(id, key, Code.UNAUTHORIZED, "there was no auth yet", null));
        socket.countBadFrame();
    }
}
