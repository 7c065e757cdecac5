package chat.parley.tools.bench;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A connection that sends whatever bytes one likes, which no decent client does. */
final class RawClient implements AutoCloseable {

    static final int TEXT = 0x81;
    static final int PING = 0x89;
    static final int PONG = 0x8A;

    private static final int MASK = 0x01F2A37C;
    private static final int TIMEOUT_MILLIS = 5_000;

    private final Socket socket = new Socket();
    private final DataInputStream in;
    private final OutputStream out;

    /** @param source one of this machine's own addresses, by which the server tells clients apart */
    RawClient(String source, int port) throws IOException {
        try {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral(source), 0));
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 16 * 1024));
            out = socket.getOutputStream();
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    void write(byte[] bytes) throws IOException {
        out.write(bytes);
    }

    void write(String ascii) throws IOException {
        write(ascii.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** @return the status of the answer; its body is not read */
    int upgrade(String token, String device) throws IOException {
        write("GET /ws?device_id=" + device + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + (token.isEmpty() ? "" : "Authorization: Bearer " + token + "\r\n") + "\r\n");
        return readHead();
    }

    /** Reads an answer to the end of its headers. @return its status */
    int readHead() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        return Integer.parseInt(head.substring(9, 12));
    }

    /** The payload of the next frame; a ping is answered first. */
    String readFrame() throws IOException {
        if ((in.readUnsignedByte() & 0xF) == (PING & 0xF)) {
            write(frame(PONG, in.readNBytes(in.readUnsignedByte())));
            return readFrame();
        }
        int length = in.readUnsignedByte();
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = (int) in.readLong();
        }
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    /** Throws away what is there already. */
    void skipAvailable() throws IOException {
        int there = in.available();
        while (there > 0) {
            in.skipNBytes(there);
            there = in.available();
        }
    }

    /** A client's frame as it goes over the wire. */
    static byte[] frame(int firstByte, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(14 + payload.length).put((byte) firstByte);
        if (payload.length < 126) {
            frame.put((byte) (0x80 | payload.length));
        } else if (payload.length < 1 << 16) {
            frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
        } else {
            frame.put((byte) (0x80 | 127)).putLong(payload.length);
        }
        frame.putInt(MASK);
        for (int i = 0; i < payload.length; i++) {
            frame.put((byte) (payload[i] ^ (MASK >>> (24 - 8 * (i & 3)))));
        }
        byte[] bytes = new byte[frame.position()];
        frame.flip().get(bytes);
        return bytes;
    }

    static byte[] text(String text) {
        return frame(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException alreadyGone) {
            // That is what was wanted.
        }
    }
}
