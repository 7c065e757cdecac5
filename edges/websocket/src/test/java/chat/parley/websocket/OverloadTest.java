package chat.parley.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OverloadTest {

    @TempDir
    Path directory;

    @Test
    void whoComesWhileTooManyTokensAreVerifiedIsSentAway() {
        try (TestNode node = new TestNode(directory, config -> config.withLoginsMax(1));
                WebSocketClient first = node.connect();
                WebSocketClient second = node.connect()) {
            node.authenticator.mayVerify.drainPermits();
            first.upgrade("/ws?device_id=1", "Authorization: Bearer ann");
            second.upgrade("/ws?device_id=2", "Authorization: Bearer ann");
            second.expectClose(1013);
            node.authenticator.mayVerify.release(1_000);
            first.expectText("ready");
            assertThat(node.sessions.count()).isEqualTo(1);
        }
    }

    /** Somebody else's outage: the client is to come back, and not to log in anew. */
    @Test
    void whoseTokenCannotBeJudgedIsAskedToComeBack() {
        try (TestNode node = new TestNode(directory);
                WebSocketClient first = node.connect().upgrade("/ws");
                WebSocketClient ready = node.login("ann", "1")) {
            first.text("{\"type\":\"auth\",\"id\":\"a\",\"token\":\"outage\",\"device_id\":\"1\"}");
            assertThat(first.expectText("error")).contains("\"unavailable\"", "\"id\":\"a\"", "\"retry_after_ms\":");
            first.expectClose(1013);
            ready.text("{\"type\":\"auth\",\"token\":\"outage\",\"device_id\":\"1\"}");
            assertThat(ready.expectText("error")).contains("\"unavailable\"", "\"retry_after_ms\":");
            ready.text("{\"type\":\"ping\"}");
            ready.expectText("pong");
        }
    }

    /** When no more can run, one is told so, and the socket goes on. */
    @Test
    void aSyncTooManyIsUnavailable() {
        try (TestNode node = new TestNode(directory, config -> config.withSyncsMax(0));
                WebSocketClient client = node.login("ann", "1")) {
            for (int i = 0; i < 2; i++) {
                client.text("{\"type\":\"sync\",\"id\":\"" + i + "\"}");
                assertThat(client.expectText("error"))
                        .contains("\"unavailable\"", "\"id\":\"" + i + "\"", "\"retry_after_ms\":");
            }
        }
    }

    /** What ran makes room for the next. */
    @Test
    void syncsOneAfterTheOtherAreNotTooMany() {
        try (TestNode node = new TestNode(directory, config -> config.withSyncsMax(1));
                WebSocketClient client = node.login("ann", "1")) {
            for (int i = 0; i < 5; i++) {
                client.text("{\"type\":\"sync\"}");
                client.text("{\"type\":\"sync\"}");
                client.expectText("synced");
                client.expectText("synced");
            }
        }
    }

    /** A socket that goes while it is logged in is not left in the registry. */
    @Test
    void whoHangsUpWhileHisTokenIsVerifiedIsForgotten() {
        try (TestNode node = new TestNode(directory)) {
            node.authenticator.mayVerify.drainPermits();
            try (WebSocketClient client = node.connect()) {
                client.upgrade("/ws?device_id=1", "Authorization: Bearer ann");
            }
            while (node.meter("parley.sockets") > 0) {
                Thread.onSpinWait();
            }
            node.authenticator.mayVerify.release(1_000);
            try (WebSocketClient next = node.login("bob", "d")) {
                while (node.sessions.count() > 1) {
                    Thread.onSpinWait();
                }
                next.text("{\"type\":\"ping\"}");
                next.expectText("pong");
            }
        }
    }
}
