package chat.parley.tools.client;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.domain.MessageId;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FrameScanTest {

    private final FrameScan scan = new FrameScan();

    @Test
    void readsAMessageWhateverTheOrderOfItsKeys() {
        assertThat(kind(
                        "{\"seq\":42, \"text\":\"a \\\"b\\\" {c}\" ,\"from\":\"ann\",\"x\":{\"seq\":[1,{\"type\":\"}\"}]},"
                                + "\"message_id\":\"00000000000zz\",\"conversation_id\":\"g1\",\"type\":\"message\","
                                + "\"server_ts\":1700000000000,\"client_msg_id\":\"k:1\"}"))
                .isEqualTo(FrameScan.Kind.MESSAGE);
        assertThat(scan.seq()).isEqualTo(42);
        assertThat(scan.serverTs()).isEqualTo(1_700_000_000_000L);
        assertThat(scan.messageId()).isEqualTo(MessageId.parse("00000000000zz").value());
        assertThat(scan.textOf(scan.conversation())).isEqualTo("g1");
        assertThat(scan.textOf(scan.sender())).isEqualTo("ann");
        assertThat(scan.textOf(scan.clientMsgId())).isEqualTo("k:1");
        assertThat(scan.text().escaped()).isTrue();
        assertThat(scan.event()).isFalse();
    }

    @Test
    void nothingOfOneFrameIsLeftInTheNext() {
        kind("{\"type\":\"message\",\"conversation_id\":\"g1\",\"message_id\":\"0000000000001\",\"seq\":1,"
                + "\"kind\":\"event\",\"event\":{\"what\":\"created\"},\"client_msg_id\":\"k\"}");
        assertThat(scan.event()).isTrue();
        kind(
                "{\"type\":\"message\",\"conversation_id\":\"g1\",\"message_id\":\"0000000000002\",\"seq\":2,\"text\":\"t\"}");
        assertThat(scan.event()).isFalse();
        assertThat(scan.clientMsgId().length()).isZero();
    }

    @Test
    void readsAnAck() {
        assertThat(kind("{\"type\":\"ack\",\"client_msg_id\":\"k\",\"conversation_id\":\"g1\","
                        + "\"message_id\":\"0000000000001\",\"seq\":7,\"server_ts\":5,\"duplicate\":true}"))
                .isEqualTo(FrameScan.Kind.ACK);
        assertThat(scan.duplicate()).isTrue();
        assertThat(scan.seq()).isEqualTo(7);
    }

    @Test
    void leavesTheRestToTheOthers() {
        assertThat(kind("{\"type\":\"pong\"}")).isEqualTo(FrameScan.Kind.OTHER);
        assertThat(kind("{}")).isEqualTo(FrameScan.Kind.OTHER);
        assertThat(kind("{\"type\":\"message\",\"seq\":-1}")).isEqualTo(FrameScan.Kind.OTHER);
        String whole = "{\"type\":\"message\",\"conversation_id\":\"g1\",\"message_id\":\"0000000000002\",\"seq\":2,"
                + "\"from\":\"a\",\"text\":\"t\\\\\",\"media_ids\":[\"m\"],\"server_ts\":3}";
        assertThat(kind(whole)).isEqualTo(FrameScan.Kind.MESSAGE);
        for (int length = 0; length < whole.length(); length++) {
            assertThat(kind(whole.substring(0, length))).isEqualTo(FrameScan.Kind.OTHER);
        }
    }

    private FrameScan.Kind kind(String json) {
        byte[] bytes = ("xx" + json + "yy").getBytes(StandardCharsets.UTF_8);
        return scan.scan(bytes, 2, bytes.length - 4);
    }
}
