package chat.parley.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A client that can do everything right or wrong, byte by byte. Waits five seconds at most for what it expects. */
final class WebSocketClient implements AutoCloseable {

    /** A frame of the server's. {@code opcode} -1 stands for the end of the connection. */
    record Frame(int opcode, String payload) {

        int closeCode() {
            assertThat(opcode).as("a close frame, not %s", this).isEqualTo(Opcode.CLOSE);
            return payload.isEmpty() ? FrameHandler.NO_CODE : payload.charAt(0) << 8 | payload.charAt(1);
        }
    }

    private static final int MASK = 0x01F2A37C;

    final Socket socket = new Socket();
    private final DataInputStream in;
    private final OutputStream out;

    WebSocketClient(InetSocketAddress address) {
        this(address, 64 * 1024);
    }

    /** @param receiveBytes of the kernel for what is not read yet */
    WebSocketClient(InetSocketAddress address, int receiveBytes) {
        try {
            socket.setReceiveBufferSize(receiveBytes);
            socket.connect(address);
            socket.setSoTimeout(5_000);
            socket.setTcpNoDelay(true);
            in = new DataInputStream(socket.getInputStream());
            out = socket.getOutputStream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a request and reads the answer's headers. */
    String request(String request) {
        raw(request.getBytes(StandardCharsets.ISO_8859_1));
        return readHeaders();
    }

    String readHeaders() {
        ByteArrayOutputStream headers = new ByteArrayOutputStream();
        while (!headers.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            headers.write(read());
        }
        return headers.toString(StandardCharsets.ISO_8859_1);
    }

    String readBody(int length) {
        try {
            return new String(in.readNBytes(length), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int read() {
        try {
            int b = in.read();
            if (b < 0) {
                throw new UncheckedIOException(new EOFException("the server closed"));
            }
            return b;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String upgradeRequest(String target, String... headers) {
        StringBuilder request = new StringBuilder("GET " + target + " HTTP/1.1\r\nHost: chat.example\r\n"
                + "Upgrade: websocket\r\nConnection: keep-alive, Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        return request.append("\r\n").toString();
    }

    WebSocketClient upgrade(String target, String... headers) {
        assertThat(request(upgradeRequest(target, headers)))
                .startsWith("HTTP/1.1 101 ")
                .contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n")
                .doesNotContain("Extensions");
        return this;
    }

    void raw(byte[] bytes) {
        try {
            out.write(bytes);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void text(String text) {
        frame(Opcode.FIN | Opcode.TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    void frame(int firstByte, byte[] payload) {
        raw(masked(firstByte, payload));
    }

    static byte[] masked(int firstByte, byte[] payload) {
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

    /** The next frame: its first byte and its payload; null at the end of the connection. */
    @Nullable
    ByteBuffer nextBytes() {
        try {
            int first = in.read();
            if (first < 0) {
                return null;
            }
            int length = in.readUnsignedByte();
            long bytes = length == 126 ? in.readUnsignedShort() : length == 127 ? in.readLong() : length;
            return ByteBuffer.allocate(1 + (int) bytes)
                    .put((byte) first)
                    .put(in.readNBytes((int) bytes))
                    .flip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next frame, pings included. */
    Frame nextOfAll() {
        try {
            ByteBuffer frame = nextBytes();
            if (frame == null) {
                return new Frame(-1, "");
            }
            int opcode = frame.get() & 0xF;
            boolean binary = opcode == Opcode.CLOSE;
            return new Frame(
                    opcode,
                    (binary ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8)
                            .decode(frame)
                            .toString());
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof SocketException) {
                return new Frame(-1, "reset");
            }
            throw e;
        }
    }

    /** The next frame that is no ping. */
    Frame next() {
        Frame frame = nextOfAll();
        while (frame.opcode == Opcode.PING) {
            frame = nextOfAll();
        }
        return frame;
    }

    /** The next frame is a text of this type. */
    String expectText(String type) {
        Frame frame = next();
        assertThat(frame.opcode).as("%s", frame).isEqualTo(Opcode.TEXT);
        assertThat(frame.payload).startsWith("{\"type\":\"" + type + "\"");
        return frame.payload;
    }

    /** The next frame is a close with this code, and then the server closes. Returns the reason. */
    String expectClose(int code) {
        Frame frame = next();
        assertThat(frame.closeCode()).isEqualTo(code);
        assertThat(next().opcode).isEqualTo(-1);
        return frame.payload.length() < 2 ? "" : frame.payload.substring(2);
    }

    /** Reads on until a close comes; what else comes does not matter. */
    int closeCode() {
        Frame frame = next();
        while (frame.opcode == Opcode.TEXT || frame.opcode == Opcode.PONG) {
            frame = next();
        }
        return frame.closeCode();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
