package chat.parley.providers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadTest {

    @Test
    void allKindsAreWritten() {
        assertThat(new String(Payload.json(Told.group("hi"), 4096), UTF_8)).isEqualTo("""
                {"type":"show","conversation_id":"g0123456789abcdefghjkmnpqrst","conversation_type":"group",\
                "message_id":"0123456789abc","unread":2,"mentioned":true,"badge":5,\
                "title":"The team","sender":"Ada","text":"hi"}""");
        assertThat(new String(Payload.json(Told.nothing(1), 4096), UTF_8)).isEqualTo("""
                {"type":"show","conversation_id":"g0123456789abcdefghjkmnpqrst","conversation_type":"direct",\
                "message_id":"0123456789abc","unread":1,"mentioned":false,"badge":5}""");
        assertThat(new String(Payload.json(Told.clear(), 4096), UTF_8)).isEqualTo("""
                {"type":"clear","conversation_id":"g0123456789abcdefghjkmnpqrst",\
                "message_id":"0123456789abc","badge":4}""");
        assertThat(new String(Payload.json(Told.test(), 4096), UTF_8)).isEqualTo("""
                {"type":"test","badge":3}""");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "\u0001", "\"", "é", "👨‍👩‍👧‍👦"})
    void whatIsTooLargeIsShortened(String character) throws IOException {
        String text = character.repeat(20_000 / character.length());
        byte[] bytes = Payload.json(Told.group(text), 4096);
        assertThat(bytes.length).isBetween(4096 - 6 - 25, 4096);
        assertThat(Json.text(Json.read(bytes), "text")).endsWith("…");
    }

    @Test
    void loneSurrogatesBecomeQuestionMarks() {
        assertThat(new String(Payload.json(Told.group("a\ud800b😀\udc00"), 4096), UTF_8))
                .contains("\"a?b😀?\"");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 127, 128, 20_000})
    void sealedFitsAndSaysLittleOfItsLength(int length) throws IOException, InvalidCipherTextException {
        Device device = Device.create();
        String text = "😀".repeat(length);
        Map<String, Object> sealed = Payload.sealed(Told.group(text), device.parsed(), 3_000);
        assertThat(Json.bytes(sealed).length).isLessThanOrEqualTo(3_000);
        String plain = device.open(sealed, "g0123456789abcdefghjkmnpqrst\n0123456789abc");
        assertThat(plain.getBytes(UTF_8).length % 128).isZero();
        assertThat(plain.stripTrailing()).endsWith("}");
        Map<String, Object> preview = Json.read(plain.getBytes(UTF_8));
        assertThat(preview).containsEntry("title", "The team").containsEntry("sender", "Ada");
        String told = Json.text(preview, "text");
        if (length < 200) {
            assertThat(told).isEqualTo(text);
        } else {
            assertThat(told).matches("(😀){400,}…");
        }
    }

    @Test
    void sealedUsesTheRoomThereIs() {
        PushKey key = Device.create().parsed();
        // A step of 128 bytes takes 172 characters at most.
        for (int room = 700; room < 900; room++) {
            int bytes = Json.bytes(Payload.sealed(Told.group("x".repeat(1_000)), key, room)).length;
            assertThat(bytes).isBetween(room - 175, room);
        }
    }

    @Test
    void namesWithoutEndAreCut() {
        var show = new chat.parley.push.Notification.Show(
                Told.CONVERSATION,
                chat.parley.domain.ConversationType.GROUP,
                Told.MESSAGE,
                "\u0001".repeat(5_000),
                "\u0001".repeat(5_000),
                "text",
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                true,
                0);
        assertThat(new String(Payload.json(show, 1_500), UTF_8)).contains("\"text\":\"text\"");
    }
}
