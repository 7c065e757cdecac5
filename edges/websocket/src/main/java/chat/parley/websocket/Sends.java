package chat.parley.websocket;

import chat.parley.domain.ConversationId;
import chat.parley.fabric.limits.RateLimiter;
import chat.parley.pipeline.Command;
import chat.parley.pipeline.Conversations.Access;
import chat.parley.pipeline.Outcome;
import chat.parley.pipeline.port.StoreUnavailable;
import chat.parley.wire.ClientFrame;
import chat.parley.wire.Code;
import chat.parley.wire.ServerFrames;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Gives sends to the pipeline, in the order of their socket, and brings the answers back. */
final class Sends {

    private final Systems systems;

    Sends(Systems systems) {
        this.systems = systems;
    }

    void submit(ClientSocket socket, ClientFrame.Send send) {
        if (socket.loop.isDraining()) {
            refuse(socket, send, Code.UNAVAILABLE, "the server is going away", Requests.RETRY_AFTER);
            return;
        }
        long wait = systems.quotas().send(socket.user(), socket.device());
        if (wait != RateLimiter.GRANTED) {
            refuseForNow(socket, send, "you send too often", wait);
            return;
        }
        Access access;
        try {
            access = systems.conversations().access(send.conversation(), socket.user());
        } catch (StoreUnavailable e) {
            refuse(socket, send, Code.UNAVAILABLE, "the directory does not answer", Requests.RETRY_AFTER);
            return;
        }
        switch (access) {
            case Access.Unknown() -> refuse(socket, send, Code.NOT_FOUND, notFound(send.conversation()), null);
            // Not refused here to who is a member no more: a send of his may be stored, and then this is its duplicate.
            // But he uses up nothing of what the members have.
            case Access.Former() -> submitGranted(socket, send);
            case Access.Member _ -> {
                wait = systems.quotas().sendTo(send.conversation());
                if (wait == RateLimiter.GRANTED) {
                    submitGranted(socket, send);
                } else {
                    refuseForNow(socket, send, "too much is said in this conversation", wait);
                }
            }
        }
    }

    private void submitGranted(ClientSocket socket, ClientFrame.Send send) {
        socket.sendBegins();
        Command command = new Command.Send(send.conversation(), socket.user(), send.clientMsgId(), send.body());
        systems.gateway().submit(command, socket.connection().number(), new Answer(socket, send, systems.frames()));
    }

    private void refuseForNow(ClientSocket socket, ClientFrame.Send send, String message, long waitMillis) {
        socket.refuse(systems.frames()
                .error(send.id(), send.clientMsgId(), Code.RATE_LIMITED, message, Duration.ofMillis(waitMillis)));
    }

    private void refuse(
            ClientSocket socket, ClientFrame.Send send, Code code, String message, @Nullable Duration retryAfter) {
        socket.say(systems.frames().error(send.id(), send.clientMsgId(), code, message, retryAfter));
    }

    private static String notFound(ConversationId conversation) {
        return "there is no conversation " + conversation + " of yours";
    }

    /** Carries the outcome of one send from whatever thread tells it to the socket's loop, and is encoded there. */
    private static final class Answer implements Consumer<Outcome>, Mailbox.Recipient {

        private final ClientSocket socket;
        private final ClientFrame.Send send;
        private final ServerFrames frames;
        private @Nullable Outcome outcome;

        Answer(ClientSocket socket, ClientFrame.Send send, ServerFrames frames) {
            this.socket = socket;
            this.send = send;
            this.frames = frames;
        }

        @Override
        public void accept(Outcome told) {
            outcome = told;
            socket.loop.post(this, null);
        }

        @Override
        public void take(byte @Nullable [] frame) {
            if (outcome != null) {
                socket.sendAnswered(frame(outcome));
            }
        }

        @Override
        public void lost(RuntimeException failure) {
            socket.lost(failure);
        }

        private byte[] frame(Outcome told) {
            return switch (told) {
                case Outcome.Stored stored -> frames.ack(send.id(), send.clientMsgId(), send.conversation(), stored);
                case Outcome.Refused(var reason, var message) -> error(Code.of(reason), message, null);
                case Outcome.Unavailable(var retryAfter, var message) -> error(Code.UNAVAILABLE, message, retryAfter);
                case Outcome.Changed _ -> throw new IllegalStateException("a send changed a conversation: " + told);
            };
        }

        private byte[] error(Code code, String message, @Nullable Duration retryAfter) {
            return frames.error(send.id(), send.clientMsgId(), code, message, retryAfter);
        }
    }
}
