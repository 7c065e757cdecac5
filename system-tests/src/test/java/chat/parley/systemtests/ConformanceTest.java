package chat.parley.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.conformance.ConformCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The server keeps the wire contract, and the kit that says so notices when it is lied to. */
class ConformanceTest {

    @TempDir
    static Path data;

    private static RunningServer server;

    @BeforeAll
    static void start() {
        server = RunningServer.start(data);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** @return what was printed, behind the exit code */
    private static String conform(String... args) {
        StringWriter out = new StringWriter();
        int code = new CommandLine(new ConformCommand(_ -> Tokens.SECRET.getBytes(StandardCharsets.UTF_8)))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(out))
                .execute(args);
        return "exit code " + code + "\n" + out;
    }

    @Test
    void serverKeepsTheWholeContract() {
        assertThat(conform(server.url().toString())).startsWith("exit code 0").contains("keeps the contract");
    }

    @Test
    void everyLieIsFoundByItsCheck() throws IOException {
        Map<String, String> notFound = new TreeMap<>();
        for (Lie lie : Lie.ALL) {
            try (LyingProxy liar = new LyingProxy(server.url(), lie)) {
                String found = conform(liar.url(), "--only", lie.check());
                if (!found.startsWith("exit code 1") || !found.contains("1 of 1 checks failed")) {
                    notFound.put(lie.name(), found);
                }
            }
        }
        assertThat(notFound).as("lies that were believed").isEmpty();
    }
}
