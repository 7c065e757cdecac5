package chat.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.embedded.EmbeddedStore;
import chat.parley.server.config.ConfigSources;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An exit code of 1 is for damage alone: a script that restores a backup goes by it. */
class VerifyCommandTest {

    private final StringWriter err = new StringWriter();

    @TempDir
    Path directory;

    @Test
    void aSoundDirectoryIsZero() {
        EmbeddedStore.open(directory).close();
        assertThat(verify(directory)).isZero();
    }

    @Test
    void noDirectoryIsTwo() {
        assertThat(verify(directory.resolve("none"))).isEqualTo(2);
        assertThat(err.toString()).contains("parley verify: ", "is no data directory");
    }

    @Test
    void oneInUseIsTwo() {
        try (EmbeddedStore _ = EmbeddedStore.open(directory)) {
            assertThat(verify(directory)).isEqualTo(2);
        }
    }

    /** What is said of a place where none can be made is no name of a class. */
    @Test
    void serveSaysWhyNoDirectoryIsMade() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        int code = Main.commandLine(new ConfigSources(Map.of()))
                .setErr(new PrintWriter(err))
                .execute("serve", "--port", "0", "--data", file.resolve("data").toString());
        assertThat(code).isEqualTo(1);
        assertThat(err.toString()).contains("--data").doesNotContain("Exception");
    }

    private int verify(Path data) {
        return Main.commandLine(new ConfigSources(Map.of()))
                .setOut(new PrintWriter(new StringWriter()))
                .setErr(new PrintWriter(err))
                .execute("verify", "--data", data.toString());
    }
}
