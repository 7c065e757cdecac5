package chat.parley.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The server's end of one WebSocket. */
final class ScriptedSocket {

    private static final JsonObject END = JsonObject.EMPTY;

    final String token;
    final String path;
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final BlockingQueue<JsonObject> heard = new LinkedBlockingQueue<>();
    private volatile boolean answersPings = true;

    private ScriptedSocket(Socket socket, InputStream in, String token, String path) throws IOException {
        this.socket = socket;
        this.in = in;
        this.out = socket.getOutputStream();
        this.token = token;
        this.path = path;
    }

    static ScriptedSocket open(Socket socket, InputStream in, Map<String, String> headers, String path)
            throws IOException {
        String token = headers.getOrDefault("authorization", "").replace("Bearer ", "");
        ScriptedSocket opened = new ScriptedSocket(socket, in, token, path);
        opened.out.write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Accept: " + accept(headers.getOrDefault("sec-websocket-key", ""))
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        Thread.ofVirtual().start(opened::listen);
        return opened;
    }

    void ready(String user, long heartbeatMillis) {
        say("""
                {"type":"ready","user_id":"%s","device_id":"d","server_ts":%d,"heartbeat_ms":%d}""".formatted(user, System.currentTimeMillis(), heartbeatMillis));
    }

    /** Waits for a sync, and answers that this is where the conversations stand. */
    JsonObject answerSync(String conversations, String since) throws InterruptedException {
        JsonObject sync = hears("sync");
        say("""
                {"type":"synced","conversations":%s,"since":"%s","id":"%s"}""".formatted(conversations, since, sync.text("id")));
        return sync;
    }

    void ack(JsonObject send, long seq) {
        say("""
                {"type":"ack","client_msg_id":"%s","conversation_id":"%s","message_id":"%s","seq":%d,"server_ts":1}""".formatted(send.text("client_msg_id"), send.text("conversation_id"), id(seq), seq));
    }

    void message(String conversation, long seq) {
        say(messageJson(conversation, seq));
    }

    static String messageJson(String conversation, long seq) {
        return """
                {"type":"message","conversation_id":"%s","message_id":"%s","seq":%d,"from":"bob","text":"%d","server_ts":1}""".formatted(conversation, id(seq), seq, seq);
    }

    static String id(long seq) {
        return String.format("%013d", seq);
    }

    /** The next frame of a type; others are let pass. */
    JsonObject hears(String type) throws InterruptedException {
        while (true) {
            JsonObject frame = Objects.requireNonNull(heard.poll(30, TimeUnit.SECONDS), "did not hear " + type);
            if (frame.equals(END)) {
                throw new AssertionError("the client has gone, waiting for " + type);
            }
            if (frame.text("type").equals(type)) {
                return frame;
            }
        }
    }

    /** Waits until the client has gone. */
    void gone() throws InterruptedException {
        while (!Objects.requireNonNull(heard.poll(30, TimeUnit.SECONDS), "the client stays")
                .equals(END)) {
            // What it said before.
        }
    }

    /** From now on the other side is dead, but the socket stays. */
    void falsified() {
        answersPings = false;
    }

    synchronized void say(String json) {
        write(frame(1, json.getBytes(StandardCharsets.UTF_8)));
    }

    synchronized void close(int code) {
        write(frame(8, ByteBuffer.allocate(2).putShort((short) code).array()));
    }

    /** Ends the TCP connection. */
    void cut() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the TCP connection in the middle of a frame. */
    synchronized void cutWithin(String json) {
        byte[] whole = frame(1, json.getBytes(StandardCharsets.UTF_8));
        write(Arrays.copyOf(whole, whole.length / 2));
        cut();
    }

    private void write(byte[] bytes) {
        try {
            out.write(bytes);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void listen() {
        try {
            while (true) {
                int head = in.read();
                int size = in.read() & 0x7f;
                if (head < 0) {
                    break;
                }
                if (size == 126) {
                    size = in.read() << 8 | in.read();
                } else if (size == 127) {
                    size = (int) ByteBuffer.wrap(in.readNBytes(8)).getLong();
                }
                byte[] mask = in.readNBytes(4);
                byte[] payload = in.readNBytes(size);
                for (int i = 0; i < payload.length; i++) {
                    payload[i] ^= mask[i & 3];
                }
                hear(head & 0xf, payload);
            }
        } catch (IOException e) {
            // Gone as well.
        }
        heard.add(END);
    }

    private void hear(int opcode, byte[] payload) throws IOException {
        if (opcode == 1) {
            JsonObject frame = Json.parse(new String(payload, StandardCharsets.UTF_8));
            if (frame.text("type").equals("ping") && answersPings) {
                say("{\"type\":\"pong\"}");
            }
            heard.add(frame);
        }
    }

    private static byte[] frame(int opcode, byte[] payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(0x80 | opcode);
        if (payload.length < 126) {
            frame.write(payload.length);
        } else {
            frame.write(126);
            frame.write(payload.length >> 8);
            frame.write(payload.length);
        }
        frame.writeBytes(payload);
        return frame.toByteArray();
    }

    private static String accept(@Nullable String key) {
        try {
            byte[] sum = MessageDigest.getInstance("SHA-1")
                    .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(sum);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
