package chat.parley.websocket;

import chat.parley.fabric.Presence;
import chat.parley.fabric.Typing;
import chat.parley.fabric.limits.Quotas;
import chat.parley.fabric.port.Authenticator;
import chat.parley.pipeline.CatchUp;
import chat.parley.pipeline.Conversations;
import chat.parley.pipeline.Gateway;
import chat.parley.pipeline.Receipts;
import chat.parley.wire.ServerFrames;
import chat.parley.wire.http.HttpEndpoint;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The door of a node: HTTP and WebSocket on one port. */
public final class Listener implements AutoCloseable {

    private final Acceptor acceptor;

    /** The loops, kept from the garbage collector for as long as their meters may be asked. */
    private final List<SocketLoop> loops;

    /**
     * @param http answers what is not {@code /ws}
     * @param incarnation of this node
     * @param certificate for TLS, null for a port without
     * @throws IllegalArgumentException when the machine does not have the transport that the config asks for
     */
    public Listener(
            ListenerConfig config,
            Presence presence,
            Typing typing,
            Gateway gateway,
            Conversations conversations,
            CatchUp catchUp,
            Receipts receipts,
            Authenticator authenticator,
            Quotas quotas,
            HttpEndpoint http,
            Clock clock,
            MeterRegistry meters,
            long incarnation,
            @Nullable ServerCertificate certificate) {
        Systems systems = new Systems(
                presence,
                typing,
                gateway,
                conversations,
                catchUp,
                receipts,
                authenticator,
                quotas,
                new ServerFrames(),
                clock);
        Requests requests = new Requests(config, systems, incarnation);
        Doorkeeper keeper = new Doorkeeper(config.admission());
        Upgrade upgrade = new Upgrade(config.allowedOrigins());
        acceptor = new Acceptor(
                config,
                new Door(
                        http,
                        upgrade,
                        quotas,
                        keeper,
                        new Addresses(config.admission().trustedProxies()),
                        loop -> new ClientSocket(loop, requests)),
                certificate);
        loops = acceptor.loops();
        SocketMeters.register(meters, loops);
        SocketMeters.register(meters, keeper);
    }

    /** What is in use: never {@link Transport#BEST}. */
    public Transport transport() {
        return acceptor.transport();
    }

    /**
     * Begins to accept connections.
     *
     * @return the address, with the port that was free if any was asked for
     * @throws java.io.UncheckedIOException when it cannot be had
     */
    public InetSocketAddress start() {
        return acceptor.start();
    }

    /**
     * Says goodbye: accepts nobody, answers the sends under way, tells every client to reconnect elsewhere (1012), and
     * returns when all are gone or the time is over. Waits; to be followed by {@link #close()}.
     */
    public void drain(Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        acceptor.stop();
        loops.forEach(SocketLoop::drain);
        try {
            for (SocketLoop loop : loops) {
                loop.awaitDrained(Duration.ofNanos(end - System.nanoTime()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends everything at once. */
    @Override
    public void close() {
        acceptor.close();
    }
}
