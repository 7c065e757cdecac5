package chat.parley.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import org.jspecify.annotations.Nullable;

/**
 * The writing half of a socket: what goes out in one turn of the loop is gathered into few buffers and flushed once, and
 * what the channel does not take waits in the outbox. Everything happens on the event loop.
 */
abstract class BufferedSocket extends FrameHandler {

    final SocketLoop loop;

    /** Whether it waits to be flushed, for the loop. */
    boolean unflushed;

    private boolean lastIsIn;
    private boolean closeAtOnce;
    private @Nullable Outbox outbox;
    private @Nullable Guest guest;

    BufferedSocket(SocketLoop loop) {
        this.loop = loop;
    }

    /** To be called once, before it begins. */
    final void entered(Guest as) {
        guest = as;
    }

    /** A good token has come. */
    final void settled() {
        if (guest != null) {
            guest.settles();
        }
    }

    /** The connection is a WebSocket from now on; the answer to the upgrade is the first thing to write. */
    abstract void begin(Upgrade.Answer.Accepted upgrade);

    /** The connection has gone. */
    abstract void onGone();

    /** The outbox has been written as far as the channel takes it. */
    abstract void onFlushed();

    /** Frames that wait, not counting what the channel has taken. */
    final int outboxSize() {
        return outbox == null ? 0 : outbox.size();
    }

    /** The bytes of the same. */
    final int outboxBytes() {
        return outbox == null ? 0 : outbox.bytes();
    }

    /** Puts bytes, of whole frames, behind the others. */
    final void put(byte[] frames) {
        if (outbox == null) {
            outbox = loop.leaseOutbox();
        }
        outbox.add(frames);
        loop.counters.outboxBytes.add(frames.length);
        loop.flushLater(this);
    }

    /**
     * Puts the last frame.
     *
     * @param atOnce whether to close when it is written; else the client is left to read it and to close. Were the
     *     connection closed with bytes of the client's unread, it would be reset, and the frame perhaps lost with it.
     */
    final void putLast(byte[] frame, boolean atOnce) {
        put(frame);
        lastIsIn = true;
        closeAtOnce = atOnce;
    }

    final void dropOutbox() {
        if (outbox != null) {
            loop.counters.outboxBytes.add(-outbox.bytes());
            loop.giveBack(outbox);
            outbox = null;
        }
    }

    /** Writes what the channel takes. Called once a turn; the rest goes when the channel is writable again. */
    final void flush() {
        Channel channel = context().channel();
        boolean wrote = false;
        while (outbox != null && channel.isWritable()) {
            ByteBuf chunk = outbox.gather(channel.alloc());
            loop.counters.bytesOut.add(chunk.readableBytes());
            loop.counters.outboxBytes.add(-chunk.readableBytes());
            wrote = true;
            if (outbox.isEmpty()) {
                loop.giveBack(outbox);
                outbox = null;
            }
            if (lastIsIn && outbox == null) {
                var _ = context().write(chunk).addListener((ChannelFuture written) -> afterLast(channel));
            } else {
                var _ = context().write(chunk, context().voidPromise());
            }
        }
        if (wrote) {
            context().flush();
        }
        onFlushed();
    }

    private void afterLast(Channel channel) {
        if (closeAtOnce) {
            var _ = channel.close();
        } else {
            HalfClose.of(channel);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable() && outbox != null) {
            loop.flushLater(this);
        }
    }

    @Override
    public final void channelInactive(ChannelHandlerContext ctx) {
        onGone();
        dropOutbox();
        if (guest != null) {
            guest.leaves();
        }
        loop.closed();
    }
}
