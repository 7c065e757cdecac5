package chat.parley.websocket;

import static chat.parley.websocket.WebSocketClient.masked;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The cases are of the kinds of the Autobahn test suite, whose numbers the groups bear. */
final class FrameHandlerTest {

    private static final int TEXT = Opcode.FIN | Opcode.TEXT;
    private static final int FIRST = Opcode.TEXT;
    private static final int MIDDLE = Opcode.CONTINUATION;
    private static final int LAST = Opcode.FIN | Opcode.CONTINUATION;
    private static final int PING = Opcode.FIN | Opcode.PING;
    private static final int PONG = Opcode.FIN | Opcode.PONG;
    private static final int CLOSE = Opcode.FIN | Opcode.CLOSE;

    // 1, 9: framing and sizes.

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 124, 125, 126, 127, 128, 65_535, 65_536})
    void textsOfAllLengthsAreWhole(int length) {
        String text = "x".repeat(length);
        assertThat(Heard.of(frame(TEXT, text), frame(TEXT, "next"))).containsExactly("text " + text, "text next");
    }

    @Test
    void aFrameBeyond64KiBIsTooLargeBeforeItIsThere() {
        byte[] header = ByteBuffer.allocate(14)
                .put((byte) TEXT)
                .put((byte) 0xFF)
                .putLong(65_537)
                .array();
        assertThat(Heard.of(header)).containsExactly("violation 1009");
        byte[] huge = ByteBuffer.allocate(14)
                .put((byte) TEXT)
                .put((byte) 0xFF)
                .putLong(Long.MAX_VALUE)
                .array();
        assertThat(Heard.of(huge)).containsExactly("violation 1009");
    }

    @Test
    void aMessageBeyond64KiBIsTooLarge() {
        String half = "x".repeat(32 * 1024);
        assertThat(Heard.of(frame(FIRST, half), frame(LAST, half))).hasSize(1);
        assertThat(Heard.of(frame(FIRST, half), frame(MIDDLE, half), frame(LAST, "x")))
                .containsExactly("violation 1009");
    }

    @Test
    void binaryIsRefused() {
        assertThat(Heard.of(frame(Opcode.FIN | Opcode.BINARY, "x"))).containsExactly("violation 1003");
        assertThat(Heard.of(frame(Opcode.BINARY, "x"))).containsExactly("violation 1003");
    }

    @ParameterizedTest
    @ValueSource(strings = {"81fe007d", "81ff000000000000ffff", "81ff8000000000000000"})
    void aLengthIsInItsShortestForm(String header) {
        assertThat(Heard.of(HexFormat.of().parseHex(header))).containsExactly("violation 1002");
    }

    // 2: pings and pongs.

    @Test
    void pingsAreHeardWithTheirPayloadAndPongsIgnored() {
        assertThat(Heard.of(frame(PING, ""), frame(PONG, "unasked"), frame(PING, "p".repeat(125))))
                .containsExactly("ping ", "ping " + "p".repeat(125));
    }

    @Test
    void controlFramesAreShortAndWhole() {
        assertThat(Heard.of(frame(PING, "p".repeat(126)))).containsExactly("violation 1002");
        assertThat(Heard.of(frame(Opcode.PING, "p"))).containsExactly("violation 1002");
        assertThat(Heard.of(frame(Opcode.CLOSE, ""))).containsExactly("violation 1002");
    }

    // 3, 4: reserved bits and opcodes, and masks.

    @ParameterizedTest
    @ValueSource(ints = {0xC1, 0xA1, 0x91, 0xF1, 0x83, 0x84, 0x85, 0x86, 0x87, 0x8B, 0x8C, 0x8D, 0x8E, 0x8F, 0xC9})
    void reservedBitsAndOpcodesAreViolations(int firstByte) {
        assertThat(Heard.of(frame(TEXT, "before"), frame(firstByte, "x"), frame(TEXT, "after")))
                .containsExactly("text before", "violation 1002");
    }

    @Test
    void anUnmaskedFrameIsAViolation() {
        assertThat(Heard.of(new byte[] {(byte) TEXT, 1, 'x'})).containsExactly("violation 1002");
    }

    // 5: fragments.

    @Test
    void fragmentsMakeOneTextAndControlFramesMayComeBetween() {
        assertThat(Heard.of(
                        frame(FIRST, "frag"),
                        frame(PING, "1"),
                        frame(MIDDLE, ""),
                        frame(PING, "2"),
                        frame(LAST, "ment"),
                        frame(TEXT, "whole")))
                .containsExactly("ping 1", "ping 2", "text fragment", "text whole");
    }

    @Test
    void aContinuationOfNothingIsAViolation() {
        assertThat(Heard.of(frame(LAST, "x"))).containsExactly("violation 1002");
        assertThat(Heard.of(frame(FIRST, "a"), frame(LAST, "b"), frame(MIDDLE, "c")))
                .containsExactly("text ab", "violation 1002");
    }

    @Test
    void aNewTextWithinOneIsAViolation() {
        assertThat(Heard.of(frame(FIRST, "a"), frame(TEXT, "b"))).containsExactly("violation 1002");
    }

    // 6: UTF-8.

    @Test
    void whatIsNotUtf8IsRefused() {
        assertThat(Heard.of(masked(TEXT, new byte[] {'a', (byte) 0xC0, (byte) 0x80})))
                .containsExactly("violation 1007");
    }

    @Test
    void aCharacterMayBeCutByFragmentsButNotByTheEnd() {
        byte[] smile = "😀".getBytes(StandardCharsets.UTF_8);
        byte[] start = {smile[0], smile[1]};
        byte[] end = {smile[2], smile[3]};
        assertThat(Heard.of(masked(FIRST, start), masked(LAST, end))).containsExactly("text 😀");
        assertThat(Heard.of(masked(TEXT, start))).containsExactly("violation 1007");
        assertThat(Heard.of(masked(FIRST, start), masked(LAST, new byte[0]))).containsExactly("violation 1007");
    }

    @Test
    void wrongBytesInAFragmentAreRefusedBeforeTheTextEnds() {
        assertThat(Heard.of(masked(FIRST, new byte[] {(byte) 0xED, (byte) 0xA0})))
                .containsExactly("violation 1007");
    }

    // 7: closing.

    @ParameterizedTest
    @ValueSource(
            ints = {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999})
    void codesThatMayBeSentAreHeard(int code) {
        assertThat(Heard.of(close(code, "bye ☺"), frame(TEXT, "after"))).containsExactly("close " + code);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535})
    void codesThatMayNotBeSentAreViolations(int code) {
        assertThat(Heard.of(close(code, ""))).containsExactly("violation 1002");
    }

    @Test
    void aCloseHasACodeOrNothing() {
        assertThat(Heard.of(frame(CLOSE, ""))).containsExactly("close " + FrameHandler.NO_CODE);
        assertThat(Heard.of(frame(CLOSE, "x"))).containsExactly("violation 1002");
        assertThat(Heard.of(masked(CLOSE, new byte[] {3, (byte) 0xE8, (byte) 0xFF})))
                .containsExactly("violation 1007");
    }

    // And however the bytes come.

    @Test
    void theSameIsHeardHoweverTheStreamIsCut() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            List<String> expected = new ArrayList<>();
            byte[] stream = stream(random, expected);
            assertThat(Heard.of(stream)).as("whole, seed %d", seed).isEqualTo(expected);
            assertThat(Heard.inPieces(random, 1 + random.nextInt(300), stream))
                    .as("in pieces, seed %d", seed)
                    .isEqualTo(expected);
        }
    }

    @Test
    void whoPausesHearsOneTextAtATimeAndLosesNone() {
        try (Heard heard = new Heard()) {
            heard.pauseAfterTexts();
            heard.read(Heard.join(frame(TEXT, "1"), frame(PING, ""), frame(TEXT, "2"), frame(TEXT, "3")));
            assertThat(heard.events).containsExactly("text 1");
            heard.goOn();
            assertThat(heard.events).containsExactly("text 1", "ping ", "text 2");
        }
        try (Heard heard = new Heard()) {
            heard.pauseAfterTexts();
            byte[] third = frame(TEXT, "3");
            heard.read(Heard.join(frame(TEXT, "1"), frame(TEXT, "2"), Arrays.copyOf(third, 3)));
            heard.goOn();
            heard.goOn();
            assertThat(heard.events).containsExactly("text 1", "text 2");
            heard.read(Arrays.copyOfRange(third, 3, third.length));
            assertThat(heard.events).containsExactly("text 1", "text 2", "text 3");
        }
    }

    /** Noise never makes it fail, or keep a buffer. */
    @Test
    void noiseIsHeardOrRefused() {
        for (long seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            byte[] valid = stream(random, new ArrayList<>());
            List<String> whole = Heard.of(frame(TEXT, "a"), noise, valid);
            assertThat(Heard.inPieces(random, 20, frame(TEXT, "a"), noise, valid))
                    .as("seed %d", seed)
                    .isEqualTo(whole);
        }
    }

    private static byte[] stream(Random random, List<String> expected) {
        List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            String text = "ä😀x".repeat(random.nextInt(random.nextInt(10) == 0 ? 3000 : 30));
            if (random.nextBoolean()) {
                frames.add(frame(TEXT, text));
            } else {
                addFragments(random, text.getBytes(StandardCharsets.UTF_8), frames, expected);
            }
            expected.add("text " + text);
        }
        return Heard.join(frames.toArray(new byte[0][]));
    }

    private static void addFragments(Random random, byte[] text, List<byte[]> frames, List<String> expected) {
        int from = 0;
        int opcode = Opcode.TEXT;
        while (from < text.length) {
            int to = Math.min(text.length, from + random.nextInt(text.length + 1));
            frames.add(masked(opcode, Arrays.copyOfRange(text, from, to)));
            opcode = Opcode.CONTINUATION;
            from = to;
            if (random.nextInt(4) == 0) {
                frames.add(frame(PING, "between"));
                expected.add("ping between");
            }
        }
        frames.add(masked(Opcode.FIN | opcode, new byte[0]));
    }

    private static byte[] close(int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        return masked(
                CLOSE,
                ByteBuffer.allocate(2 + text.length)
                        .putShort((short) code)
                        .put(text)
                        .array());
    }

    private static byte[] frame(int firstByte, String payload) {
        return masked(firstByte, payload.getBytes(StandardCharsets.UTF_8));
    }
}
