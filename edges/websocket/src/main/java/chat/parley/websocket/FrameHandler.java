package chat.parley.websocket;

import chat.parley.domain.Limits;
import chat.parley.fabric.CloseReason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.FastThreadLocal;
import org.jspecify.annotations.Nullable;

/**
 * Reads the frames of RFC 6455 as a server, in the one handler that a socket has. Bytes are looked at where the read put
 * them, and only the rest of an incomplete frame is kept: an idle socket holds no buffer.
 *
 * <p>After a violation, and after {@link #stopListening()}, everything that comes is thrown away.
 */
public abstract class FrameHandler extends ChannelInboundHandlerAdapter {

    /** The code that stands for a close frame without one; never sent. */
    protected static final int NO_CODE = 1005;

    /** Payloads are unmasked here, one at a time for each event loop. */
    private static final FastThreadLocal<byte[]> SCRATCH = new FastThreadLocal<>() {
        @Override
        protected byte[] initialValue() {
            return new byte[Limits.FRAME_BYTES_MAX];
        }
    };

    private @Nullable ChannelHandlerContext context;
    private @Nullable Unfinished unfinished;
    private boolean deaf;
    private boolean paused;

    /** A whole text message, in well-formed UTF-8. The bytes are the handler's only during the call. */
    protected abstract void onText(byte[] bytes, int offset, int length);

    /** A ping, to be answered with the same payload. The bytes are the handler's only during the call. */
    protected abstract void onPing(byte[] payload, int length);

    /**
     * The client closes; nothing follows.
     *
     * @param code {@link #NO_CODE} when it gave none
     */
    protected abstract void onClose(int code);

    /** The client broke the protocol, and is not listened to any more. */
    protected abstract void onViolation(CloseReason reason);

    /** Bytes came, whatever they are. */
    protected void onBytes(int count) {}

    protected final void stopListening() {
        deaf = true;
    }

    /** No frame is read after this one until {@link #goOnReading()}; what comes meanwhile is kept. */
    protected final void pauseReading() {
        if (!paused) {
            paused = true;
            var _ = context().channel().config().setAutoRead(false);
        }
    }

    /** Reads what was kept, and on, unless that leads to another pause. Not to be called while a frame is read. */
    protected final void goOnReading() {
        if (paused) {
            paused = false;
            if (unfinished != null && unfinished.frame != null) {
                readFrames(unfinished.frame);
                keepRest(Unpooled.EMPTY_BUFFER);
            }
            if (!paused) {
                var _ = context().channel().config().setAutoRead(true);
            }
        }
    }

    protected final boolean isPaused() {
        return paused;
    }

    protected final ChannelHandlerContext context() {
        if (context == null) {
            throw new IllegalStateException("in no pipeline yet");
        }
        return context;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        deaf = true;
        forgetAll();
    }

    @Override
    public final void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            onBytes(in.readableBytes());
            if (unfinished == null || unfinished.frame == null) {
                readFrames(in);
            } else {
                unfinished.frame.writeBytes(in);
                readFrames(unfinished.frame);
            }
            keepRest(in);
        } finally {
            in.release();
        }
    }

    private void keepRest(ByteBuf in) {
        Unfinished before = unfinished;
        if (deaf) {
            forgetAll();
        } else if (before != null && before.frame != null) {
            if (before.frame.isReadable()) {
                before.frame.discardReadBytes();
            } else {
                before.frame.release();
                before.frame = null;
                forgetIfEmpty();
            }
        } else if (in.isReadable()) {
            ByteBuf rest = context().alloc().buffer(Math.max(64, in.readableBytes()));
            unfinished().frame = rest.writeBytes(in);
        }
    }

    /** Reads the whole frames, up to a pause, and leaves the rest. */
    private void readFrames(ByteBuf in) {
        while (!deaf && !paused && in.readableBytes() >= 2) {
            int start = in.readerIndex();
            int first = in.getByte(start);
            int second = in.getByte(start + 1);
            CloseReason violation = FrameRules.violation(first, second, unfinished != null && unfinished.text != null);
            if (violation != null) {
                fail(violation);
                return;
            }
            int lengthBytes = (second & 0x7F) == 126 ? 2 : (second & 0x7F) == 127 ? 8 : 0;
            int header = 2 + lengthBytes + 4;
            if (in.readableBytes() < 2 + lengthBytes) {
                return;
            }
            long length = lengthBytes == 0
                    ? second & 0x7F
                    : lengthBytes == 2 ? in.getUnsignedShort(start + 2) : in.getLong(start + 2);
            violation = FrameRules.violation(lengthBytes, length, textSoFar(first & 0xF));
            if (violation != null) {
                fail(violation);
                return;
            }
            if (in.readableBytes() < header + length) {
                return;
            }
            byte[] payload = SCRATCH.get();
            in.getBytes(start + header, payload, 0, (int) length);
            Masking.apply(in.getInt(start + header - 4), payload, (int) length);
            in.readerIndex(start + header + (int) length);
            onFrame(first & 0xF, first < 0, payload, (int) length);
        }
    }

    private int textSoFar(int opcode) {
        return opcode == Opcode.CONTINUATION && unfinished != null ? unfinished.textLength : 0;
    }

    private void onFrame(int opcode, boolean last, byte[] payload, int length) {
        switch (opcode) {
            case Opcode.PING -> onPing(payload, length);
            case Opcode.PONG -> {}
            case Opcode.CLOSE -> onCloseFrame(payload, length);
            default -> {
                if (last && opcode == Opcode.TEXT) {
                    onWholeText(Utf8.after(Utf8.WHOLE, payload, 0, length), payload, length);
                } else {
                    onFragment(last, payload, length);
                }
            }
        }
    }

    private void onFragment(boolean last, byte[] payload, int length) {
        Unfinished soFar = unfinished();
        if (!soFar.append(payload, length)) {
            fail(CloseReason.NOT_UTF8);
        } else if (last && soFar.text != null) {
            byte[] text = soFar.text;
            int textLength = soFar.textLength;
            int utf8State = soFar.utf8State;
            soFar.text = null;
            soFar.textLength = 0;
            soFar.utf8State = Utf8.WHOLE;
            onWholeText(utf8State, text, textLength);
            forgetIfEmpty();
        }
    }

    private void onWholeText(int utf8State, byte[] text, int length) {
        if (utf8State == Utf8.WHOLE) {
            onText(text, 0, length);
        } else {
            fail(CloseReason.NOT_UTF8);
        }
    }

    private void onCloseFrame(byte[] payload, int length) {
        int code = length < 2 ? NO_CODE : (payload[0] & 0xFF) << 8 | (payload[1] & 0xFF);
        if (length == 1 || (length >= 2 && !FrameRules.mayBeSent(code))) {
            fail(CloseReason.PROTOCOL_ERROR);
        } else if (Utf8.after(Utf8.WHOLE, payload, Math.min(2, length), length) != Utf8.WHOLE) {
            fail(CloseReason.NOT_UTF8);
        } else {
            deaf = true;
            onClose(code);
        }
    }

    private void fail(CloseReason reason) {
        deaf = true;
        onViolation(reason);
    }

    private Unfinished unfinished() {
        if (unfinished == null) {
            unfinished = new Unfinished();
        }
        return unfinished;
    }

    private void forgetAll() {
        if (unfinished != null) {
            unfinished.release();
            unfinished = null;
        }
    }

    private void forgetIfEmpty() {
        if (unfinished != null && unfinished.isEmpty()) {
            unfinished = null;
        }
    }
}
