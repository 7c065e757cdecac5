package chat.parley.tools.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.FastThreadLocal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket, from the upgrade to the close, as a single Netty handler: no pipeline of codecs, and no buffer of its
 * own while no frame is half read. Frames are read in an array that all sockets of a loop share.
 *
 * <p>Methods may be called from any thread; the listener is called on the loop.
 */
public final class Wire extends ChannelInboundHandlerAdapter {

    /** Longest frame taken from a server, in bytes. */
    private static final int FRAME_BYTES_MAX = 16 * 1024 * 1024;

    private static final int UPGRADE_BYTES_MAX = 16 * 1024;
    private static final int UPGRADE_SECONDS_MAX = 30;
    private static final byte[] NOTHING = {};

    private static final FastThreadLocal<byte[]> SCRATCH = new FastThreadLocal<>() {
        @Override
        protected byte[] initialValue() {
            return new byte[128 * 1024];
        }
    };

    private enum State {
        DIALLING,
        UPGRADING,
        OPEN,
        CLOSED
    }

    private final WireListener listener;
    private final Runnable dialDone;
    private State state = State.DIALLING;
    /** Until it is open: a hundred thousand open sockets need not remember it. */
    private @Nullable Upgrade upgrade;

    private @Nullable Future<?> upgradeLimit;
    private @Nullable ChannelHandlerContext context;
    /** The beginning of a frame whose end has not come. */
    private byte[] rest = NOTHING;
    /** The parts of a fragmented message. */
    private byte[] fragments = NOTHING;

    private @Nullable Close close;
    private long lastReadNanos = System.nanoTime();

    Wire(Endpoint endpoint, Credentials who, WireListener listener, Runnable dialDone) {
        this.listener = listener;
        this.upgrade = new Upgrade(endpoint, who);
        this.dialDone = dialDone;
    }

    /** Sends a text frame. What is written after the close is dropped. */
    public void send(byte[] text) {
        onLoop(() -> {
            write(text);
            flush();
        });
    }

    /** Adds a text frame to those that the next flush sends; on the loop only. */
    public void write(byte[] text) {
        frame(Frames.TEXT, text);
    }

    /** On the loop only. */
    public void flush() {
        ChannelHandlerContext ctx = context;
        if (ctx != null) {
            ctx.flush();
        }
    }

    /** Whether the peer takes what is written; false asks to hold back. On the loop only. */
    public boolean writable() {
        return context != null && context.channel().isWritable();
    }

    /** Ends the socket with a close frame. */
    public void close(int code) {
        onLoop(() -> {
            ChannelHandlerContext ctx = context;
            if (ctx == null || state == State.CLOSED) {
                return;
            }
            if (close == null) {
                close = new Close(code, "");
            }
            byte[] payload = {(byte) (code >> 8), (byte) code};
            frame(Frames.CLOSE, payload);
            ctx.flush();
            var _ = ctx.close();
        });
    }

    /** Cuts the socket off without a close frame, as a lost network does. */
    public void cut() {
        onLoop(() -> {
            if (context != null) {
                var _ = context.close();
            }
        });
    }

    /** {@link System#nanoTime()} of the last bytes that came; on the loop only. */
    public long lastReadNanos() {
        return lastReadNanos;
    }

