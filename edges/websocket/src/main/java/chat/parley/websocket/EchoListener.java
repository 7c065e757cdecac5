package chat.parley.websocket;

import chat.parley.fabric.limits.Quotas;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;

/**
 * Sends every message back, through the same frames, buffers and loops as {@link Listener}: the line that benchmarks draw
 * under everything that a chat adds, and what suites of tests for WebSockets ask for. Its path is {@code /ws}; it answers nothing else.
 */
public final class EchoListener implements AutoCloseable {

    private final Acceptor acceptor;

    /** @param config of which the limits of outboxes, sends and logins do not matter */
    public EchoListener(ListenerConfig config) {
        Refusal nothing = new Refusal(404, chat.parley.wire.Code.NOT_FOUND, "there is nothing but /ws");
        acceptor = new Acceptor(
                config,
                new Door(
                        (request, answer) -> answer.accept(nothing.toResponse()),
                        new Upgrade(config.allowedOrigins()),
                        Quotas.none(Clock.systemUTC()),
                        new Doorkeeper(Admission.OPEN),
                        new Addresses(List.of()),
                        EchoSocket::new),
                null);
    }

    public InetSocketAddress start() {
        return acceptor.start();
    }

    @Override
    public void close() {
        acceptor.close();
    }
}
