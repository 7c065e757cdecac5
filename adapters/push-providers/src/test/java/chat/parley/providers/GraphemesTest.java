package chat.parley.providers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GraphemesTest {

    private static final String FAMILY = "👨‍👩‍👧‍👦";
    private static final String FLAG = "🇩🇪";

    @Test
    void aTextThatHasRoomIsLeftAlone() {
        assertThat(Graphemes.shorten("hello", 5)).isEqualTo("hello");
        assertThat(Graphemes.shorten("", 0)).isEmpty();
    }

    @Test
    void aTextIsCutBetweenCharactersThatPeopleSee() {
        // A family is 25 bytes, a flag 8, an e with its accent 3, and the ellipsis 3.
        assertThat(Graphemes.shorten(FAMILY.repeat(4), 99)).isEqualTo(FAMILY.repeat(3) + "…");
        assertThat(Graphemes.shorten(FAMILY.repeat(4), 77)).isEqualTo(FAMILY.repeat(2) + "…");
        assertThat(Graphemes.shorten(FLAG.repeat(2), 15)).isEqualTo(FLAG + "…");
        assertThat(Graphemes.shorten("e\u0301e\u0301e\u0301", 8)).isEqualTo("e\u0301…");
    }

    @Test
    void whatIsOneCharacterAndTooLongGoesWhole() {
        assertThat(Graphemes.shorten("e" + "\u0301".repeat(4_000), 500)).isEqualTo("…");
    }

    @Test
    void withoutRoomForAnEllipsisNothingIsLeft() {
        assertThat(Graphemes.shorten("hello", 3)).isEqualTo("…");
        assertThat(Graphemes.shorten("hello", 2)).isEmpty();
    }

    @Test
    void lengthIsThatOfJson() {
        String text = "a\"\\\n\t\u0001é→" + FAMILY + "\u007f\u2028";
        assertThat(Graphemes.jsonBytes(text, 0, text.length()))
                .isEqualTo(Json.bytes(json -> json.writeString(text)).length - 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {FAMILY, FLAG, "👍🏽", "e\u0301", "\u1112\u1161\u11ab", "\r\n", "❤️"})
    void nothingIsTornWhateverRoomThereIs(String character) {
        int bytes = Graphemes.jsonBytes(character);
        for (int room = 3; room < 5 * bytes; room++) {
            assertThat(Graphemes.shorten(character.repeat(5), room))
                    .isEqualTo(character.repeat((room - 3) / bytes) + "…");
        }
    }
}
