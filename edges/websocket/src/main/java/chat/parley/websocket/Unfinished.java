package chat.parley.websocket;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What a socket has of a frame or message whose rest is still to come; most sockets have none most of the time. */
final class Unfinished {

    /** Bytes of a frame that is not there as a whole; null when there are none. */
    @Nullable
    ByteBuf frame;

    /** How much of the payload in {@link #frame} has been checked already, should it be of a text. */
    int checked;

    /** The state after that. */
    int checkedState = Utf8.WHOLE;

    /** The fragments of a message so far; null when none has begun. */
    byte @Nullable [] message;

    int messageLength;

    /** Whether that message is binary, and so need not be UTF-8. */
    boolean binary;

    int utf8State = Utf8.WHOLE;

    /** Whether it is worth keeping. */
    boolean isEmpty() {
        return frame == null && message == null;
    }

    /** @return false when it is a text that cannot become UTF-8 any more */
    boolean append(byte[] bytes, int length) {
        byte[] before = message == null ? new byte[Math.max(64, length)] : message;
        if (messageLength + length > before.length) {
            before = Arrays.copyOf(before, Math.max(before.length * 2, messageLength + length));
        }
        System.arraycopy(bytes, 0, before, messageLength, length);
        message = before;
        messageLength += length;
        utf8State = binary ? Utf8.WHOLE : Utf8.after(utf8State, bytes, 0, length);
        return utf8State != Utf8.WRONG;
    }

    /** Makes room for the next message. */
    void forgetMessage() {
        message = null;
        messageLength = 0;
        binary = false;
        utf8State = Utf8.WHOLE;
    }

    void release() {
        if (frame != null) {
            frame.release();
            frame = null;
        }
        message = null;
    }
}
