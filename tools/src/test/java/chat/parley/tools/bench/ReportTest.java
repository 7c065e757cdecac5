package chat.parley.tools.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

    private static final Machine MACHINE = new Machine(2, "a cpu", "Linux 6", 24_000, "25");

    private final Report report = new Report("relay")
            .option("pairs", 64)
            .add(Figure.of("sends", 15_000, "1/s").against("bare relay", 60_000))
            .add(Figure.of("refused", 0, "sends"))
            .note("a note");

    @Test
    void aFigureStandsBesideItsBaselineAndTheirRatio() {
        StringWriter out = new StringWriter();
        report.print(new PrintWriter(out), MACHINE);

        assertThat(out.toString())
                .containsPattern("sends +15,000 +1/s +60,000 +0.25 +bare relay")
                .containsPattern("refused +0 +sends\n")
                .contains("a cpu", "note: a note");
    }

    @Test
    void aRunIsOneLineOfTheHistory(@TempDir Path root) throws IOException {
        History history =
                new History(new Checkout(root), Clock.fixed(Instant.parse("2026-01-02T03:04:05.6Z"), ZoneOffset.UTC));
        history.append(report, MACHINE);
        history.append(report, MACHINE);

        List<String> lines = Files.readAllLines(root.resolve("docs/benchmarks/history.jsonl"));
        assertThat(lines).hasSize(2);
        JsonNode line = new ObjectMapper().readTree(lines.getLast());
        assertThat(line.path("bench").asText()).isEqualTo("relay");
        assertThat(line.path("date").asText()).isEqualTo("2026-01-02T03:04:05Z");
        assertThat(line.path("commit").asText()).isEqualTo("unknown");
        assertThat(line.path("dirty").asBoolean()).isTrue();
        assertThat(line.path("machine").path("cores").asInt()).isEqualTo(2);
        assertThat(line.path("options").path("pairs").asInt()).isEqualTo(64);
        assertThat(line.path("figures").path("sends").path("ratio").asDouble()).isEqualTo(0.25);
        assertThat(line.path("figures").path("refused").has("ratio")).isFalse();
    }

    @Test
    void numbersHaveTheDigitsThatOneReads() {
        assertThat(Figure.number(1_234_567.8)).isEqualTo("1,234,568");
        assertThat(Figure.number(12.345)).isEqualTo("12.3");
        assertThat(Figure.number(0.0712)).isEqualTo("0.07");
        assertThat(Figure.number(3)).isEqualTo("3");
    }
}
