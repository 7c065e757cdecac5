package chat.parley.providers.fcm;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.domain.ConversationId;
import chat.parley.domain.ConversationType;
import chat.parley.providers.Device;
import chat.parley.providers.Json;
import chat.parley.providers.Told;
import chat.parley.push.Notification;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FcmMessageTest {

    /** Padding leaves gaps in the lengths of what is sealed, so the room is tried byte by byte. */
    @Test
    void sealedFitsWhateverStandsBesideIt() throws IOException {
        String key = Device.create().publicKey();
        int most = 0;
        for (int characters = 1; characters <= 64; characters++) {
            for (long badge : new long[] {1, 1_000_000, 1_000_000_000_000L}) {
                Notification show = new Notification.Show(
                        new ConversationId("c".repeat(characters)),
                        ConversationType.GROUP,
                        Told.MESSAGE,
                        "The team",
                        "Ada",
                        "x".repeat(16_000),
                        badge,
                        badge,
                        true,
                        Told.EXPIRES);
                byte[] message = FcmMessage.json(Google.target(key), show, 0, false);
                Map<?, ?> data = Told.in(Json.read(message), "message", "data");
                int bytes = Json.bytes(Map.of("data", data)).length - "{\"data\":}".length();
                assertThat(bytes).isLessThanOrEqualTo(FcmMessage.DATA_BYTES_MAX);
                most = Math.max(most, bytes);
            }
        }
        assertThat(most).isGreaterThan(FcmMessage.DATA_BYTES_MAX - 16);
    }

    @Test
    void anObjectInAStringTakesSoMuchMore() {
        Map<String, Object> sealed = Device.create().parsed().seal(new byte[1], new byte[128]);
        String text = new String(Json.bytes(sealed), StandardCharsets.UTF_8);
        assertThat(Json.bytes(Map.of("sealed", text)).length)
                .isEqualTo(Json.bytes(Map.of("sealed", sealed)).length + FcmMessage.QUOTING_BYTES);
    }
}
