package chat.parley.websocket;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Listens on a port with a few event loops, and gives each connection its first handlers. */
final class Acceptor implements AutoCloseable {

    /** As long as a request for the presence of 500 users. */
    private static final int REQUEST_LINE_BYTES_MAX = 40 * 1024;

    private static final int HEADERS_BYTES_MAX = 16 * 1024;

    /** Beyond the upper one frames wait in the outbox, where they can be dropped; kept small, since here they cannot. */
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(32 * 1024, 128 * 1024);

    private final ListenerConfig config;
    private final Door door;
    private final @Nullable ServerCertificate certificate;
    private final Transport transport;
    private final EventLoopGroup group;
    private final List<SocketLoop> loops = new ArrayList<>();
    private @Nullable Channel listening;

    /** @param certificate null for a port without TLS */
    Acceptor(ListenerConfig config, Door door, @Nullable ServerCertificate certificate) {
        this.config = config;
        this.door = door;
        this.certificate = certificate;
        this.transport = Transports.available(config.transport());
        this.group = new MultiThreadIoEventLoopGroup(
                config.ioThreads(), new DefaultThreadFactory("parley-io"), Transports.loops(transport));
        for (EventExecutor executor : group) {
            loops.add(new SocketLoop((EventLoop) executor, config.heartbeat()));
        }
    }

    Transport transport() {
        return transport;
    }

    List<SocketLoop> loops() {
        return List.copyOf(loops);
    }

    InetSocketAddress start() {
        loops.forEach(SocketLoop::start);
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(group)
                .channel(Transports.server(transport))
                .option(ChannelOption.SO_BACKLOG, config.backlog())
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.ALLOCATOR, Transports.allocator(config.ioThreads()))
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(Transports.READ_BYTES))
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        SocketLoop loop = SocketLoop.current();
                        if (transport == Transport.IO_URING) {
                            RegistrationGap.leave((IoEventLoop) channel.eventLoop());
                        }
                        if (certificate != null) {
                            channel.pipeline().addLast(certificate.handler(channel.alloc()));
                        }
                        channel.pipeline()
                                .addLast(new HttpServerCodec(new HttpDecoderConfig()
                                        .setMaxInitialLineLength(REQUEST_LINE_BYTES_MAX)
                                        .setMaxHeaderSize(HEADERS_BYTES_MAX)
                                        // Refuses what has two lengths.
                                        .setUseRfc9112TransferEncoding(true)))
                                .addLast(new HttpHandler(loop, door, config.httpTimeout()));
                    }
                });
        Transports.configure(transport, bootstrap);
        ChannelFuture bound = bootstrap.bind(config.host(), config.port()).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new UncheckedIOException(new IOException(
                    "cannot listen on " + config.host() + ":" + config.port() + ": " + reason(bound.cause()),
                    bound.cause()));
        }
        listening = bound.channel();
        return (InetSocketAddress) listening.localAddress();
    }

    /** Without the name and number of the call that failed, which the native transports put first. */
    private static String reason(Throwable cause) {
        return String.valueOf(cause.getMessage()).replaceFirst("^bind\\(\\.\\.\\) failed[^:]*: ", "");
    }

    /** Accepts nobody from now on; connections that are there go on. */
    void stop() {
        if (listening != null) {
            var _ = listening.close().awaitUninterruptibly();
        }
    }

    /** Ends everything. */
    @Override
    public void close() {
        stop();
        var _ = group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
    }
}
