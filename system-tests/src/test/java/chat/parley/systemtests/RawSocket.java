package chat.parley.systemtests;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A WebSocket made of bytes, for what no decent client library sends. */
final class RawSocket implements AutoCloseable {

    private static final byte[] MASK = {1, 2, 3, 4};

    private final Socket socket;
    private final DataInputStream in;

    RawSocket(RunningServer server, String token) throws IOException {
        this(server, token, "");
    }

    /** @param before requests that go out in one piece with the upgrade; their answers are read over */
    RawSocket(RunningServer server, String token, String before) throws IOException {
        socket = new Socket("localhost", server.url().getPort());
        socket.setSoTimeout(20_000);
        in = new DataInputStream(socket.getInputStream());
        socket.getOutputStream()
                .write((before + "GET /ws?device_id=raw HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                                + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nAuthorization: Bearer " + token
                                + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        String head = readHead();
        while (!before.isEmpty() && head.startsWith("HTTP/1.1 200")) {
            in.skipNBytes(Integer.parseInt(head.replaceFirst("(?s).*content-length: ([0-9]+).*", "$1")));
            head = readHead();
        }
        if (!head.startsWith("HTTP/1.1 101") || !head.contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")) {
            throw new AssertionError(head);
        }
    }

    /** A masked frame of up to 125 bytes. */
    void write(int firstByte, byte[] payload) throws IOException {
        socket.getOutputStream().write(frame(firstByte, payload));
    }

    void writeHalf(int firstByte, byte[] payload) throws IOException {
        byte[] frame = frame(firstByte, payload);
        socket.getOutputStream().write(frame, 0, frame.length / 2);
    }

    /** The next frame's text, which is short. */
    String read() throws IOException {
        in.readUnsignedByte();
        int length = in.readUnsignedByte();
        length = length == 126 ? in.readUnsignedShort() : length;
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    /** Reads on until the server closes. */
    int closeCode() throws IOException {
        try {
            while (true) {
                int opcode = in.readUnsignedByte() & 15;
                int length = in.readUnsignedByte();
                length = length == 126 ? in.readUnsignedShort() : length;
                byte[] payload = in.readNBytes(length);
                if (opcode == 8) {
                    return (payload[0] & 0xff) << 8 | (payload[1] & 0xff);
                }
            }
        } catch (EOFException e) {
            return 1006;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static byte[] frame(int firstByte, byte[] payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(firstByte);
        frame.write(0x80 | payload.length);
        frame.writeBytes(MASK);
        byte[] masked = Arrays.copyOf(payload, payload.length);
        for (int i = 0; i < masked.length; i++) {
            masked[i] ^= MASK[i & 3];
        }
        frame.writeBytes(masked);
        return frame.toByteArray();
    }

    private String readHead() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        return head.toString();
    }
}
