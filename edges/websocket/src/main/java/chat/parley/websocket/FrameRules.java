package chat.parley.websocket;

import chat.parley.fabric.CloseReason;
import org.jspecify.annotations.Nullable;

/** What a client's frames may be: RFC 6455, sections 5.2 to 5.5 and 7.4, and the wire contract's limits. */
final class FrameRules {

    private FrameRules() {}

    /**
     * What the first two bytes alone tell.
     *
     * @param inText whether a text has begun and waits for its continuation
     * @return null when they may be
     */
    static @Nullable CloseReason violation(int first, int second, boolean inText) {
        boolean reservedBits = (first & 0x70) != 0;
        boolean unmasked = second >= 0;
        boolean wholeControl = first < 0 && (second & 0x7F) <= Opcode.CONTROL_BYTES_MAX;
        boolean right = switch (first & 0xF) {
            case Opcode.CONTINUATION -> inText;
            case Opcode.TEXT, Opcode.BINARY -> !inText;
            case Opcode.CLOSE, Opcode.PING, Opcode.PONG -> wholeControl;
            default -> false;
        };
        if (reservedBits || unmasked || !right) {
            return CloseReason.PROTOCOL_ERROR;
        }
        return (first & 0xF) == Opcode.BINARY ? CloseReason.BINARY : null;
    }

    /**
     * The shortest form of a length is a must; a length of 64 bits with the first one set is none.
     *
     * @param lengthBytes in which it was written: 0, 2 or 8
     * @param before bytes of the same message in earlier frames
     * @param max most bytes of a message
     * @return null when it may be
     */
    static @Nullable CloseReason violation(int lengthBytes, long length, int before, int max) {
        boolean longer = (lengthBytes == 2 && length < 126) || (lengthBytes == 8 && length >>> 16 == 0);
        if (longer || length < 0) {
            return CloseReason.PROTOCOL_ERROR;
        }
        return before + length > max ? CloseReason.TOO_LARGE : null;
    }

    /** The registry of close codes, less those that stand for the lack of a frame. */
    static boolean mayBeSent(int code) {
        return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
    }
}
