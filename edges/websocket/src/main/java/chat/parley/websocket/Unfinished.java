package chat.parley.websocket;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What a socket has of a frame or message whose rest is still to come; most sockets have none most of the time. */
final class Unfinished {

    /** Bytes of a frame that is not there as a whole; null when there are none. */
    @Nullable
    ByteBuf frame;

    /** The fragments of a text so far; null when none has begun. */
    byte @Nullable [] text;

    int textLength;
    int utf8State = Utf8.WHOLE;

    /** Whether it is worth keeping. */
    boolean isEmpty() {
        return frame == null && text == null;
    }

    /** @return false when the text cannot become UTF-8 any more */
    boolean append(byte[] bytes, int length) {
        byte[] before = text == null ? new byte[Math.max(64, length)] : text;
        if (textLength + length > before.length) {
            before = Arrays.copyOf(before, Math.max(before.length * 2, textLength + length));
        }
        System.arraycopy(bytes, 0, before, textLength, length);
        text = before;
        textLength += length;
        utf8State = Utf8.after(utf8State, bytes, 0, length);
        return utf8State != Utf8.WRONG;
    }

    void release() {
        if (frame != null) {
            frame.release();
            frame = null;
        }
        text = null;
    }
}