    /** The connect failed. */
    void failed(Throwable cause) {
        ended(new Close(Close.ABNORMAL, cause.getMessage() == null ? cause.toString() : cause.getMessage()));
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        Upgrade begun = upgrade;
        if (begun == null) {
            return;
        }
        context = ctx;
        state = State.UPGRADING;
        var _ = ctx.writeAndFlush(ByteBufUtil.writeUtf8(ctx.alloc(), begun.request()));
        Close tooLong = new Close(Close.ABNORMAL, "the upgrade took too long");
        upgradeLimit = ctx.executor().schedule(() -> fail(ctx, tooLong), UPGRADE_SECONDS_MAX, TimeUnit.SECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            lastReadNanos = System.nanoTime();
            int begun = rest.length;
            int length = begun + in.readableBytes();
            byte[] bytes = scratch(length);
            System.arraycopy(rest, 0, bytes, 0, begun);
            in.readBytes(bytes, begun, length - begun);
            int used = consume(ctx, bytes, length);
            rest = used == length ? NOTHING : Arrays.copyOfRange(bytes, used, length);
        } finally {
            in.release();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        ended(close == null ? new Close(Close.ABNORMAL, "cut off") : close);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(ctx, new Close(Close.ABNORMAL, cause.getMessage() == null ? cause.toString() : cause.getMessage()));
    }

    private int consume(ChannelHandlerContext ctx, byte[] bytes, int length) {
        int at = 0;
        Upgrade begun = upgrade;
        if (state == State.UPGRADING && begun != null) {
            int headEnd = Upgrade.headEnd(bytes, length);
            if (headEnd < 0) {
                if (length > UPGRADE_BYTES_MAX) {
                    fail(ctx, new Close(Close.PROTOCOL_ERROR, "an endless answer to the upgrade"));
                    return length;
                }
                return 0;
            }
            Close refusal = begun.refusal(new String(bytes, 0, headEnd, StandardCharsets.ISO_8859_1));
            if (refusal != null) {
                fail(ctx, refusal);
                return length;
            }
            state = State.OPEN;
            dialled();
            listener.opened(this);
            at = headEnd;
        }
        while (state == State.OPEN && close == null) {
            int used = frameAt(ctx, bytes, at, length);
            if (used == 0) {
                return at;
            }
            at += used;
        }
        return length;
    }

    /** Takes one whole frame. @return its length, 0 when its end has not come */
    private int frameAt(ChannelHandlerContext ctx, byte[] bytes, int at, int end) {
        long head = Frames.head(bytes, at, end);
        if (head < 0) {
            return 0;
        }
        int headLength = (int) (head >>> 56);
        long length = head & Frames.LENGTH_MASK;
        if (length > FRAME_BYTES_MAX) {
            fail(ctx, new Close(Close.TOO_LARGE, "a frame of " + length + " bytes"));
            return end - at;
        }
        if (end - at - headLength < length) {
            return 0;
        }
        payload(ctx, bytes[at], bytes, at + headLength, (int) length);
        return headLength + (int) length;
    }

    private void payload(ChannelHandlerContext ctx, byte first, byte[] bytes, int offset, int length) {
        boolean last = (first & 0x80) != 0;
        switch (first & 0x0f) {
            case Frames.TEXT -> {
                if (last) {
                    listener.text(this, bytes, offset, length);
                } else {
                    fragments = Arrays.copyOfRange(bytes, offset, offset + length);
                }
            }
            case Frames.CONTINUATION -> {
                int before = fragments.length;
                fragments = Arrays.copyOf(fragments, before + length);
                System.arraycopy(bytes, offset, fragments, before, length);
                if (last) {
                    byte[] whole = fragments;
                    fragments = NOTHING;
                    listener.text(this, whole, 0, whole.length);
                } else if (fragments.length > FRAME_BYTES_MAX) {
                    fail(ctx, new Close(Close.TOO_LARGE, "a message without end"));
                }
            }
            case Frames.PING -> {
                frame(Frames.PONG, Arrays.copyOfRange(bytes, offset, offset + length));
                ctx.flush();
            }
            case Frames.CLOSE -> fail(ctx, Frames.close(bytes, offset, length));
            case Frames.PONG -> {
                // It was read, which is all that a pong is for.
            }
            default -> fail(ctx, new Close(Close.PROTOCOL_ERROR, "a frame that is no text"));
        }
    }

    private void frame(int opcode, byte[] payload) {
        ChannelHandlerContext ctx = context;
        if (ctx == null || state != State.OPEN) {
            return;
        }
        ByteBuf out = ctx.alloc().buffer(payload.length + 14);
        // Masks keep a client's bytes from passing for another protocol's to a proxy between; that needs no secrecy.
        Frames.write(out, opcode, payload, ThreadLocalRandom.current().nextInt());
        var _ = ctx.write(out, ctx.voidPromise());
    }

    private void fail(ChannelHandlerContext ctx, Close why) {
        if (close == null) {
            close = why;
        }
        if (state == State.OPEN && why.code() < Close.NO_CODE) {
            frame(Frames.CLOSE, new byte[] {(byte) (why.code() >> 8), (byte) why.code()});
            ctx.writeAndFlush(ctx.alloc().buffer(0)).addListener(ChannelFutureListener.CLOSE);
        } else {
            var _ = ctx.close();
        }
    }

    private void ended(Close why) {
        if (state == State.CLOSED) {
            return;
        }
        boolean dialling = state != State.OPEN;
        state = State.CLOSED;
        rest = NOTHING;
        fragments = NOTHING;
        if (dialling) {
            dialled();
        }
        listener.closed(this, why);
    }

    private void dialled() {
        upgrade = null;
        if (upgradeLimit != null) {
            upgradeLimit.cancel(false);
            upgradeLimit = null;
        }
        dialDone.run();
    }

    private void onLoop(Runnable task) {
        ChannelHandlerContext ctx = context;
        if (ctx == null) {
            return;
        }
        if (ctx.executor().inEventLoop()) {
            task.run();
        } else {
            ctx.executor().execute(task);
        }
    }

    private static byte[] scratch(int length) {
        byte[] bytes = SCRATCH.get();
        if (bytes.length < length) {
            bytes = new byte[Math.max(length, bytes.length * 2)];
            SCRATCH.set(bytes);
        }
        return bytes;
    }
}
