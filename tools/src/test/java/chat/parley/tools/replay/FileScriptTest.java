package chat.parley.tools.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileScriptTest {

    private static final String LINES = """
            {"t": 1.5, "kind": "msg", "conversation": "#a", "user": "ann", "text": "hi"}
            {"t": 2.0, "kind": "join", "conversation": "#a", "user": "cat", "text": ""}
            {"t": 2.25, "kind": "msg", "conversation": "#b", "user": "bob", "text": "", "more": {"x": [1]}}

            {"t": 3, "kind": "msg", "conversation": "#a", "user": "bob", "text": "yes"}
            {"t": 3.5, "kind": "topic", "conversation": "#c", "user": "bob", "text": "is not played"}
            {"t": 4, "kind": "part", "conversation": "#a", "user": "cat"}
            """;

    @TempDir
    Path directory;

    @Test
    void founderIsWhoIsFirstSeenOtherwiseThanComing() throws Exception {
        Script script = new FileScript(plain(LINES));
        assertThat(script.users()).containsExactly("ann", "cat", "bob");
        assertThat(script.scenes())
                .containsExactly(
                        new Script.Scene("#a", List.of(0, 1, 2), List.of(0, 2), 4),
                        new Script.Scene("#b", List.of(2), List.of(2), 1));
        assertThat(script.messages()).isEqualTo(3);
        assertThat(script.changes()).isEqualTo(2);
        assertThat(played(script))
                .containsExactly(
                        new Script.Line.Said(1.5, 0, 0, "hi"),
                        new Script.Line.Joined(2.0, 0, 1),
                        new Script.Line.Said(2.25, 1, 2, ""),
                        new Script.Line.Said(3, 0, 2, "yes"),
                        new Script.Line.Parted(4, 0, 1));
    }

    @Test
    void gzippedIsTheSame() throws Exception {
        Path file = directory.resolve("talk.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(LINES.getBytes(StandardCharsets.UTF_8));
        }
        assertThat(played(new FileScript(file))).isEqualTo(played(new FileScript(plain(LINES))));
    }

    @Test
    void aBadLineIsNamed() throws Exception {
        Path broken = plain(LINES + "{\"t\": 5, \"kind\": \"msg\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FileScript(broken))
                .withMessageContaining("line 7");
        Path stranger = plain("{\"t\":1,\"kind\":\"msg\",\"conversation\":\"c\",\"user\":\"a b\",\"text\":\"\"}");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FileScript(stranger))
                .withMessageContaining("line 1: user");
    }

    @Test
    void silencesAreCutAndTheRestKeepsItsPace() {
        Pace pace = new Pace(2, 10);
        pace.begin();
        assertThat(pace.dueNanos(1000)).isZero();
        assertThat(pace.dueNanos(1001)).isEqualTo(500_000_000);
        assertThat(pace.dueNanos(9001)).isEqualTo(5_500_000_000L);
        assertThat(pace.dueNanos(9002)).isEqualTo(6_000_000_000L);
    }

    private Path plain(String lines) throws IOException {
        return Files.writeString(directory.resolve("talk.jsonl"), lines);
    }

    private static List<Script.Line> played(Script script) throws InterruptedException {
        List<Script.Line> lines = new ArrayList<>();
        script.play(lines::add);
        return lines;
    }
}
