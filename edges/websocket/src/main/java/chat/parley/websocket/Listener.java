package chat.parley.websocket;

import chat.parley.fabric.Sessions;
import chat.parley.fabric.port.Authenticator;
import chat.parley.pipeline.CatchUp;
import chat.parley.pipeline.Conversations;
import chat.parley.pipeline.Gateway;
import chat.parley.wire.http.HttpEndpoint;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;

/** The door of a node: HTTP and WebSocket on one port. */
public final class Listener implements AutoCloseable {

    private final ListenerConfig config;

    /**
     * @param http answers what is not {@code /ws}
     * @param incarnation of this node
     */
    public Listener(
            ListenerConfig config,
            Sessions sessions,
            Gateway gateway,
            Conversations conversations,
            CatchUp catchUp,
            Authenticator authenticator,
            HttpEndpoint http,
            Clock clock,
            MeterRegistry meters,
            long incarnation) {
        this.config = config;
    }

    /**
     * Begins to accept connections.
     *
     * @return the address, with the port that was free if any was asked for
     * @throws java.io.UncheckedIOException when it cannot be had
     */
    public InetSocketAddress start() {
        return new InetSocketAddress(config.host(), config.port());
    }

    /**
     * Says goodbye: accepts nobody, answers the sends under way, tells every client to reconnect elsewhere (1012), and
     * returns when all are gone or the time is over. Waits; to be followed by {@link #close()}.
     */
    public void drain(Duration atMost) {}

    /** Ends everything at once. */
    @Override
    public void close() {}
}
