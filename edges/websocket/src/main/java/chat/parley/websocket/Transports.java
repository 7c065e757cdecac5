package chat.parley.websocket;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringBufferRingConfig;
import io.netty.channel.uring.IoUringChannelOption;
import io.netty.channel.uring.IoUringFixedBufferRingAllocator;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringIoHandlerConfig;
import io.netty.channel.uring.IoUringServerSocketChannel;
import org.jspecify.annotations.Nullable;

/** The transports by name, and which of them this machine has. */
final class Transports {

    /** A read's buffer: most frames of a client fit, and many reads of small ones. */
    static final int READ_BYTES = 4096;

    /** Requests that go to the kernel with one system call. */
    private static final int RING = 4096;

    /**
     * Room for what the kernel has done: a write and a read of each socket of a large group at once. When it is too small
     * nothing is lost, but the loop falls back to slower ways, and warns each time.
     */
    private static final int COMPLETIONS = 32 * 1024;

    private static final short READ_BUFFERS_GROUP = 0;
    private static final short READ_BUFFERS = 512;

    private Transports() {}

    /** @throws IllegalArgumentException when this machine does not have the one that is asked for */
    static Transport available(Transport asked) {
        Transport found = asked != Transport.BEST
                ? asked
                : IoUring.isAvailable() ? Transport.IO_URING : Epoll.isAvailable() ? Transport.EPOLL : Transport.NIO;
        Throwable missing = whyNot(found);
        if (missing != null) {
            throw new IllegalArgumentException("this machine does not have the transport " + found, missing);
        }
        return found;
    }

    /** What this machine lacks for it, null when nothing. */
    static @Nullable Throwable whyNot(Transport transport) {
        return switch (transport) {
            case IO_URING -> IoUring.unavailabilityCause();
            case EPOLL -> Epoll.unavailabilityCause();
            case NIO, BEST -> null;
        };
    }

    static IoHandlerFactory loops(Transport transport) {
        return switch (transport) {
            case IO_URING -> IoUringIoHandler.newFactory(ioUring());
            case EPOLL -> EpollIoHandler.newFactory();
            case NIO, BEST -> NioIoHandler.newFactory();
        };
    }

    static Class<? extends ServerSocketChannel> server(Transport transport) {
        return switch (transport) {
            case IO_URING -> IoUringServerSocketChannel.class;
            case EPOLL -> EpollServerSocketChannel.class;
            case NIO, BEST -> NioServerSocketChannel.class;
        };
    }

    /** With io_uring all sockets of a loop read into the same few buffers; else each idle one would hold its own. */
    static void configure(Transport transport, ServerBootstrap bootstrap) {
        if (transport == Transport.IO_URING && IoUring.isRegisterBufferRingSupported()) {
            bootstrap.childOption(IoUringChannelOption.IO_URING_BUFFER_GROUP_ID, READ_BUFFERS_GROUP);
        }
    }

    /** Few arenas: all buffers are leased on the event loops. */
    static ByteBufAllocator allocator(int ioThreads) {
        return new PooledByteBufAllocator(true, 0, ioThreads, 8192, 9, 256, 64, false);
    }

    private static IoUringIoHandlerConfig ioUring() {
        IoUringIoHandlerConfig config =
                new IoUringIoHandlerConfig().setRingSize(RING).setCqSize(COMPLETIONS);
        if (IoUring.isRegisterBufferRingSupported()) {
            config.setBufferRingConfig(IoUringBufferRingConfig.builder()
                    .bufferGroupId(READ_BUFFERS_GROUP)
                    .bufferRingSize(READ_BUFFERS)
                    .batchSize(READ_BUFFERS / 4)
                    .allocator(new IoUringFixedBufferRingAllocator(READ_BYTES))
                    .build());
        }
        return config;
    }
}
