package chat.parley.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamReader;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ConformCommandTest {

    private final StringWriter out = new StringWriter();

    private int run(String... args) {
        return new CommandLine(new ConformCommand(_ -> {
                    throw new IllegalArgumentException("there is no secret");
                }))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(out))
                .execute(args);
    }

    @Test
    void listsChecksWithTheirSentences() {
        assertThat(run("--list", "--only", "sync.*")).isZero();
        assertThat(out.toString())
                .contains("sync.more-when-the-limit-cut-it", "`more`: the limit cut it, go on with `cursors`.")
                .doesNotContain("handshake.");
    }

    @Test
    void saysWhatWasAskedWrongly() {
        assertThat(run()).isEqualTo(2);
        assertThat(run("http://localhost:1", "--only", "no-such-check")).isEqualTo(2);
        assertThat(run("localhost:1", "--jwt-secret", "x")).isEqualTo(2);
        assertThat(run("http://localhost:1", "--accounts", "--no-accounts")).isEqualTo(2);
        assertThat(out.toString()).contains("give the URL", "no check has a name like", "is not http://HOST:PORT");
    }

    @Test
    void serverThatIsNotThereIsNoFailedCheck() {
        assertThat(run("http://127.0.0.1:1", "--jwt-secret", "x")).isEqualTo(2);
        assertThat(run("http://127.0.0.1:1")).isEqualTo(2);
        assertThat(out.toString()).contains("does not answer", "there is no secret");
    }

    @Test
    void resultsAreReadableByPrograms() throws Exception {
        Check check = new Check("Part <1>", "part.one", List.of("a & b"), Check.Length.SHORT, _ -> {});
        List<Result> results = List.of(
                new Result(check, new Result.Passed(), Duration.ofMillis(5)),
                new Result(check, new Result.NotRun("no secret"), Duration.ZERO),
                new Result(check, new Result.Failed("x", "\u0000<\ud800", List.of("->")), Duration.ZERO));
        XMLStreamReader xml =
                XMLInputFactory.newFactory().createXMLStreamReader(new StringReader(ResultFiles.junit(results)));
        int elements = 0;
        while (xml.hasNext()) {
            elements += xml.next() == XMLStreamReader.START_ELEMENT ? 1 : 0;
        }
        assertThat(elements).isEqualTo(6);
        assertThat(ResultFiles.json("http://x", results)).contains("\"failed\" : 1", "\"not_run\"", "part.one");
        new Report("http://x", results).print(new PrintWriter(out), CommandLine.Help.Ansi.OFF);
        assertThat(out.toString())
                .contains("contract: a & b", "expected: x", "1 passed, 1 FAILED, 1 not run", "1 of 3 checks failed");
    }
}
