package chat.parley.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.domain.ConversationId;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SyncTest {

    /** Of 15 KB: more than the kernel takes for a reader who does not read. */
    private static final int MESSAGES = 400;

    private static final Pattern SINCE = Pattern.compile("\"since\":\"([^\"]+)\"");

    @TempDir
    static Path directory;

    private static TestNode node;
    private static ConversationId group;

    @BeforeAll
    static void start() {
        node = new TestNode(directory, config -> config.withOutboxBytesMax(128 * 1024));
        group = node.group("ann", "bob");
        try (WebSocketClient ann = node.login("ann", "writer")) {
            for (int i = 0; i < MESSAGES; i++) {
                ann.text(SocketTest.send(group, "k" + i, "x".repeat(15_000)));
            }
            for (int i = 0; i < MESSAGES; i++) {
                ann.expectText("ack");
            }
        }
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void aNewDeviceIsToldWhereItsConversationsStand() {
        try (WebSocketClient bob = node.login("bob", "new")) {
            bob.text("{\"type\":\"sync\",\"id\":\"s\"}");
            assertThat(bob.expectText("synced"))
                    .contains("\"id\":\"s\"", "\"" + group + "\":{", "\"unread\":" + MESSAGES, "\"since\":")
                    .doesNotContain("partial", "reset");
        }
    }

    @Test
    void theMissedMessagesComeFirstAndInOrder() {
        try (WebSocketClient bob = node.login("bob", "back")) {
            bob.text("{\"type\":\"sync\",\"id\":\"s\",\"limit\":5,\"cursors\":{\"" + group + "\":null}}");
            for (int seq = 1; seq <= 5; seq++) {
                assertThat(bob.expectText("message")).contains("\"seq\":" + seq + ",");
            }
            assertThat(bob.expectText("synced")).contains("\"more\":true");
        }
    }

    @Test
    void theSendersOwnDevicesAreToldTheirKeys() {
        try (WebSocketClient ann = node.login("ann", "tablet")) {
            ann.text("{\"type\":\"sync\",\"limit\":2,\"cursors\":{\"" + group + "\":null}}");
            ann.expectText("message");
            assertThat(ann.expectText("message")).contains("\"client_msg_id\":\"k0\"");
        }
    }

    @Test
    void theTokenOfTheLastSyncTellsWhatIsNew() {
        try (WebSocketClient bob = node.login("bob", "token");
                WebSocketClient ann = node.login("ann", "late")) {
            bob.text("{\"type\":\"sync\"}");
            String since = since(bob.expectText("synced"));
            ConversationId other = node.group("ann", "bob", "dan");
            ann.expectText("conversation");
            ann.expectText("message");
            ann.text(SocketTest.send(other, "new", "news"));
            ann.expectText("ack");
            try (WebSocketClient again = node.login("bob", "token")) {
                again.text("{\"type\":\"sync\",\"since\":\"" + since + "\"}");
                assertThat(again.expectText("message")).contains("\"kind\":\"event\"");
                assertThat(again.expectText("message")).contains("\"text\":\"news\"");
                assertThat(again.expectText("synced")).contains(other.value()).doesNotContain(group.value());
            }
        }
    }

    @Test
    void aTokenThatIsNoneIsReset() {
        try (WebSocketClient bob = node.login("bob", "reset")) {
            bob.text("{\"type\":\"sync\",\"since\":\"nonsense\"}");
            assertThat(bob.expectText("synced")).contains("\"reset\":true");
        }
    }

    @Test
    void malformedCursorsAreNamed() {
        try (WebSocketClient bob = node.login("bob", "malformed")) {
            bob.text("{\"type\":\"sync\",\"id\":\"s\",\"cursors\":{\"" + group + "\":\"short\"}}");
            assertThat(bob.expectText("error")).contains("\"code\":\"bad_request\"", "cursors", "\"id\":\"s\"");
        }
    }

    @Test
    void oneSyncAtATimeAndTheNextOnesWaitUnlessTheyAreTooMany() {
        try (WebSocketClient bob = new WebSocketClient(node.address, 32 * 1024)) {
            bob.upgrade("/ws?device_id=many", "Authorization: Bearer bob");
            bob.expectText("ready");
            // The first one cannot end before it is read, so the others wait.
            String rest = "\"limit\":500,\"cursors\":{\"" + group + "\":null}}";
            bob.text("{\"type\":\"sync\",\"id\":\"first\"," + rest);
            for (int i = 1; i <= 17; i++) {
                bob.text("{\"type\":\"sync\",\"id\":\"" + i + "\"}");
            }
            String answers = answers(bob, 18);
            assertThat(answers)
                    .startsWith("rate_limited 17 synced first synced 1 synced 2 ")
                    .endsWith("synced 16 ");
        }
    }

    /** The outbox takes 128 KiB, the messages are 6 MB, and the reader begins late. */
    @Test
    void aSyncNeverOverflowsTheOutbox() {
        double slow = node.meter("parley.sockets.slow");
        try (WebSocketClient bob = new WebSocketClient(node.address, 32 * 1024)) {
            bob.upgrade("/ws?device_id=late", "Authorization: Bearer bob");
            bob.expectText("ready");
            bob.text("{\"type\":\"sync\",\"limit\":500,\"cursors\":{\"" + group + "\":null}}");
            while (node.meter("parley.outbox.bytes") == 0) {
                Thread.onSpinWait();
            }
            assertThat(node.meter("parley.outbox.bytes")).isLessThan(128 * 1024);
            for (int seq = 1; seq <= MESSAGES + 1; seq++) {
                assertThat(bob.expectText("message")).contains("\"seq\":" + seq + ",");
            }
            assertThat(bob.expectText("synced")).contains("\"more\":false");
        }
        assertThat(node.meter("parley.sockets.slow")).isEqualTo(slow);
    }

    @Test
    void whenTheStoreDoesNotAnswerItIsUnavailable(@TempDir Path own) {
        try (TestNode closed = new TestNode(own);
                WebSocketClient ann = closed.login("ann", "d")) {
            closed.holdPipeline();
            closed.store.close();
            ann.text("{\"type\":\"sync\",\"id\":\"s\"}");
            assertThat(ann.expectText("error"))
                    .contains("\"code\":\"unavailable\"", "\"retry_after_ms\":1000", "\"id\":\"s\"");
            ann.text("{\"type\":\"ping\"}");
            ann.expectText("pong");
            closed.letPipelineRun();
        }
    }

    @Test
    void aDamagedConversationIsNamedAndTheOthersAreTold(@TempDir Path own) {
        try (TestNode other = new TestNode(own)) {
            ConversationId whole = other.group("ann", "bob");
            ConversationId damaged = other.group("ann", "cid");
            other.damaged = damaged;
            try (WebSocketClient ann = other.login("ann", "d")) {
                ann.text("{\"type\":\"sync\",\"id\":\"s\",\"cursors\":{\"" + whole + "\":null,\"" + damaged
                        + "\":null}}");
                assertThat(ann.expectText("message")).contains(whole.value());
                assertThat(ann.expectText("synced"))
                        .contains("\"id\":\"s\"", "\"partial\":true", "\"" + whole + "\":{")
                        .doesNotContain(damaged.value(), "since");
                assertThat(ann.expectText("error"))
                        .contains("\"id\":\"s\"", "\"unavailable\"", damaged.value(), "\"retry_after_ms\":30000");
                other.damaged = null;
                ann.text("{\"type\":\"sync\"}");
                assertThat(ann.expectText("synced")).contains(damaged.value(), "since");
            }
        }
    }

    private static String answers(WebSocketClient client, int count) {
        StringBuilder answers = new StringBuilder();
        for (int i = 0; i < count; ) {
            String payload = client.next().payload();
            Matcher answer = Pattern.compile("\"type\":\"(synced|error)\",\"id\":\"(\\w+)\"")
                    .matcher(payload);
            if (answer.find()) {
                boolean limited = payload.contains("\"code\":\"rate_limited\"");
                answers.append(limited ? "rate_limited" : answer.group(1)).append(' ');
                answers.append(answer.group(2)).append(' ');
                i++;
            }
        }
        return answers.toString();
    }

    private static String since(String synced) {
        Matcher since = SINCE.matcher(synced);
        assertThat(since.find()).isTrue();
        return since.group(1);
    }
}
