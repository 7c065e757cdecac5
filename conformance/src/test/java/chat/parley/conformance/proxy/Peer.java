package chat.parley.conformance.proxy;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One end of a WebSocket that checks nothing. */
final class Peer implements AutoCloseable {

    private static final List<String> REQUEST = List.of(
            "GET /ws HTTP/1.1",
            "Host: x",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Extensions: permessage-deflate");
    private static final List<String> ANSWER = List.of("HTTP/1.1 101 Switching Protocols", "Upgrade: websocket");

    final Socket socket;
    final String head;
    private final InputStream in;
    private final boolean masks;

    private Peer(Socket socket, boolean masks, List<String> hello) throws IOException {
        this.socket = socket;
        this.masks = masks;
        socket.setSoTimeout(10_000);
        in = new BufferedInputStream(socket.getInputStream());
        if (masks) {
            write(String.join("\r\n", hello) + "\r\n\r\n");
        }
        StringBuilder text = new StringBuilder();
        while (text.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("closed before the head was over: " + text);
            }
            text.append((char) next);
        }
        head = text.toString();
        if (!masks) {
            write(String.join("\r\n", hello) + "\r\n\r\n");
        }
    }

    /** Both ends of a socket through a proxy. */
    record Pair(Peer client, Peer server) implements AutoCloseable {

        static Pair through(FaultProxy proxy, ServerSocket target) throws Exception {
            @Nullable Peer[] server = new Peer[1];
            Thread accepting = Thread.ofVirtual().start(() -> {
                try {
                    server[0] = new Peer(target.accept(), false, ANSWER);
                } catch (IOException e) {
                    // Nobody comes: the client's end will say why.
                    server[0] = null;
                }
            });
            Peer client = new Peer(new Socket(InetAddress.getLoopbackAddress(), proxy.port()), true, REQUEST);
            accepting.join();
            return new Pair(client, Objects.requireNonNull(server[0]));
        }

        @Override
        public void close() {
            client.close();
            server.close();
        }
    }

    static ServerSocket target() throws IOException {
        return new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    }

    static URI url(ServerSocket target) {
        return URI.create("http://localhost:" + target.getLocalPort());
    }

    private void write(String ascii) throws IOException {
        socket.getOutputStream().write(ascii.getBytes(StandardCharsets.US_ASCII));
    }

    void text(String text) throws IOException {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(0x81);
        int mask = masks ? 0x80 : 0;
        if (payload.length < 126) {
            frame.write(mask | payload.length);
        } else {
            frame.write(mask | 126);
            frame.write(payload.length >> 8);
            frame.write(payload.length);
        }
        if (masks) {
            frame.writeBytes(new byte[] {0, 0, 0, 0});
        }
        frame.writeBytes(payload);
        socket.getOutputStream().write(frame.toByteArray());
    }

    /** The next text; null at an orderly end. */
    @Nullable
    String read() throws IOException {
        Frame frame = Frame.read(in);
        return frame == null
                ? null
                : new String(
                        frame.bytes(),
                        frame.headerBytes(),
                        frame.bytes().length - frame.headerBytes(),
                        StandardCharsets.UTF_8);
    }

    /** All that comes until the marker does. */
    List<String> readTo(String marker) throws IOException {
        List<String> texts = new ArrayList<>();
        while (true) {
            String text = read();
            if (text == null || text.equals(marker)) {
                return texts;
            }
            texts.add(text);
        }
    }

    /** Whether nothing at all comes for a moment, not even an end. */
    boolean hearsNothing() throws IOException {
        socket.setSoTimeout(200);
        try {
            in.read();
            return false;
        } catch (SocketTimeoutException e) {
            return true;
        } finally {
            socket.setSoTimeout(10_000);
        }
    }

    @Override
    public void close() {
        Passage.reset(socket);
    }
}
