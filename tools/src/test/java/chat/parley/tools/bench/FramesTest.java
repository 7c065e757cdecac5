package chat.parley.tools.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FramesTest {

    @Test
    void aSendCarriesItsTimeAsIdAndInItsText() {
        String frame = new String(new SendFrame("conversation").at(0x1234_5678_9abcL), StandardCharsets.US_ASCII);

        assertThat(frame)
                .startsWith("{\"type\":\"send\",\"conversation_id\":\"conversation\","
                        + "\"client_msg_id\":\"0000123456789abc\",\"text\":\"0000123456789abc ")
                .endsWith("\"}");
        int text = frame.indexOf("\"text\":\"") + 8;
        assertThat(frame.length() - text - 2).isEqualTo(SendFrame.TEXT_BYTES);
        byte[] bytes = frame.getBytes(StandardCharsets.US_ASCII);
        assertThat(SendFrame.timeAt(bytes, text, bytes.length - text)).isEqualTo(0x1234_5678_9abcL);
    }

    @Test
    void twoSendsOfOneTimeHaveTwoIds() {
        SendFrame frame = new SendFrame("c");
        String one = new String(frame.at(7), StandardCharsets.US_ASCII);

        assertThat(new String(frame.at(7), StandardCharsets.US_ASCII)).isNotEqualTo(one);
    }

    @Test
    void whatIsNoTimeIsNone() {
        byte[] text = "hello, who is here?".getBytes(StandardCharsets.US_ASCII);

        assertThat(SendFrame.timeAt(text, 0, text.length)).isEqualTo(-1);
        assertThat(SendFrame.timeAt(text, 0, 4)).isEqualTo(-1);
    }

    @Test
    void framesAreToldApartByTheirBeginning() {
        assertThat(kind("{\"type\":\"ack\",\"seq\":1}")).isEqualTo(FrameKind.ACK);
        assertThat(kind("{\"type\":\"message\",\"seq\":1}")).isEqualTo(FrameKind.MESSAGE);
        assertThat(kind("{\"type\":\"ready\",\"user_id\":\"a\"}")).isEqualTo(FrameKind.READY);
        assertThat(kind("{\"type\":\"receipt\",\"kind\":\"read\"}")).isEqualTo(FrameKind.OTHER);
        assertThat(kind("{\"type\":\"resync\",\"within_ms\":1}")).isEqualTo(FrameKind.OTHER);
        assertThat(kind("{\"type\":\"error\",\"code\":\"unavailable\"}")).isEqualTo(FrameKind.ERROR);
        assertThat(kind("{}")).isEqualTo(FrameKind.OTHER);
        assertThat(kind("[1,2,3,4,5,6,7,8,9]")).isEqualTo(FrameKind.OTHER);
    }

    private static FrameKind kind(String frame) {
        byte[] bytes = ("xx" + frame).getBytes(StandardCharsets.US_ASCII);
        return FrameKind.of(bytes, 2, bytes.length - 2);
    }
}
