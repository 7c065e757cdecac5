package chat.parley.tools.fake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The server's end of one WebSocket. Written to under the server's lock. */
final class FakeSocket {

    final String user;
    final String device;
    private final FakeServer server;
    private final Socket socket;
    private final InputStream in;

    FakeSocket(FakeServer server, Socket socket, InputStream in, String user, String device) {
        this.server = server;
        this.socket = socket;
        this.in = in;
        this.user = user;
        this.device = device;
    }

    void serve(String key) throws IOException {
        String answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "sec-websocket-accept: " + accept(key) + "\r\n\r\n";
        socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
        server.opened(this);
        try {
            DataInputStream data = new DataInputStream(in);
            while (true) {
                int first = data.readUnsignedByte();
                int length = data.readUnsignedByte() & 0x7f;
                length = length == 126 ? data.readUnsignedShort() : length == 127 ? (int) data.readLong() : length;
                byte[] mask = data.readNBytes(4);
                byte[] payload = data.readNBytes(length);
                for (int i = 0; i < payload.length; i++) {
                    payload[i] ^= mask[i & 3];
                }
                if ((first & 0xf) == 8) {
                    return;
                }
                server.frame(this, FakeServer.JSON.readTree(payload));
            }
        } finally {
            server.gone(this);
        }
    }

    void send(ObjectNode json) {
        write(1, FakeServer.utf8(json));
    }

    void close(int code) {
        write(8, new byte[] {(byte) (code >> 8), (byte) code});
        cut();
    }

    void cut() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(int opcode, byte[] payload) {
        try {
            OutputStream out = socket.getOutputStream();
            byte[] frame = new byte[payload.length + 4];
            int head = 2;
            frame[0] = (byte) (0x80 | opcode);
            if (payload.length < 126) {
                frame[1] = (byte) payload.length;
            } else {
                frame[1] = 126;
                frame[2] = (byte) (payload.length >> 8);
                frame[3] = (byte) payload.length;
                head = 4;
            }
            System.arraycopy(payload, 0, frame, head, payload.length);
            out.write(frame, 0, head + payload.length);
        } catch (IOException e) {
            // The client has gone: its reader will notice.
        }
    }

    private static String accept(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1")
                    .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
