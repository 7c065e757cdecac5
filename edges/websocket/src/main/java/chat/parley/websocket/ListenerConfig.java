package chat.parley.websocket;

import java.time.Duration;
import java.util.Set;

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
        return new ListenerConfig(
                value,
                port,
                ioThreads,
                transport,
                backlog,
                heartbeat,
                authTimeout,
                httpTimeout,
                outboxBytesMax,
                outboxFramesMax,
                sendsMax,
                loginsMax,
                syncsMax,
                allowedOrigins,
                admission);
    }

    public ListenerConfig withIoThreads(int value) {
        return new ListenerConfig(
                host,
                port,
                value,
                transport,
                backlog,
                heartbeat,
                authTimeout,
                httpTimeout,
                outboxBytesMax,
                outboxFramesMax,
                sendsMax,
                loginsMax,
                syncsMax,
                allowedOrigins,
                admission);
    }

    public ListenerConfig withTransport(Transport value) {
        return new ListenerConfig(
                host,
                port,
                ioThreads,
                value,
                backlog,
                heartbeat,
                authTimeout,
                httpTimeout,
                outboxBytesMax,
                outboxFramesMax,
                sendsMax,
                loginsMax,
                syncsMax,
                allowedOrigins,
                admission);
    }

    public ListenerConfig withHeartbeat(Duration value) {
        return new ListenerConfig(
                host,
                port,
                ioThreads,
                transport,
                backlog,
                value,
                authTimeout,
                httpTimeout,
                outboxBytesMax,
                outboxFramesMax,
                sendsMax,
                loginsMax,
                syncsMax,
                allowedOrigins,
                admission);
    }

    public ListenerConfig withAuthTimeout(Duration value) {
        return new ListenerConfig(
                host,
                port,
                ioThreads,
                transport,
                backlog,
                heartbeat,
                value,
                httpTimeout,
                outboxBytesMax,
                outboxFramesMax,
                sendsMax,
                loginsMax,
                syncsMax,
                allowedOrigins,
                admission);
    }

    public ListenerConfig withHttpTimeout(Duration value) {
        return new ListenerConfig(
                host,
                port,
                ioThreads,
                transport,
                backlog,
                heartbeat,
                authTimeout,
                value,
                outboxBytesMax,
                outboxFramesMax,
                sendsMax,
                loginsMax,
                syncsMax,
                allowedOrigins,
                admission);
    }

    public ListenerConfig withOutboxBytesMax(int value) {
        return new ListenerConfig(
                host,
                port,
                ioThreads,
                transport,
                backlog,
                heartbeat,
                authTimeout,
                httpTimeout,
                value,
                outboxFramesMax,
                sendsMax,
                loginsMax,
                syncsMax,
                allowedOrigins,
                admission);
    }

    public ListenerConfig withSendsMax(int value) {
        return new ListenerConfig(
                host,
                port,
                ioThreads,
                transport,
                backlog,
                heartbeat,
                authTimeout,
                httpTimeout,
                outboxBytesMax,
                outboxFramesMax,
                value,
                loginsMax,
                syncsMax,
                allowedOrigins,
                admission);
    }

    public ListenerConfig withLoginsMax(int value) {
        return new ListenerConfig(
                host,
                port,
                ioThreads,
                transport,
                backlog,
                heartbeat,
                authTimeout,
                httpTimeout,
                outboxBytesMax,
                outboxFramesMax,
                sendsMax,
                value,
                syncsMax,
                allowedOrigins,
                admission);
    }

    public ListenerConfig withAllowedOrigins(Set<String> value) {
        return new ListenerConfig(
                host,
                port,
                ioThreads,
                transport,
                backlog,
                heartbeat,
                authTimeout,
                httpTimeout,
                outboxBytesMax,
                outboxFramesMax,
                sendsMax,
                loginsMax,
                syncsMax,
                value,
                admission);
    }

    public ListenerConfig withAdmission(Admission value) {
        return new ListenerConfig(
                host,
                port,
                ioThreads,
                transport,
                backlog,
                heartbeat,
                authTimeout,
                httpTimeout,
                outboxBytesMax,
                outboxFramesMax,
                sendsMax,
                loginsMax,
                syncsMax,
                allowedOrigins,
                value);
    }

    public ListenerConfig withSyncsMax(int value) {
        return new ListenerConfig(
                host,
                port,
                ioThreads,
                transport,
                backlog,
                heartbeat,
                authTimeout,
                httpTimeout,
                outboxBytesMax,
                outboxFramesMax,
                sendsMax,
                loginsMax,
                value,
                allowedOrigins,
                admission);
    }
}
