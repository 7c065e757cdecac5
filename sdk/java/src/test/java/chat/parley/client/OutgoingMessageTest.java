package chat.parley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class OutgoingMessageTest {

    private static final int FRAME_BYTES_MAX = 64 * 1024;

    @Test
    void whatIsTakenFitsIntoAFrame() {
        String quotes = "\"".repeat(OutgoingMessage.TEXT_BYTES_MAX);
        String controls = "\u0001".repeat(10 * 1024);
        for (String text : new String[] {quotes, controls}) {
            OutgoingMessage message =
                    new OutgoingMessage("c".repeat(64), "k".repeat(64), text, Collections.nCopies(10, "ü".repeat(64)));
            assertThat(ClientFrames.send(message).getBytes(StandardCharsets.UTF_8).length)
                    .isLessThanOrEqualTo(FRAME_BYTES_MAX);
        }
    }

    @Test
    void aTextThatItsEscapesMakeTooLongForAFrameIsRefused() {
        String controls = "\u0001".repeat(OutgoingMessage.TEXT_BYTES_MAX);
        assertThatThrownBy(() -> OutgoingMessage.of("c", controls)).isInstanceOf(IllegalArgumentException.class);
    }
}
