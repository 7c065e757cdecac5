package chat.parley.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayDeque;

/** The frames that wait for one socket. A socket has one only while something waits; used on its event loop alone. */
final class Outbox {

    /** Frames are gathered into buffers of about this size; a larger frame has one for itself. */
    private static final int CHUNK_BYTES = 64 * 1024;

    private static final int SMALL_FRAMES = 256;

    private final ArrayDeque<byte[]> frames = new ArrayDeque<>();
    private int bytes;
    private int sizeMax;

    void add(byte[] frame) {
        frames.add(frame);
        bytes += frame.length;
        sizeMax = Math.max(sizeMax, frames.size());
    }

    /** Whether it never held much, so that it is worth keeping for another socket. */
    boolean isSmall() {
        return sizeMax <= SMALL_FRAMES;
    }

    int bytes() {
        return bytes;
    }

    int size() {
        return frames.size();
    }

    boolean isEmpty() {
        return frames.isEmpty();
    }

    void clear() {
        frames.clear();
        bytes = 0;
    }

    /** Takes as many frames as go into one buffer; at least one. */
    ByteBuf gather(ByteBufAllocator allocator) {
        ByteBuf chunk = allocator.directBuffer(chunkBytes());
        while (!frames.isEmpty() && chunk.writableBytes() >= frames.peek().length) {
            byte[] frame = frames.remove();
            bytes -= frame.length;
            chunk.writeBytes(frame);
        }
        return chunk;
    }

    private int chunkBytes() {
        return Math.max(frames.element().length, Math.min(bytes, CHUNK_BYTES));
    }
}
