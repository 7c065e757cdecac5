package chat.parley.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens by itself, with short times. */
final class TimeTest {

    @TempDir
    Path directory;

    @Test
    void whoSendsNoAuthInTimeIsClosed() {
        try (TestNode node = new TestNode(directory, config -> times(config, 64_000, 100));
                WebSocketClient client = node.connect().upgrade("/ws")) {
            client.text("{\"type\":\"ping\"}");
            client.expectText("error");
            client.expectClose(4408);
        }
    }

    @Test
    void whoIsSilentIsDroppedAndWhoAnswersPingsIsNot() throws InterruptedException {
        try (TestNode node = new TestNode(directory, config -> times(config, 128, 10_000));
                WebSocketClient silent = node.login("ann", "silent");
                WebSocketClient alive = node.login("ann", "alive")) {
            for (int i = 0; i < 8; i++) {
                assertThat(alive.nextOfAll().opcode()).isEqualTo(Opcode.PING);
                alive.frame(Opcode.FIN | Opcode.PONG, new byte[0]);
            }
            silent.expectClose(1001);
            assertThat(node.left.poll(5, TimeUnit.SECONDS)).isEqualTo("silent may have missed something");
            alive.text("{\"type\":\"ping\"}");
            alive.expectText("pong");
            alive.frame(Opcode.FIN | Opcode.CLOSE, new byte[0]);
            assertThat(node.left.poll(5, TimeUnit.SECONDS)).isEqualTo("alive is gone");
        }
    }

    /** Half a frame is no reason to wait longer. */
    @Test
    void whoFallsSilentWithinAFrameIsDropped() {
        try (TestNode node = new TestNode(directory, config -> times(config, 64, 10_000));
                WebSocketClient client = node.login("ann", "half")) {
            client.raw(new byte[] {(byte) 0x81, (byte) 0x85, 1, 2, 3, 4, 5});
            client.expectClose(1001);
        }
    }

    @Test
    void aSocketEndsWithItsTokenUnlessAFreshOneCame() {
        try (TestNode node = new TestNode(directory);
                // The leeway is five seconds.
                WebSocketClient renewed = node.login("ann/PT-4.5S", "renewed");
                WebSocketClient ended = node.login("ann/PT-4.5S", "ended")) {
            renewed.text("{\"type\":\"auth\",\"token\":\"ann\",\"device_id\":\"renewed\"}");
            renewed.expectText("ready");
            assertThat(ended.expectClose(4401)).isEqualTo("the token has expired");
            renewed.text("{\"type\":\"ping\"}");
            renewed.expectText("pong");
        }
    }

    private static ListenerConfig times(ListenerConfig config, long heartbeatMillis, long authMillis) {
        return config.withHeartbeat(Duration.ofMillis(heartbeatMillis)).withAuthTimeout(Duration.ofMillis(authMillis));
    }
}
