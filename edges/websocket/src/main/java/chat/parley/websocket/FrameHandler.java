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

    /** Whether binary messages are heard; Parley's contract has none, and so they end the connection. */
    protected boolean takesBinary() {
        return false;
    }

    /** A whole binary message, of who takes them. The bytes are the handler's only during the call. */
    protected void onBinary(byte[] bytes, int offset, int length) {
        throw new IllegalStateException("takes no binary messages");
    }

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

    /** Most bytes of a message at this moment. */
    protected int messageBytesMax() {
        return Limits.FRAME_BYTES_MAX;
    }

    /** A control frame, or a fragment without a byte, came: what costs a client nothing and is no message. */
    protected void onTrifle() {}

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
            CloseReason violation =
                    FrameRules.violation(first, second, unfinished != null && unfinished.message != null);
            if (violation == CloseReason.BINARY && takesBinary()) {
                violation = null;
            }
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
            violation = FrameRules.violation(lengthBytes, length, messageSoFar(first & 0xF), messageBytesMax());
            if (violation != null) {
                fail(violation);
                return;
            }
            if (in.readableBytes() < header + length) {
                if (in.readableBytes() > header && isText(first & 0xF)) {
                    checkSoFar(in, start + header);
                }
                return;
            }
            byte[] payload = SCRATCH.get();
            in.getBytes(start + header, payload, 0, (int) length);
            Masking.apply(in.getInt(start + header - 4), payload, (int) length);
            in.readerIndex(start + header + (int) length);
            onFrame(first & 0xF, first < 0, payload, (int) length);
        }
    }

    private int messageSoFar(int opcode) {
        return opcode == Opcode.CONTINUATION && unfinished != null ? unfinished.messageLength : 0;
    }

    private boolean isText(int opcode) {
        return opcode == Opcode.TEXT || (opcode == Opcode.CONTINUATION && unfinished != null && !unfinished.binary);
    }

    /** What cannot become UTF-8 any more is refused before the rest of its frame is there. */
    private void checkSoFar(ByteBuf in, int payloadStart) {
        Unfinished soFar = unfinished();
        int count = in.writerIndex() - payloadStart - soFar.checked;
        byte[] part = SCRATCH.get();
        in.getBytes(payloadStart + soFar.checked, part, 0, count);
        Masking.apply(Integer.rotateLeft(in.getInt(payloadStart - 4), 8 * (soFar.checked & 3)), part, count);
        int before = soFar.checked == 0 ? soFar.utf8State : soFar.checkedState;
        soFar.checkedState = Utf8.after(before, part, 0, count);
        soFar.checked += count;
        if (soFar.checkedState == Utf8.WRONG) {
            fail(CloseReason.NOT_UTF8);
        }
    }

    private void onFrame(int opcode, boolean last, byte[] payload, int length) {
        if (unfinished != null) {
            unfinished.checked = 0;
        }
        if (opcode >= Opcode.CLOSE || (length == 0 && !last)) {
            onTrifle();
        }
        switch (opcode) {
            case Opcode.PING -> onPing(payload, length);
            case Opcode.PONG -> {}
            case Opcode.CLOSE -> onCloseFrame(payload, length);
            case Opcode.CONTINUATION -> onFragment(last, payload, length);
            default -> {
                boolean binary = opcode == Opcode.BINARY;
                if (last) {
                    onWhole(binary, Utf8.after(Utf8.WHOLE, payload, 0, binary ? 0 : length), payload, length);
                } else {
                    unfinished().binary = binary;
                    onFragment(false, payload, length);
                }
            }
        }
    }

    private void onFragment(boolean last, byte[] payload, int length) {
        Unfinished soFar = unfinished();
        if (!soFar.append(payload, length)) {
            fail(CloseReason.NOT_UTF8);
        } else if (last && soFar.message != null) {
            byte[] message = soFar.message;
            int messageLength = soFar.messageLength;
            int utf8State = soFar.utf8State;
            boolean binary = soFar.binary;
            soFar.forgetMessage();
            onWhole(binary, utf8State, message, messageLength);
            forgetIfEmpty();
        }
    }

    private void onWhole(boolean binary, int utf8State, byte[] message, int length) {
        if (utf8State != Utf8.WHOLE) {
            fail(CloseReason.NOT_UTF8);
        } else if (binary) {
            onBinary(message, 0, length);
        } else {
            onText(message, 0, length);
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
