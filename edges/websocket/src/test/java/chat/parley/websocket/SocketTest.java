package chat.parley.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.domain.ConversationId;
import chat.parley.domain.UserId;
import chat.parley.pipeline.Command;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an authenticated socket answers, and what ends it. */
final class SocketTest {

    @TempDir
    static Path directory;

    private static TestNode node;
    private static ConversationId group;

    @BeforeAll
    static void start() {
        node = new TestNode(directory);
        group = node.group("ann", "bob");
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void sendsAreAckedInTheirOrderAndARepeatedOneIsADuplicate() {
        try (WebSocketClient ann = node.login("ann", "sends")) {
            for (int i = 0; i < 100; i++) {
                ann.text(send(group, "order-" + i, "x"));
            }
            for (int i = 0; i < 100; i++) {
                assertThat(ann.expectText("ack")).contains("\"client_msg_id\":\"order-" + i + "\"");
            }
            ann.text(send(group, "order-0", "x"));
            assertThat(ann.expectText("ack")).contains("\"duplicate\":true");
            ann.text(send(group, "order-0", "y"));
            assertThat(ann.expectText("error")).contains("\"code\":\"conflict\"", "\"client_msg_id\":\"order-0\"");
        }
    }

    @Test
    void strangersAreToldThatThereIsNothing() {
        try (WebSocketClient eve = node.login("eve", "d")) {
            eve.text(send(group, "k", "x").replace("{", "{\"id\":\"7\","));
            assertThat(eve.expectText("error"))
                    .contains("\"code\":\"not_found\"", "\"client_msg_id\":\"k\"", "\"id\":\"7\"");
        }
    }

    /** A send from before, repeated, is still the duplicate of what was stored. */
    @Test
    void whoHasLeftIsForbiddenButForWhatHeSentBefore() {
        ConversationId other = node.group("ann", "carl");
        try (WebSocketClient carl = node.login("carl", "d")) {
            carl.text(send(other, "stays", "x"));
            carl.expectText("ack");
            UserId user = new UserId("carl");
            node.submit(new Command.RemoveMember(other, user, user));
            assertThat(carl.expectText("conversation")).contains("\"removed\":true");
            carl.text(send(other, "late", "x"));
            assertThat(carl.expectText("error")).contains("\"code\":\"forbidden\"", "\"client_msg_id\":\"late\"");
            carl.text(send(other, "stays", "x"));
            assertThat(carl.expectText("ack")).contains("\"duplicate\":true");
        }
    }

    @Test
    void pingsOfBothKindsAreAnswered() {
        try (WebSocketClient ann = node.login("ann", "pings")) {
            ann.text("{\"type\":\"ping\",\"id\":\"p\"}");
            assertThat(ann.expectText("pong")).contains("\"id\":\"p\"");
            ann.frame(Opcode.FIN | Opcode.PING, "payload".getBytes(StandardCharsets.UTF_8));
            assertThat(ann.next()).isEqualTo(new WebSocketClient.Frame(Opcode.PONG, "payload"));
        }
    }

    @Test
    void badFramesAreAnsweredAndTheSocketGoesOn() {
        try (WebSocketClient ann = node.login("ann", "bad")) {
            ann.text("[]");
            assertThat(ann.expectText("error")).contains("\"code\":\"bad_request\"");
            ann.text(send(group, "too-large", "x".repeat(16 * 1024 + 1)));
            assertThat(ann.expectText("error")).contains("\"code\":\"too_large\"", "\"client_msg_id\":\"too-large\"");
            ann.text("{\"type\":\"from-the-future\"}");
            ann.text("{\"type\":\"ping\"}");
            ann.expectText("pong");
        }
    }

    @Test
    void aThousandBadFramesAreTooMany() {
        try (WebSocketClient ann = node.login("ann", "broken")) {
            for (int i = 0; i < ClientSocket.BAD_FRAMES_MAX; i++) {
                ann.text("{}");
            }
            for (int i = 0; i < ClientSocket.BAD_FRAMES_MAX; i++) {
                ann.expectText("error");
            }
            ann.expectClose(1008);
        }
    }

    @Test
    void violationsCloseWithTheirCode() {
        expectViolation(1003, ann -> ann.frame(Opcode.FIN | Opcode.BINARY, new byte[5]));
        expectViolation(1007, ann -> ann.frame(Opcode.FIN | Opcode.TEXT, new byte[] {(byte) 0xC0, (byte) 0x80}));
        expectViolation(1009, ann -> ann.frame(Opcode.FIN | Opcode.TEXT, new byte[65_537]));
        expectViolation(1002, ann -> ann.raw(new byte[] {(byte) 0x81, 1, 'x'}));
    }

    private static void expectViolation(int code, java.util.function.Consumer<WebSocketClient> violation) {
        try (WebSocketClient ann = node.login("ann", "violation")) {
            violation.accept(ann);
            ann.expectClose(code);
        }
    }

    @Test
    void aTextOf64KiBIsRead() {
        try (WebSocketClient ann = node.login("ann", "large")) {
            String padding = "x".repeat(65_536 - "{\"type\":\"ping\",\"p\":\"\"}".length());
            ann.text("{\"type\":\"ping\",\"p\":\"" + padding + "\"}");
            ann.expectText("pong");
        }
    }

    @Test
    void theClientsCloseIsAnsweredWithItsCode() {
        try (WebSocketClient ann = node.login("ann", "polite")) {
            ann.frame(Opcode.FIN | Opcode.CLOSE, new byte[] {0x0F, (byte) 0xA0});
            ann.expectClose(4000);
        }
        try (WebSocketClient ann = node.login("ann", "brief")) {
            ann.frame(Opcode.FIN | Opcode.CLOSE, new byte[0]);
            ann.expectClose(FrameHandler.NO_CODE);
        }
    }

    static String send(ConversationId conversation, String key, String text) {
        return "{\"type\":\"send\",\"conversation_id\":\"" + conversation + "\",\"client_msg_id\":\"" + key
                + "\",\"text\":\"" + text + "\"}";
    }
}
