package chat.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What faces strangers has no findings of SpotBugs and Find Security Bugs, down to the medium priority: the low one is
 * guesses. The tools are left out, which their own user runs.
 *
 * <p>Not by the plugin for Maven, which starts anew for each module, and in its current versions wants a later Maven.
 */
class SpotBugsTest {

    private static final List<String> MODULES = List.of(
            "domain",
            "delivery-pipeline",
            "connection-fabric",
            "accounts",
            "push-fabric",
            "adapters/embedded",
            "adapters/push-providers",
            "edges/wire",
            "edges/websocket",
            "edges/rest",
            "edges/web",
            "server");

    /** That there were bugs, in the exit code's bits; and that something failed. */
    private static final int BUGS_OR_ERROR = 1 | 4;

    @TempDir
    Path directory;

    @Test
    void nothingIsFound() throws Exception {
        List<String> classes = new ArrayList<>();
        for (String module : MODULES) {
            Path path = Path.of("..", module, "target", "classes");
            assertThat(path).isDirectory();
            classes.add(path.toString());
        }
        assertThat(findings(classes)).isEmpty();
    }

    /** Were it not found, finding nothing would say nothing. */
    @Test
    void aPlantedBugIsFound() throws Exception {
        Path planted = directory.resolve("chat/parley/server/Planted.class");
        Files.createDirectories(planted.getParent());
        try (var bytes = Objects.requireNonNull(Planted.class.getResourceAsStream("SpotBugsTest$Planted.class"))) {
            Files.copy(bytes, planted);
        }
        assertThat(findings(List.of(directory.toString())))
                .contains("COMMAND_INJECTION")
                .contains("RV_RETURN_VALUE_IGNORED");
    }

    /** Runs what a stranger says, and throws an answer away. */
    static final class Planted {
        @SuppressWarnings({"ReturnValueIgnored", "CheckReturnValue"})
        Process run(String said) throws IOException {
            said.trim();
            return Runtime.getRuntime().exec(new String[] {"sh", "-c", said});
        }
    }

    private String findings(List<String> classes) throws IOException, InterruptedException, URISyntaxException {
        String classPath = System.getProperty("java.class.path");
        String security = Arrays.stream(classPath.split(File.pathSeparator))
                .filter(entry -> entry.contains("findsecbugs-plugin"))
                .findFirst()
                .orElseThrow();
        Path filter = Path.of(Objects.requireNonNull(SpotBugsTest.class.getResource("/spotbugs-exclude.xml"))
                .toURI());
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx1g",
                "-cp",
                classPath,
                "edu.umd.cs.findbugs.FindBugs2",
                "-exitcode",
                "-pluginList",
                security,
                "-medium",
                "-longBugCodes",
                "-exclude",
                filter.toString(),
                "-auxclasspath",
                classPath));
        command.addAll(classes);
        Path out = directory.resolve("out");
        Path errors = directory.resolve("errors");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(errors.toFile())
                .start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        String found = Files.readString(out);
        assertThat((process.exitValue() & BUGS_OR_ERROR) == 0 || !found.isEmpty())
                .as("%d: %s", process.exitValue(), Files.readString(errors))
                .isTrue();
        return found;
    }
}
