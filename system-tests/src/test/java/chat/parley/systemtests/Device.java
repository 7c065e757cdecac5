package chat.parley.systemtests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** One device of a user on the JDK's WebSocket: what it got is kept, and asked for. */
final class Device implements AutoCloseable {

    static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration WAIT_MAX = Duration.ofSeconds(20);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final BlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final List<JsonNode> passed = new ArrayList<>();
    private final WebSocket socket;

    private Device(URI server, String deviceQuery, String token) {
        var builder = HTTP.newWebSocketBuilder().connectTimeout(WAIT_MAX);
        if (!token.isEmpty()) {
            builder.header("Authorization", "Bearer " + token);
        }
        URI address = URI.create("ws://localhost:" + server.getPort() + "/ws" + deviceQuery);
        this.socket = builder.buildAsync(address, new Reader()).join();
    }

    /** A socket that has not said who it is. */
    static Device stranger(RunningServer server) {
        return new Device(server.url(), "", "");
    }

    static Device withToken(RunningServer server, String device, String token) {
        return new Device(server.url(), "?device_id=" + device, token);
    }

    /** A user's device, connected and told {@code ready}. */
    static Device of(RunningServer server, String user, String device) {
        Device connected = withToken(server, device, Tokens.of(user));
        connected.await("ready");
        return connected;
    }

    Device send(String frame) {
        socket.sendText(frame, true).orTimeout(20, TimeUnit.SECONDS).join();
        return this;
    }

    Device sendBinary(byte[] bytes) {
        socket.sendBinary(ByteBuffer.wrap(bytes), true)
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
        return this;
    }

    /** Sends a message, without waiting for its ack. */
    Device say(String conversation, String key, String text) {
        return send(JSON.createObjectNode()
                .put("type", "send")
                .put("conversation_id", conversation)
                .put("client_msg_id", key)
                .put("text", text)
                .toString());
    }

    /** The ack of a message that was just sent. */
    JsonNode acked(String conversation, String key, String text) {
        say(conversation, key, text);
        return await(f -> f.path("client_msg_id").asText().equals(key) && (is(f, "ack") || is(f, "error")));
    }

    JsonNode await(String type) {
        return await(f -> is(f, type));
    }

    /** The next frame that fits; others are passed over, and kept in {@link #passed}. */
    JsonNode await(Predicate<JsonNode> wanted) {
        long deadline = System.nanoTime() + WAIT_MAX.toNanos();
        while (true) {
            try {
                JsonNode frame = frames.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (frame == null) {
                    throw new AssertionError("it did not come; there came " + passed + ", closed with "
                            + (closed.isDone() ? closed.join() : "nothing"));
                }
                if (wanted.test(frame)) {
                    return frame;
                }
                passed.add(frame);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }
    }

    /** Everything up to the answer to a ping: nothing sent before it can come later. */
    List<JsonNode> soFar() {
        send("{\"type\":\"ping\",\"id\":\"so-far\"}");
        passed.clear();
        await(f -> is(f, "pong") && f.path("id").asText().equals("so-far"));
        return List.copyOf(passed);
    }

    /** What came and was not awaited; all there will be, once the socket is closed. */
    List<JsonNode> remaining() {
        List<JsonNode> rest = new ArrayList<>(passed);
        frames.drainTo(rest);
        return rest;
    }

    int closeCode() {
        return closed.orTimeout(WAIT_MAX.toSeconds(), TimeUnit.SECONDS).join();
    }

    static boolean is(JsonNode frame, String type) {
        return frame.path("type").asText().equals(type);
    }

    @Override
    public void close() {
        socket.abort();
    }

    private final class Reader implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                try {
                    frames.add(JSON.readTree(text.toString()));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                text.setLength(0);
            }
            webSocket.request(1);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
            closed.complete(code);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            closed.complete(1006);
        }
    }
}
