package chat.parley.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.domain.ConversationId;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who does not read holds up nobody. */
final class SlowReaderTest {

    @TempDir
    Path directory;

    @Test
    void whoDoesNotReadIsClosedWith1013AndTheOthersGetEverything() {
        try (TestNode node = new TestNode(directory, config -> config.withOutboxBytesMax(256 * 1024))) {
            ConversationId group = node.group("ann", "bob", "carl");
            try (WebSocketClient slow = new WebSocketClient(node.address, 4 * 1024);
                    WebSocketClient fast = node.login("bob", "fast");
                    WebSocketClient ann = node.login("ann", "d")) {
                slow.upgrade("/ws?device_id=slow", "Authorization: Bearer carl");
                slow.expectText("ready");
                int sent = 0;
                while (node.meter("parley.sockets.slow") == 0) {
                    ann.text(SocketTest.send(group, "k" + sent, "x".repeat(15_000)));
                    ann.expectText("ack");
                    assertThat(fast.expectText("message")).contains("\"seq\":" + (sent + 2) + ",");
                    sent++;
                }
                assertThat(slow.closeCode()).isEqualTo(1013);
                assertThat(node.meter("parley.outbox.bytes")).isZero();
                ann.text(SocketTest.send(group, "last", "x"));
                ann.expectText("ack");
                fast.expectText("message");
            }
        }
    }

    @Test
    void whoReadsNoAnswersToHisPingsIsClosedToo() throws Exception {
        try (TestNode node = new TestNode(directory, config -> config.withOutboxBytesMax(64 * 1024));
                WebSocketClient client = new WebSocketClient(node.address, 4 * 1024)) {
            client.upgrade("/ws?device_id=slow", "Authorization: Bearer ann");
            client.expectText("ready");
            Thread flood = Thread.ofVirtual().start(() -> {
                byte[] pings = new byte[0];
                for (int i = 0; i < 1_000; i++) {
                    pings = Heard.join(pings, WebSocketClient.masked(Opcode.FIN | Opcode.PING, new byte[125]));
                }
                while (node.meter("parley.sockets.slow") == 0) {
                    client.raw(pings);
                }
            });
            flood.join();
            assertThat(client.closeCode()).isEqualTo(1013);
        }
    }

    /** More sends than may be under way: the socket is not read until some are answered, and none is lost. */
    @Test
    void whoSendsFasterThanIsStoredIsHeldBack() throws Exception {
        int sends = 2_000;
        try (TestNode node = new TestNode(directory, config -> config.withSendsMax(8))) {
            ConversationId group = node.group("ann", "bob");
            try (WebSocketClient ann = node.login("ann", "d")) {
                node.holdPipeline();
                Thread sender = Thread.ofVirtual().start(() -> {
                    for (int i = 0; i < sends; i++) {
                        ann.text(SocketTest.send(group, "k" + i, "x".repeat(1_000)));
                    }
                });
                while (node.gateway.waitingCount() < 8) {
                    Thread.onSpinWait();
                }
                assertThat(node.gateway.waitingCount()).isEqualTo(8);
                node.letPipelineRun();
                for (int i = 0; i < sends; i++) {
                    assertThat(ann.expectText("ack")).contains("\"client_msg_id\":\"k" + i + "\"");
                }
                sender.join();
            }
        }
    }
}
