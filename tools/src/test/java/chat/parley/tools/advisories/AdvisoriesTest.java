package chat.parley.tools.advisories;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AdvisoriesTest {

    @TempDir
    Path directory;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private Path bill = Path.of("");
    private Path records = Path.of("");

    @BeforeEach
    void shipTwoLibraries() throws IOException {
        records = Files.createDirectory(directory.resolve("records"));
        bill = Files.writeString(directory.resolve("bom.json"), """
                {"bomFormat":"CycloneDX","components":[
                  {"group":"org.example","name":"parser","version":"2.4.1"},
                  {"group":"chat.parley","name":"wire","version":"0.1.0-SNAPSHOT"},
                  {"group":"org.example","name":"native","version":"1.0","purl":"x"},
                  {"group":"org.example","name":"native","version":"1.0","purl":"y"}]}
                """);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 2.4.1, 0",
        "0, 2.4.2, 1",
        "2.4.1, 3, 1",
        "2.4.2, 3, 0",
        "2.4-rc1, 2.5.0.Final, 1",
        "2.10, 3, 0",
    })
    void aRangeIsFromTheFirstAffectedToBeforeTheFixed(String introduced, String fixed, int exit) throws IOException {
        record(
                "GHSA-1",
                "org.example:parser",
                "\"ranges\":[{\"type\":\"ECOSYSTEM\",\"events\":[{\"introduced\":\"" + introduced + "\"},{\"fixed\":\""
                        + fixed + "\"}]}]");
        assertThat(run()).isEqualTo(exit);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("2 libraries, " + exit + " advisories");
    }

    @Test
    void aVersionThatIsListedIsAffected() throws IOException {
        record("GHSA-1", "org.example:native", "\"versions\":[\"0.9\",\"1.0\"]");
        record("GHSA-2", "org.example:parser", "\"versions\":[\"2.4\"]");
        record("GHSA-3", "org.example:other", "\"versions\":[\"1.0\"]");
        assertThat(run()).isEqualTo(Advisories.FOUND);
        assertThat(said.toString(StandardCharsets.UTF_8))
                .contains("org.example:native 1.0  GHSA-1  what it is", "2 libraries, 1 advisories")
                .doesNotContain("GHSA-2", "GHSA-3");
    }

    @Test
    void whatIsWithdrawnDoesNotCount() throws IOException {
        record("GHSA-1", "org.example:native", "\"versions\":[\"1.0\"]");
        Path file = records.resolve("GHSA-1.json");
        Files.writeString(file, Files.readString(file).replaceFirst("\\{", "{\"withdrawn\":\"2026-01-01T00:00:00Z\","));
        assertThat(run()).isEqualTo(Advisories.NONE);
    }

    @Test
    void noDataIsNotTheSameAsNoAdvisories() throws IOException {
        assertThat(run()).as("an empty directory").isEqualTo(Advisories.NO_DATA);
        records = directory.resolve("missing");
        assertThat(run()).isEqualTo(Advisories.NO_DATA);
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        Source nobody = new OsvApi(URI.create("http://127.0.0.1:" + closed));
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
        assertThat(Advisories.run(bill, nobody, out, out)).isEqualTo(Advisories.NO_DATA);
        assertThat(said.toString(StandardCharsets.UTF_8))
                .contains("Not checked")
                .doesNotContain("advisories");
    }

    @ParameterizedTest
    @CsvSource({
        "1.0-alpha1, 1.0",
        "1.0-rc1, 1.0.Final",
        "1.0, 1.0-sp1",
        "1.9, 1.10",
        "1.0-beta, 1.0-rc",
        "4.0.0-M3, 4.0.0"
    })
    void versionsAreInMavensOrder(String lower, String higher) {
        MavenVersion low = MavenVersion.parse(lower);
        MavenVersion high = MavenVersion.parse(higher);
        assertThat(low).isLessThan(high);
        assertThat(high).isGreaterThan(low);
        assertThat(MavenVersion.parse("1").compareTo(MavenVersion.parse("1.0.0.Final")))
                .isZero();
    }

    private int run() {
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
        return Advisories.run(new String[] {bill.toString(), records.toString()}, out, out);
    }

    private void record(String id, String name, String affected) throws IOException {
        Files.writeString(
                records.resolve(id + ".json"),
                "{\"id\":\"" + id + "\",\"summary\":\"what it is\",\"affected\":[{\"package\":{\"ecosystem\":\"Maven\","
                        + "\"name\":\"" + name + "\"}," + affected + "}]}");
    }
}
