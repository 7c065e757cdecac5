package chat.parley.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import chat.parley.domain.Body;
import chat.parley.domain.Event;
import chat.parley.domain.UserId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom a text names. */
class MentionsTest {

    private static final UserId BOB = new UserId("bob.b");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@bob.b",
                "hello @bob.b, there",
                "(@BOB.B)",
                "bye @bob.b.",
                "bye @bob.b...",
                "@bob.b@cid",
                "@cid @bob.b",
                "@bob.b你好",
                "@bob.b님",
                "@all",
                "now, @Everyone!",
                "@@bob.b"
            })
    void names(String text) {
        assertThat(Mentions.names(text, BOB)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@",
                "bob.b",
                "@bob",
                "@bob.bb",
                "@bob.bé",
                "mail@bob.b",
                "é@bob.b",
                "@ bob.b",
                "@bob.b-x",
                "@allen",
                "@cid @"
            })
    void namesNot(String text) {
        assertThat(Mentions.names(text, BOB)).isFalse();
    }

    /** Asked for each of a thousand members, it would take minutes if it took the square of the length. */
    @Test
    void whatAStrangerMakesLongCostsNoMoreThanItsLength() {
        String text = "@a" + "-".repeat(16 * 1024);
        assertTimeout(Duration.ofSeconds(5), () -> {
            for (int member = 0; member < 1_000; member++) {
                assertThat(Mentions.names(text, BOB)).isFalse();
            }
        });
    }

    @Test
    void onlyWhatAPersonSays() {
        assertThat(Mentions.names(new Event.Renamed("@bob.b"), BOB)).isFalse();
        assertThat(Mentions.names(new Body(null, List.of("m")), BOB)).isFalse();
        assertThat(Mentions.names(Body.text("@bob.b"), BOB)).isTrue();
    }
}
