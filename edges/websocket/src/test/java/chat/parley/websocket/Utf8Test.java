package chat.parley.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class Utf8Test {

    @Test
    void takesEveryCharacterThatThereIs() {
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE) {
                byte[] bytes = Character.toString(codePoint).getBytes(StandardCharsets.UTF_8);
                assertThat(Utf8.after(Utf8.WHOLE, bytes, 0, bytes.length))
                        .as("U+%X", codePoint)
                        .isEqualTo(Utf8.WHOLE);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80",
                "bf",
                "c080",
                "c1bf",
                "e08080",
                "e09fbf",
                "f0808080",
                "f08fbfbf",
                "eda080",
                "edbfbf",
                "f4908080",
                "f5",
                "fe",
                "ff",
                "c241",
                "e28241",
                "f09f9841"
            })
    void refusesWhatIsNone(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertThat(Utf8.after(Utf8.WHOLE, bytes, 0, bytes.length)).isEqualTo(Utf8.WRONG);
    }

    @Test
    void anUnfinishedCharacterIsNeitherWholeNorWrong() {
        byte[] bytes = "😀".getBytes(StandardCharsets.UTF_8);
        for (int length = 1; length < bytes.length; length++) {
            assertThat(Utf8.after(Utf8.WHOLE, bytes, 0, length)).isGreaterThan(Utf8.WHOLE);
        }
    }

    /** Agrees with the JDK on noise that is often almost right, and does so wherever the bytes are cut. */
    @Test
    void agreesWithTheJdkHoweverTheBytesAreCut() {
        for (long seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            byte[] bytes = almostUtf8(random);
            int cut = random.nextInt(bytes.length + 1);
            int state = Utf8.after(Utf8.WHOLE, bytes, 0, cut);
            if (state != Utf8.WRONG) {
                state = Utf8.after(state, bytes, cut, bytes.length);
            }
            assertThat(state == Utf8.WHOLE).as("seed %d", seed).isEqualTo(isUtf8(bytes));
        }
    }

    private static byte[] almostUtf8(Random random) {
        StringBuilder text = new StringBuilder();
        while (text.length() < 20) {
            text.appendCodePoint(random.nextBoolean() ? random.nextInt(0x80) : 0x10000 + random.nextInt(0x1000));
            text.append((char) random.nextInt(0xD800));
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        if (random.nextBoolean()) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        return bytes;
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
