package chat.parley.conformance.proxy;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import javax.net.ssl.SSLSocketFactory;

/**
 * A TCP proxy in front of a server that does to connections what networks do, and knows enough of WebSocket to do it to
 * single frames. Faults come by chance, as {@link Builder} says, or at the call of a test: {@link #cutAll()},
 * {@link #stallAll}, {@link #halfOpenAll()}, {@link #refuse}.
 *
 * <p>Plain HTTP passes with the faults that need no frames. Each connection costs two virtual threads and 16 KiB; a slow
 * reader on one side holds up the writer on the other. Any number of threads may call any method.
 */
public final class FaultProxy implements Closeable {

    private static final int BACKLOG = 4096;
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final InetSocketAddress target;
    private final boolean tls;
    private final Faults faults;
    private final ServerSocket door;
    private final Tally tally = new Tally();
    private final Set<Passage> open = ConcurrentHashMap.newKeySet();
    private final ScheduledThreadPoolExecutor clock =
            new ScheduledThreadPoolExecutor(1, Thread.ofVirtual().factory());
    private volatile boolean refusing;

    private FaultProxy(InetSocketAddress target, boolean tls, Faults faults, ServerSocket door) {
        this.target = target;
        this.tls = tls;
        this.faults = faults;
        this.door = door;
        clock.setRemoveOnCancelPolicy(true);
    }

    /** @param server where connections go: {@code http://host:port}, or {@code https} for TLS on that side alone */
    public static Builder to(URI server) {
        boolean tls = "https".equals(server.getScheme()) || "wss".equals(server.getScheme());
        if (server.getHost() == null) {
            throw new IllegalArgumentException(server + " names no host");
        }
        int port = server.getPort() >= 0 ? server.getPort() : tls ? 443 : 80;
        return new Builder(server.getHost(), port, tls);
    }

    /** The port that clients connect to, on the loopback address unless the builder was told another. */
    public int port() {
        return door.getLocalPort();
    }

    /** The address that clients connect to. */
    public URI url() {
        InetAddress address = door.getInetAddress();
        return URI.create(
                "http://" + (address.isAnyLocalAddress() ? "localhost" : address.getHostAddress()) + ":" + port());
    }

    public Counts counts() {
        return tally.counts();
    }

    /** Connections that are open now. */
    public int connections() {
        return open.size();
    }

    /** Resets every connection now. */
    public void cutAll() {
        open.forEach(Passage::cut);
    }

    /** Lets nothing pass on the connections of now for a while; it arrives afterwards. */
    public void stallAll(Duration length) {
        open.forEach(passage -> passage.stall(length));
    }

    /** From now on swallows all that either end of the connections of now writes, a close included. */
    public void halfOpenAll() {
        open.forEach(Passage::goDeaf);
    }

    /** Whether new connections are closed at once, as by a server that is not there. */
    public void refuse(boolean yes) {
        refusing = yes;
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot stop listening", e);
        }
        open.forEach(Passage::end);
        clock.shutdownNow();
    }

    private void accept() {
        long number = 0;
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                if (refusing) {
                    tally.refused.increment();
                    Passage.reset(client);
                } else {
                    long mine = number++;
                    Thread.ofVirtual().start(() -> serve(client, mine));
                }
            } catch (IOException e) {
                // The door is closed, or out of files: then it waits for some to come back.
                if (!door.isClosed()) {
                    Passage.sleep(Duration.ofMillis(50).toNanos());
                }
            }
        }
    }

    private void serve(Socket client, long number) {
        Socket server;
        try {
            server = connect();
        } catch (IOException e) {
            tally.refused.increment();
            Passage.reset(client);
            return;
        }
        tally.connections.increment();
        Passage passage = new Passage(client, server, faults, number, tally, clock);
        open.add(passage);
        try {
            if (door.isClosed()) {
                passage.end();
            }
            passage.run();
        } finally {
            open.remove(passage);
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(target.getHostString(), target.getPort()), (int) CONNECT.toMillis());
            return tls
                    ? ((SSLSocketFactory) SSLSocketFactory.getDefault())
                            .createSocket(socket, target.getHostString(), target.getPort(), true)
                    : socket;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /** The faults of a proxy; without any it is a plain one. */
    public static final class Builder {

        private final InetSocketAddress target;
        private final boolean tls;
        private int port;
        private InetAddress address = InetAddress.getLoopbackAddress();
        private double loseAcks;
        private double doubleSends;
        private double doubleMessages;
        private Duration delayMax = Duration.ZERO;
        private Duration cutEvery = Duration.ZERO;
        private boolean cutMidFrame;
        private Duration stallEvery = Duration.ZERO;
        private Duration stallFor = Duration.ZERO;
        private Duration halfOpenEvery = Duration.ZERO;
        private long seed = 1;

        private Builder(String host, int port, boolean tls) {
            this.target = InetSocketAddress.createUnresolved(host, port);
            this.tls = tls;
        }

        /** @param listenPort 0, the default, for any free one */
        public Builder listen(int listenPort) {
            port = listenPort;
            return this;
        }

        /** @param listenAddress the default is the loopback address */
        public Builder address(InetAddress listenAddress) {
            address = listenAddress;
            return this;
        }

        /** @param share of the {@code ack} frames, 0 to 1 */
        public Builder loseAcks(double share) {
            loseAcks = share;
            return this;
        }

        /** @param share of the {@code send} frames, and of the {@code message} frames, 0 to 1 */
        public Builder doubleFrames(double share) {
            doubleSends = share;
            doubleMessages = share;
            return this;
        }

        /** @param atMost each piece is delayed by a random time up to this; the order stays */
        public Builder delay(Duration atMost) {
            delayMax = atMost;
            return this;
        }

        /** @param mean the mean life of a connection */
        public Builder cutEvery(Duration mean) {
            cutEvery = mean;
            return this;
        }

        /** Has cuts come in the middle of a frame. */
        public Builder cutMidFrame() {
            cutMidFrame = true;
            return this;
        }

        /** Has nothing move every so often, for so long. */
        public Builder stall(Duration every, Duration length) {
            stallEvery = every;
            stallFor = length;
            return this;
        }

        /** @param mean how long a connection works before it swallows everything */
        public Builder halfOpen(Duration mean) {
            halfOpenEvery = mean;
            return this;
        }

        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /**
         * Listens.
         *
         * @throws UncheckedIOException when the port is taken
         * @throws IllegalArgumentException when a share is not from 0 to 1 or a duration is negative
         */
        public FaultProxy start() {
            Faults faults = new Faults(
                    loseAcks,
                    doubleSends,
                    doubleMessages,
                    delayMax,
                    cutEvery,
                    cutMidFrame,
                    stallEvery,
                    stallFor,
                    halfOpenEvery,
                    seed);
            try {
                ServerSocket door = new ServerSocket(port, BACKLOG, address);
                FaultProxy proxy = new FaultProxy(target, tls, faults, door);
                Thread.ofVirtual().start(proxy::accept);
                return proxy;
            } catch (IOException e) {
                throw new UncheckedIOException("cannot listen on port " + port, e);
            }
        }
    }
}
