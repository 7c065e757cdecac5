package chat.parley.tools.bench;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringIoHandlerConfig;
import io.netty.channel.uring.IoUringServerSocketChannel;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A chat server without a chat: it takes upgrades and frames and passes each {@code send} on to the others of its
 * conversation, with an ack, and that is all. No authentication, no JSON, no order, no store. What Parley takes more
 * than this is the price of its promises; what it takes less, it saves by flushing more seldom.
 */
final class BareServer implements AutoCloseable {

    /** When what was written to a socket goes to the kernel. */
    enum Flush {
        /** At once: one system call for each message and socket. */
        EACH,
        /** When the event loop has done what there was to do. */
        TURN
    }

    private static final int BACKLOG = 4096;
    private static final int RING = 4096;
    /** Room for a write and a read of every socket of a large group at once. */
    private static final int COMPLETIONS = 32_768;

    private final Flush flush;
    private final Map<String, Room> rooms = new ConcurrentHashMap<>();
    private final EventLoopGroup loops;
    private final Channel listening;

    private BareServer(Flush flush) throws InterruptedException {
        this.flush = flush;
        Transport transport = Transport.best();
        BareServer server = this;
        loops = new MultiThreadIoEventLoopGroup(Runtime.getRuntime().availableProcessors(), transport.io);
        listening = new ServerBootstrap()
                .group(loops)
                .channel(transport.channel)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new BareHandler(server));
                    }
                })
                .bind(0)
                .sync()
                .channel();
    }

    /** Listens on a free port, with a loop for each processor. */
    static BareServer start(Flush flush) throws InterruptedException {
        return new BareServer(flush);
    }

    int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    @Override
    public void close() {
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    Room room(String name) {
        return rooms.computeIfAbsent(name, absent -> new Room(flush));
    }

    private record Transport(IoHandlerFactory io, Class<? extends ServerChannel> channel) {

        /** In the order in which Parley tries them. */
        static Transport best() {
            if (IoUring.isAvailable()) {
                IoUringIoHandlerConfig rings =
                        new IoUringIoHandlerConfig().setRingSize(RING).setCqSize(COMPLETIONS);
                return new Transport(IoUringIoHandler.newFactory(rings), IoUringServerSocketChannel.class);
            }
            return Epoll.isAvailable()
                    ? new Transport(EpollIoHandler.newFactory(), EpollServerSocketChannel.class)
                    : new Transport(NioIoHandler.newFactory(), NioServerSocketChannel.class);
        }
    }
}
