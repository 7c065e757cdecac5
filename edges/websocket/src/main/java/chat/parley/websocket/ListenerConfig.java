package chat.parley.websocket;

import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;

/**
 * How the listener listens, and what it grants each socket.
 *
 * @param host address to listen on, {@code 0.0.0.0} for all
 * @param port 0 for any free one
 * @param ioThreads event loops, at least 1
 * @param backlog connections that the kernel keeps for us until they are accepted; it may allow fewer
 * @param heartbeat between two pings of a socket; one that was silent for two and a half is dropped
 * @param authTimeout from the upgrade to a good token
 * @param httpTimeout for the headers of a connection's first request, and for each request's body
 * @param outboxBytesMax most bytes that wait for one socket's reader; one more closes it with 1013
 * @param outboxFramesMax most frames that wait for the same
 * @param sendsMax most sends of one socket under way; beyond that it is not read
 * @param loginsMax most tokens under verification at a time; beyond that a socket is closed with 1013
 * @param syncsMax most syncs that run, or wait for their turn to read the store; beyond that they are unavailable
 * @param allowedOrigins of web pages that may connect besides those of the same host, as browsers write them; {@code *}
 *     for every page
 * @param admission how many connections there may be
 */
public record ListenerConfig(
        String host,
        int port,
        int ioThreads,
        Transport transport,
        int backlog,
        Duration heartbeat,
        Duration authTimeout,
        Duration httpTimeout,
        int outboxBytesMax,
        int outboxFramesMax,
        int sendsMax,
        int loginsMax,
        int syncsMax,
        Set<String> allowedOrigins,
        Admission admission) {

    public ListenerConfig {
        allowedOrigins = Set.copyOf(allowedOrigins);
    }

    /** What suits most: all addresses, a loop for each processor, 30 s heartbeats, 1 MiB for a slow reader. */
    public static ListenerConfig on(int port) {
        return new ListenerConfig(
                "0.0.0.0",
                port,
                Runtime.getRuntime().availableProcessors(),
                Transport.BEST,
                4096,
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                1024 * 1024,
                8192,
                256,
                2048,
                20_000,
                Set.of(),
                Admission.OPEN);
    }

    /** The same, with what an operator sets. */
    public static ListenerConfig on(String host, int port, Transport transport, Set<String> allowedOrigins) {
        return on(port).withHost(host).withTransport(transport).withAllowedOrigins(allowedOrigins);
    }

    public ListenerConfig withHost(String value) {
        return changed(draft -> draft.host = value);
    }

    public ListenerConfig withIoThreads(int value) {
        return changed(draft -> draft.ioThreads = value);
    }

    public ListenerConfig withTransport(Transport value) {
        return changed(draft -> draft.transport = value);
    }

    public ListenerConfig withHeartbeat(Duration value) {
        return changed(draft -> draft.heartbeat = value);
    }

    public ListenerConfig withAuthTimeout(Duration value) {
        return changed(draft -> draft.authTimeout = value);
    }

    public ListenerConfig withHttpTimeout(Duration value) {
        return changed(draft -> draft.httpTimeout = value);
    }

    public ListenerConfig withOutboxBytesMax(int value) {
        return changed(draft -> draft.outboxBytesMax = value);
    }

    public ListenerConfig withSendsMax(int value) {
        return changed(draft -> draft.sendsMax = value);
    }

    public ListenerConfig withLoginsMax(int value) {
        return changed(draft -> draft.loginsMax = value);
    }

    public ListenerConfig withAllowedOrigins(Set<String> value) {
        return changed(draft -> draft.allowedOrigins = value);
    }

    public ListenerConfig withAdmission(Admission value) {
        return changed(draft -> draft.admission = value);
    }

    public ListenerConfig withSyncsMax(int value) {
        return changed(draft -> draft.syncsMax = value);
    }

    private ListenerConfig changed(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.toConfig();
    }

    /** The components that can be given another value, while one of them is. */
    private static final class Draft {
        private final ListenerConfig before;
        private String host;
        private int ioThreads;
        private Transport transport;
        private Duration heartbeat;
        private Duration authTimeout;
        private Duration httpTimeout;
        private int outboxBytesMax;
        private int sendsMax;
        private int loginsMax;
        private int syncsMax;
        private Set<String> allowedOrigins;
        private Admission admission;

        Draft(ListenerConfig before) {
            this.before = before;
            host = before.host;
            ioThreads = before.ioThreads;
            transport = before.transport;
            heartbeat = before.heartbeat;
            authTimeout = before.authTimeout;
            httpTimeout = before.httpTimeout;
            outboxBytesMax = before.outboxBytesMax;
            sendsMax = before.sendsMax;
            loginsMax = before.loginsMax;
            syncsMax = before.syncsMax;
            allowedOrigins = before.allowedOrigins;
            admission = before.admission;
        }

        ListenerConfig toConfig() {
            return new ListenerConfig(
                    host,
                    before.port,
                    ioThreads,
                    transport,
                    before.backlog,
                    heartbeat,
                    authTimeout,
                    httpTimeout,
                    outboxBytesMax,
                    before.outboxFramesMax,
                    sendsMax,
                    loginsMax,
                    syncsMax,
                    allowedOrigins,
                    admission);
        }
    }
}
