package chat.parley.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.domain.UserId;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A login ends while a socket comes in by it, at each point of its way: it is closed, and is never ready. */
final class LogoutTest {

    private static final String AUTH =
            "{\"type\":\"auth\",\"id\":\"%s\",\"token\":\"ann/PT1H/%s\",\"device_id\":\"phone\"}";

    @TempDir
    Path directory;

    private TestNode node;

    @BeforeEach
    void open() {
        node = new TestNode(directory);
    }

    @AfterEach
    void close() {
        node.close();
    }

    /** Its token was found good, and the logout found no socket. */
    @Test
    void betweenItsTokenAndItsRegistration() {
        try (WebSocketClient client = node.connect().upgrade("/ws")) {
            node.endLogin("ann", "l1");
            client.text(AUTH.formatted("a", "l1"));
            expectClosed(client);
        }
    }

    @Test
    void betweenItsRegistrationAndReady() {
        node.registry.mayReturn.drainPermits();
        try (WebSocketClient client = node.connect().upgrade("/ws")) {
            client.text(AUTH.formatted("a", "l1"));
            while (node.registry.connections(new UserId("ann")).isEmpty()) {
                Thread.onSpinWait();
            }
            node.endLogin("ann", "l1");
            node.registry.mayReturn.release(1_000_000);
            expectClosed(client);
        }
    }

    @Test
    void whenItIsReady() {
        try (WebSocketClient client = node.connect().upgrade("/ws");
                WebSocketClient other = node.login("ann", "of-no-login")) {
            client.text(AUTH.formatted("a", "l1"));
            client.expectText("ready");
            node.endLogin("ann", "l2");
            client.text("{\"type\":\"ping\"}");
            client.expectText("pong");
            node.endLogin("ann", "l1");
            assertThat(client.expectClose(4401)).isEqualTo("the login has ended");
            other.text("{\"type\":\"ping\"}");
            other.expectText("pong");
        }
    }

    /** The logout of the later login could not know that the socket is of it. */
    @Test
    void whileALaterTokenIsVerified() {
        try (WebSocketClient client = node.connect().upgrade("/ws")) {
            client.text(AUTH.formatted("a", "l1"));
            client.expectText("ready");
            node.endLogin("ann", "l2");
            client.text(AUTH.formatted("b", "l2"));
            assertThat(client.expectText("error")).contains("\"unauthorized\"", "\"id\":\"b\"");
            expectClosed(client);
        }
    }

    /** And of the login before, when the socket is of another by now. */
    @Test
    void aSocketIsOfItsLastLogin() {
        try (WebSocketClient client = node.connect().upgrade("/ws")) {
            client.text(AUTH.formatted("a", "l1"));
            client.expectText("ready");
            client.text(AUTH.formatted("b", "l2"));
            client.expectText("ready");
            node.endLogin("ann", "l1");
            client.text("{\"type\":\"ping\"}");
            client.expectText("pong");
            node.endLogin("ann", "l2");
            expectClosed(client);
        }
    }

    private void expectClosed(WebSocketClient client) {
        client.expectClose(4401);
        while (node.sessions.count() > 0
                || !node.registry.connections(new UserId("ann")).isEmpty()) {
            Thread.onSpinWait();
        }
    }
}
