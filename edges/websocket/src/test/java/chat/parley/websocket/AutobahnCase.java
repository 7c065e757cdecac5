package chat.parley.websocket;

import static chat.parley.websocket.WebSocketClient.masked;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A case of the Autobahn test suite for WebSockets: what a client sends to an echo, and what it is to hear, down to the
 * close frame.
 *
 * @param number in that suite
 * @param chop writes are of so many bytes; 0 for whole frames
 * @param sent frames, one after the other
 * @param heard messages, pongs and the close, as {@link #describe} puts them
 */
record AutobahnCase(String number, int chop, List<byte[]> sent, List<String> heard) {

    static final int TEXT = Opcode.FIN | Opcode.TEXT;
    static final int BINARY = Opcode.FIN | Opcode.BINARY;
    static final int CONTINUED = Opcode.CONTINUATION;
    static final int LAST = Opcode.FIN | Opcode.CONTINUATION;
    static final int PING = Opcode.FIN | Opcode.PING;
    static final int PONG = Opcode.FIN | Opcode.PONG;
    static final int CLOSE = Opcode.FIN | Opcode.CLOSE;

    /** What a client sends of a case: begin with {@link #numbered}, and end with what is to be heard. */
    record Script(String number, int chop, List<byte[]> sent) {

        Script frame(int first, byte[] payload) {
            List<byte[]> more = new ArrayList<>(sent);
            more.add(masked(first, payload));
            return new Script(number, chop, more);
        }

        Script frame(int first, String payload) {
            return frame(first, payload.getBytes(StandardCharsets.UTF_8));
        }

        /** In frames of at most so many bytes. */
        Script fragments(int opcode, byte[] payload, int size) {
            Script script = this;
            for (int from = 0; from < payload.length; from += size) {
                int to = Math.min(payload.length, from + size);
                int first = (from == 0 ? opcode : CONTINUED) | (to == payload.length ? Opcode.FIN : 0);
                script = script.frame(first, Arrays.copyOfRange(payload, from, to));
            }
            return script;
        }

        Script close(int code, String reason) {
            byte[] text = reason.getBytes(StandardCharsets.UTF_8);
            ByteBuffer payload = ByteBuffer.allocate(2 + text.length);
            return frame(CLOSE, payload.putShort((short) code).put(text).array());
        }

        /** The writes are of so many bytes. */
        Script chopped(int bytes) {
            return new Script(number, bytes, sent);
        }

        /** All is well, to be heard until the client closes. */
        AutobahnCase echoes(String... heard) {
            List<String> all = new ArrayList<>(List.of(heard));
            all.add("close 1000");
            Script closed = close(1000, "");
            return new AutobahnCase(number, chop, closed.sent, all);
        }

        /** The last thing heard is a close, or the sender sees to the end. */
        AutobahnCase hears(String... heard) {
            return new AutobahnCase(number, chop, sent, List.of(heard));
        }
    }

    static Script numbered(String number) {
        return new Script(number, 0, List.of());
    }

    /** A name for a frame of the server's; long payloads by their length and hash, for legibility. */
    static String describe(int opcode, byte[] payload) {
        return switch (opcode) {
            case Opcode.TEXT -> "text " + shown(payload);
            case Opcode.BINARY -> "binary " + shown(payload);
            case Opcode.PONG -> "pong " + shown(payload);
            case Opcode.CLOSE ->
                "close "
                        + (payload.length == 0
                                ? FrameHandler.NO_CODE
                                : ByteBuffer.wrap(payload).getShort() & 0xFFFF);
            default -> "opcode " + opcode;
        };
    }

    static String text(byte[] payload) {
        return describe(Opcode.TEXT, payload);
    }

    static String text(String payload) {
        return text(payload.getBytes(StandardCharsets.UTF_8));
    }

    private static String shown(byte[] payload) {
        return payload.length <= 32
                ? new String(payload, StandardCharsets.ISO_8859_1)
                : payload.length + " bytes, hash " + Arrays.hashCode(payload);
    }

    @Override
    public String toString() {
        return number;
    }
}
