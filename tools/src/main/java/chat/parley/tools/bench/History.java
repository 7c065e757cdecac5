package chat.parley.tools.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.temporal.ChronoUnit;

/** The results of all runs, one JSON object in each line. It is only ever appended to. */
final class History {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Checkout checkout;
    private final Clock clock;

    History(Checkout checkout, Clock clock) {
        this.checkout = checkout;
        this.clock = clock;
    }

    Path file() {
        return checkout.history();
    }

    void append(Report report, Machine machine) throws IOException {
        Files.createDirectories(file().toAbsolutePath().getParent());
        Files.writeString(file(), line(report, machine) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private String line(Report report, Machine machine) throws IOException {
        ObjectNode line = JSON.createObjectNode();
        line.put("bench", report.bench());
        line.put("date", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        line.put("commit", checkout.commit());
        line.put("dirty", checkout.dirty());
        line.set("machine", JSON.valueToTree(machine));
        line.set("options", JSON.valueToTree(report.options()));
        ObjectNode figures = line.putObject("figures");
        for (Figure figure : report.figures()) {
            ObjectNode one = figures.putObject(figure.name());
            one.put("value", rounded(figure.value())).put("unit", figure.unit());
            Figure.Baseline baseline = figure.baseline();
            Double ratio = figure.ratio();
            if (baseline != null) {
                one.put("baseline", rounded(baseline.value())).put("baseline_name", baseline.name());
            }
            if (ratio != null) {
                one.put("ratio", rounded(ratio));
            }
        }
        line.set("notes", JSON.valueToTree(report.notes()));
        return JSON.writeValueAsString(line);
    }

    /** More than three decimals are noise. */
    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
