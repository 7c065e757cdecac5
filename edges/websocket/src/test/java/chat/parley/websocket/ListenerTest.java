package chat.parley.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.domain.ConversationId;
import chat.parley.wire.ServerFrames;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A conversation over real sockets. */
final class ListenerTest {

    @TempDir
    Path directory;

    @Test
    void sendsAreAckedAndDelivered() throws Exception {
        try (TestNode node = new TestNode(directory)) {
            ConversationId group = node.group("ann", "bob");
            try (WebSocketClient ann = node.login("ann", "phone");
                    WebSocketClient bob = node.login("bob", "phone");
                    WebSocketClient tablet = node.login("ann", "tablet")) {
                ann.text("{\"type\":\"send\",\"id\":\"7\",\"conversation_id\":\"" + group
                        + "\",\"client_msg_id\":\"k1\",\"text\":\"hello\"}");

                assertThat(ann.expectText("ack"))
                        .contains("\"id\":\"7\"", "\"client_msg_id\":\"k1\"", "\"seq\":2")
                        .doesNotContain("duplicate");
                assertThat(bob.expectText("message"))
                        .contains("\"text\":\"hello\"", "\"seq\":2", "\"from\":\"ann\"")
                        .doesNotContain("client_msg_id");
                assertThat(tablet.expectText("message")).contains("\"client_msg_id\":\"k1\"");
            }
        }
    }

    /** What is told between the registration and ready is not lost, and comes behind ready. */
    @Test
    void whatIsDeliveredBeforeReadyComesAfterIt() {
        try (TestNode node = new TestNode(directory)) {
            node.registry.mayReturn.drainPermits();
            try (WebSocketClient ann = node.connect().upgrade("/ws?device_id=d", "Authorization: Bearer ann")) {
                while (node.sessions.count() == 0) {
                    Thread.onSpinWait();
                }
                node.sessions.tellAll(new ServerFrames().resync(Duration.ofSeconds(1)));
                node.sessions.tellAll(new ServerFrames().resync(Duration.ofSeconds(2)));
                ann.text("{\"type\":\"ping\"}");
                ann.expectText("error");
                node.registry.mayReturn.release(1_000);
                ann.expectText("ready");
                assertThat(ann.expectText("resync")).contains("1000");
                assertThat(ann.expectText("resync")).contains("2000");
            }
        }
    }
}
