package chat.parley.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.parley.domain.ConversationId;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DrainTest {

    @TempDir
    Path directory;

    @Test
    void sendsUnderWayAreAnsweredBeforeTheGoodbye() throws Exception {
        try (TestNode node = new TestNode(directory)) {
            ConversationId group = node.group("ann", "bob");
            Thread ended;
            try (WebSocketClient busy = node.login("ann", "busy");
                    WebSocketClient idle = node.login("bob", "idle");
                    WebSocketClient newcomer = node.connect().upgrade("/ws")) {
                node.holdPipeline();
                busy.text(SocketTest.send(group, "k", "x"));
                while (node.gateway.waitingCount() == 0) {
                    Thread.onSpinWait();
                }
                Thread drain = Thread.ofVirtual().start(() -> node.listener.drain(Duration.ofSeconds(10)));

                idle.expectClose(1012);
                newcomer.expectClose(1012);
                busy.text("{\"type\":\"ping\"}");
                busy.expectText("pong");
                busy.text(SocketTest.send(group, "late", "x"));
                assertThat(busy.expectText("error")).contains("\"code\":\"unavailable\"", "\"client_msg_id\":\"late\"");
                assertThatThrownBy(node::connect).hasRootCauseInstanceOf(java.net.ConnectException.class);
                node.letPipelineRun();
                assertThat(busy.expectText("ack")).contains("\"client_msg_id\":\"k\"");
                busy.expectClose(1012);
                ended = drain;
            }
            ended.join();
            assertThat(node.meter("parley.sockets")).isZero();
        }
    }

    @Test
    void itWaitsForNobodyLongerThanItIsTold() {
        try (TestNode node = new TestNode(directory)) {
            ConversationId group = node.group("ann", "bob");
            try (WebSocketClient busy = node.login("ann", "busy")) {
                node.holdPipeline();
                busy.text(SocketTest.send(group, "k", "x"));
                while (node.gateway.waitingCount() == 0) {
                    Thread.onSpinWait();
                }
                node.listener.drain(Duration.ofMillis(50));
                assertThat(node.meter("parley.sockets")).isEqualTo(1);
                node.letPipelineRun();
            }
        }
    }
}
