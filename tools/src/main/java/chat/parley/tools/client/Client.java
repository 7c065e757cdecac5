package chat.parley.tools.client;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The sockets of one process to one server: a few event loops, and a limit on how many sockets may be on their way up
 * at a time, so that a storm of them is a queue and not a flood of half-open ones.
 *
 * <p>On the loopback interface it leaves from 127.0.0.1, 127.0.0.2, … in turn: one address has some 28,000 ports.
 */
public final class Client implements AutoCloseable {

    /**
     * Sockets of one source address before the next is used. As the ports of one fill, the kernel looks ever longer for
     * a free one: at 20,000 a connect took 0.1 ms for that alone. So few still make a million from 250 addresses.
     */
    private static final int SOCKETS_PER_SOURCE = 4000;

    private static final int CONNECT_MILLIS = 10_000;

    private final Endpoint endpoint;
    private final InetSocketAddress address;
    private final EventLoopGroup loops;
    private final boolean epoll = Epoll.isAvailable();
    private final @Nullable SslContext tls;
    private final DialQueue dials;
    private final AtomicLong sockets = new AtomicLong();

    private Client(Endpoint endpoint, int threads, int dialsMax) throws SSLException {
        this.endpoint = endpoint;
        this.address = new InetSocketAddress(endpoint.host(), endpoint.port());
        IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        this.loops = new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory("client", true), io);
        this.tls = endpoint.tls()
                ? SslContextBuilder.forClient()
                        .endpointIdentificationAlgorithm("HTTPS")
                        .build()
                : null;
        this.dials = new DialQueue(dialsMax);
    }

    /**
     * A client without sockets yet.
     *
     * @param threads event loops; one makes all callbacks of all sockets come one after the other
     * @param dialsMax sockets between TCP connect and the end of the upgrade, at most
     * @throws IllegalArgumentException when the host is unknown; the message is fit to be shown
     */
    public static Client open(Endpoint endpoint, int threads, int dialsMax) {
        try {
            Client client = new Client(endpoint, threads, dialsMax);
            if (client.address.isUnresolved()) {
                client.close();
                throw new IllegalArgumentException("the host " + endpoint.host() + " is unknown");
            }
            return client;
        } catch (SSLException e) {
            throw new IllegalStateException("the JDK has no TLS", e);
        }
    }

    /** A client for many sockets: one loop, 256 dials at a time. */
    public static Client open(Endpoint endpoint) {
        return open(endpoint, 1, 256);
    }

    public Endpoint endpoint() {
        return endpoint;
    }

    /** The next loop in turn: a connection that dials again keeps to its own. */
    public EventLoop loop() {
        return loops.next();
    }

    /** Opens a socket on some loop; the listener hears of its success or end. */
    public void dial(Credentials who, WireListener listener) {
        dial(who, listener, loop());
    }

    /** Opens a socket on a loop of this client. */
    public void dial(Credentials who, WireListener listener, EventLoop loop) {
        long number = sockets.getAndIncrement();
        dials.submit(() -> loop.execute(() -> connect(new Wire(endpoint, who, listener, dials::done), loop, number)));
    }

    /** Ends all sockets and waits until the loops have stopped, two seconds at most. */
    @Override
    public void close() {
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }

    private void connect(Wire wire, EventLoop loop, long number) {
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .channel(epoll ? EpollSocketChannel.class : NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .handler(handler(wire));
        SocketAddress source = source(number);
        if (source != null && epoll) {
            // The port is chosen when the destination is known, so that sources can share one.
            bootstrap.option(EpollChannelOption.IP_BIND_ADDRESS_NO_PORT, true);
        }
        bootstrap.connect(address, source).addListener(connected -> {
            Throwable cause = connected.cause();
            if (cause != null) {
                wire.failed(cause);
            }
        });
    }

    private ChannelHandler handler(Wire wire) {
        SslContext context = tls;
        if (context == null) {
            return wire;
        }
        return new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().addLast(context.newHandler(channel.alloc(), endpoint.host(), endpoint.port()), wire);
            }
        };
    }

    private @Nullable SocketAddress source(long number) {
        long index = number / SOCKETS_PER_SOURCE % 250;
        if (index == 0
                || !address.getAddress().isLoopbackAddress()
                || address.getAddress().getAddress().length != 4) {
            return null;
        }
        return new InetSocketAddress("127.0.0." + (index + 1), 0);
    }
}
