package chat.parley.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.domain.ConversationId;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The JDK's client, over each transport that there is. */
final class TransportTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @MethodSource("available")
    void aClientOfAnotherMakeLogsInSendsAndCloses(Transport transport) throws Exception {
        HttpClient http = HttpClient.newHttpClient();
        // Not its close(), which waits for the socket even when the test has failed.
        try (TestNode node = new TestNode(directory, config -> config.withTransport(transport));
                AutoCloseable _ = http::shutdownNow) {
            ConversationId group = node.group("ann", "bob");
            BlockingQueue<String> heard = new LinkedBlockingQueue<>();
            WebSocket socket = http.newWebSocketBuilder()
                    .header("Authorization", "Bearer ann")
                    .buildAsync(
                            URI.create("ws://127.0.0.1:" + node.address.getPort() + "/ws?device_id=jdk"),
                            new Listening(heard))
                    .join();
            assertThat(heard.take()).startsWith("{\"type\":\"ready\"");
            String text = "é😀".repeat(1_000);
            socket.sendText(SocketTest.send(group, "k", text), true).join();
            assertThat(heard.take()).startsWith("{\"type\":\"ack\"");
            socket.sendText("{\"type\":\"sync\",\"cursors\":{\"" + group + "\":null}}", true)
                    .join();
            assertThat(heard.take()).contains("\"kind\":\"event\"");
            assertThat(heard.take()).contains("\"text\":\"" + text + "\"");
            assertThat(heard.take()).startsWith("{\"type\":\"synced\"");
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "bye").join();
            assertThat(heard.take()).isEqualTo("close 1000");
            if (transport != Transport.BEST) {
                assertThat(node.listener.transport()).isEqualTo(transport);
            }
        }
    }

    /** Containers often forbid io_uring. */
    static Stream<Transport> available() {
        return Stream.of(Transport.values()).filter(transport -> Transports.whyNot(transport) == null);
    }

    private static final class Listening implements WebSocket.Listener {

        private final BlockingQueue<String> heard;
        private final StringBuilder parts = new StringBuilder();

        Listening(BlockingQueue<String> heard) {
            this.heard = heard;
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            parts.append(data);
            if (last) {
                heard.add(parts.toString());
                parts.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            heard.add("close " + code);
            return null;
        }
    }
}
