package chat.parley.websocket;

import chat.parley.fabric.CloseReason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;

/** The server's frames as bytes, but for those that {@link chat.parley.wire.ServerFrames} writes. */
final class PlainFrames {

    /** Without a payload: any pong will do. */
    static final byte[] PING = frame(Opcode.PING, new byte[0], 0);

    private static final Map<CloseReason, byte[]> CLOSES = new EnumMap<>(CloseReason.class);

    static {
        for (CloseReason reason : CloseReason.values()) {
            byte[] text = reason.text().getBytes(StandardCharsets.UTF_8);
            byte[] payload = new byte[2 + text.length];
            writeCode(reason.code(), payload);
            System.arraycopy(text, 0, payload, 2, text.length);
            CLOSES.put(reason, frame(Opcode.CLOSE, payload, payload.length));
        }
    }

    private PlainFrames() {}

    static byte[] close(CloseReason reason) {
        byte[] frame = CLOSES.get(reason);
        if (frame == null) {
            throw new IllegalStateException("every reason has a frame: " + reason);
        }
        return frame;
    }

    /** The answer to a client's close: with its own code, or with none. */
    static byte[] closeWith(int code) {
        byte[] payload = new byte[2];
        writeCode(code, payload);
        return frame(Opcode.CLOSE, payload, code == FrameHandler.NO_CODE ? 0 : 2);
    }

    static byte[] pong(byte[] payload, int length) {
        return frame(Opcode.PONG, payload, length);
    }

    /** A whole text, unmasked. */
    static byte[] text(byte[] text, int offset, int length) {
        return message(Opcode.TEXT, text, offset, length);
    }

    /** A whole message, unmasked. */
    static byte[] message(int opcode, byte[] message, int offset, int length) {
        int lengthBytes = length < 126 ? 0 : length < 1 << 16 ? 2 : 8;
        ByteBuffer frame = ByteBuffer.allocate(2 + lengthBytes + length).put((byte) (Opcode.FIN | opcode));
        switch (lengthBytes) {
            case 0 -> frame.put((byte) length);
            case 2 -> frame.put((byte) 126).putShort((short) length);
            default -> frame.put((byte) 127).putLong(length);
        }
        return frame.put(message, offset, length).array();
    }

    private static void writeCode(int code, byte[] payload) {
        payload[0] = (byte) (code >>> 8);
        payload[1] = (byte) code;
    }

    private static byte[] frame(int opcode, byte[] payload, int length) {
        byte[] frame = new byte[2 + length];
        frame[0] = (byte) (Opcode.FIN | opcode);
        frame[1] = (byte) length;
        System.arraycopy(payload, 0, frame, 2, length);
        return frame;
    }
}
