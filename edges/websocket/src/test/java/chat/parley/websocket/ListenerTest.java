package chat.parley.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.domain.ConversationId;
import java.nio.file.Path;
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
}
