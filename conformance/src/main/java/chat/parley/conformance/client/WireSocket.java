package chat.parley.conformance.client;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;

/** A WebSocket (RFC 6455) that sends whatever it is told, broken frames too, and looks closely at what it gets. */
final class WireSocket implements Closeable {

    static final int TEXT = 0x81;
    static final int CLOSE = 0x88;
    static final int PING = 0x89;
    static final int PONG = 0x8a;

    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
    private static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";
    private static final byte[] MASK = {0x11, 0x22, 0x33, 0x44};
    private static final int MESSAGE_BYTES_MAX = 64 * 1024 * 1024;

    /** Who hears what comes; called on the reading thread. */
    interface Ears {
        void text(String text);

        void ping();

        void pong(String payload);

        /** @param code 1006 for an end without a close frame, as RFC 6455 has it */
        void closed(int code);

        /** The server broke RFC 6455. */
        void broken(String how);
    }

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private volatile boolean answersPings = true;

    private WireSocket(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        this.out = socket.getOutputStream();
    }

    /**
     * Asks for the upgrade.
     *
     * @param refused is told status and head when the answer is no upgrade
     * @return not reading yet
     */
    static WireSocket open(Address address, String query, Map<String, String> headers, Consumer<String> refused)
            throws IOException {
        WireSocket wire = new WireSocket(address.connect());
        StringBuilder request = new StringBuilder("GET " + address.path() + "/ws" + query + " HTTP/1.1\r\nHost: "
                + address.authority() + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: " + KEY + "\r\n");
        headers.forEach(
                (name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
        try {
            wire.raw(request.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
            wire.socket.setSoTimeout(15_000);
            String head = wire.readHead();
            if (!head.startsWith("HTTP/1.1 101") || !head.contains(ACCEPT)) {
                wire.socket.close();
                refused.accept(head);
            }
            wire.socket.setSoTimeout(0);
            return wire;
        } catch (IOException | RuntimeException e) {
            wire.socket.close();
            throw e;
        }
    }

    void read(Ears ears) {
        Thread.ofVirtual().start(() -> readAll(ears));
    }

    void answerPings(boolean yes) {
        answersPings = yes;
    }

    /** A masked frame. */
    void frame(int firstByte, byte[] payload) throws IOException {
        raw(masked(firstByte, payload));
    }

    void raw(byte[] bytes) throws IOException {
        synchronized (out) {
            out.write(bytes);
            out.flush();
        }
    }

    static byte[] masked(int firstByte, byte[] payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(firstByte);
        if (payload.length < 126) {
            frame.write(0x80 | payload.length);
        } else if (payload.length < 65_536) {
            frame.write(0x80 | 126);
            frame.write(payload.length >> 8);
            frame.write(payload.length);
        } else {
            frame.write(0x80 | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                frame.write((int) ((long) payload.length >> shift));
            }
        }
        frame.writeBytes(MASK);
        for (int i = 0; i < payload.length; i++) {
            frame.write(payload[i] ^ MASK[i & 3]);
        }
        return frame.toByteArray();
    }

    private void readAll(Ears ears) {
        int code = 1006;
        try {
            ByteArrayOutputStream fragments = new ByteArrayOutputStream();
            boolean inMessage = false;
            while (true) {
                int first = in.readUnsignedByte();
                int opcode = first & 15;
                byte[] payload = payload(ears);
                if ((first & 0x70) != 0) {
                    ears.broken("reserved bits in a frame");
                }
                switch (opcode) {
                    case 0, 1 -> {
                        if (inMessage != (opcode == 0)) {
                            ears.broken("a fragment out of place");
                        }
                        fragments.writeBytes(payload);
                        inMessage = (first & 0x80) == 0;
                        if (!inMessage) {
                            ears.text(fragments.toString(StandardCharsets.UTF_8));
                            fragments.reset();
                        }
                    }
                    case 8 -> {
                        code = payload.length < 2 ? 1005 : (payload[0] & 0xff) << 8 | (payload[1] & 0xff);
                        frame(CLOSE, payload);
                        return;
                    }
                    case 9 -> {
                        ears.ping();
                        if (answersPings) {
                            frame(PONG, payload);
                        }
                    }
                    case 10 -> ears.pong(new String(payload, StandardCharsets.UTF_8));
                    default -> ears.broken("a frame of opcode " + opcode);
                }
            }
        } catch (IOException e) {
            // The end: told below.
        } finally {
            ears.closed(code);
        }
    }

    private byte[] payload(Ears ears) throws IOException {
        int second = in.readUnsignedByte();
        if ((second & 0x80) != 0) {
            ears.broken("a masked frame from a server");
        }
        long length = second & 0x7f;
        length = length == 126 ? in.readUnsignedShort() : length == 127 ? in.readLong() : length;
        if (length < 0 || length > MESSAGE_BYTES_MAX) {
            throw new EOFException("a frame of " + length + " bytes");
        }
        byte[] payload = new byte[(int) length];
        in.readFully(payload);
        return payload;
    }

    private String readHead() throws IOException {
        StringBuilder head = new StringBuilder();
        InputStream bytes = in;
        while (head.indexOf("\r\n\r\n") < 0 && head.length() < 32 * 1024) {
            int next = bytes.read();
            if (next < 0) {
                break;
            }
            head.append((char) next);
        }
        return head.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
