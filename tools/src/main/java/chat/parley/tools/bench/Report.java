package chat.parley.tools.bench;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What one run of a benchmark found. */
final class Report {

    private final String bench;
    private final Map<String, Object> options = new LinkedHashMap<>();
    private final List<Figure> figures = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    Report(String bench) {
        this.bench = bench;
    }

    /** Under what the run was made: numbers, booleans and strings. */
    Report option(String name, Object value) {
        options.put(name, value);
        return this;
    }

    Report add(Figure figure) {
        figures.add(figure);
        return this;
    }

    /** Something without which the figures would be misread. */
    Report note(String text) {
        notes.add(text);
        return this;
    }

    String bench() {
        return bench;
    }

    Map<String, Object> options() {
        return options;
    }

    List<Figure> figures() {
        return figures;
    }

    List<String> notes() {
        return notes;
    }

    void print(PrintWriter out, Machine machine) {
        List<String[]> rows = new ArrayList<>();
        rows.add(new String[] {"figure", "value", "unit", "baseline", "ratio", ""});
        for (Figure figure : figures) {
            Figure.Baseline baseline = figure.baseline();
            Double ratio = figure.ratio();
            rows.add(new String[] {
                figure.name(),
                Figure.number(figure.value()),
                figure.unit(),
                baseline == null ? "" : Figure.number(baseline.value()),
                ratio == null ? "" : Figure.number(ratio),
                baseline == null ? "" : baseline.name()
            });
        }
        int[] widths = new int[6];
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        out.println();
        out.println("bench " + bench + " " + options);
        out.println(machine);
        out.println();
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.length; i++) {
                boolean number = i == 1 || i == 3 || i == 4;
                String padding = " ".repeat(widths[i] - row[i].length());
                line.append(number ? padding + row[i] : row[i] + padding).append("  ");
            }
            out.println(line.toString().stripTrailing());
        }
        notes.forEach(note -> out.println("note: " + note));
        out.flush();
    }
}
