package chat.parley.tools.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class PlainScreenTest {

    @Test
    void linesComeAndGoWithoutPromptOrColour() {
        StringWriter out = new StringWriter();
        try (PlainScreen screen =
                new PlainScreen(new BufferedReader(new StringReader("one\ntwo")), new PrintWriter(out))) {
            assertThat(screen.read("prompt")).isEqualTo("one");
            screen.show(screen.palette().name("ann") + screen.palette().good("✓"));
            assertThat(screen.read("prompt")).isEqualTo("two");
            assertThat(screen.read("prompt")).isNull();
        }
        assertThat(out.toString().lines()).containsExactly("ann✓");
    }
}
