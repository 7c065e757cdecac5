package chat.parley.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The contract, cut into what a check can quote: sentences and clauses, rows of tables, lines of code. */
final class ProtocolText {

    private ProtocolText() {}

    static List<String> units() throws IOException {
        List<String> units = new ArrayList<>();
        StringBuilder paragraph = new StringBuilder();
        boolean inCode = false;
        String previous = "";
        for (String line : Files.readAllLines(Path.of("../docs/protocol.md"))) {
            boolean isRow = line.startsWith("|");
            if (inCode || isRow || line.isBlank() || line.startsWith("#") || line.startsWith("```") || isItem(line)) {
                end(paragraph, units);
            }
            if (line.startsWith("```")) {
                inCode = !inCode;
            } else if (inCode) {
                units.add(normal(line));
            } else if (isRow) {
                // The row above the rule of a table is its head.
                if (line.startsWith("|---")) {
                    units.remove(normal(previous));
                } else {
                    units.add(normal(line));
                }
            } else if (!line.startsWith("#")) {
                paragraph.append(' ').append(line.strip().replaceFirst("^(- |[0-9]\\. )", ""));
            }
            previous = line;
        }
        end(paragraph, units);
        return units;
    }

    static String normal(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }

    private static boolean isItem(String line) {
        return line.matches("(- |[0-9]\\. ).*");
    }

    private static void end(StringBuilder paragraph, List<String> units) {
        String text = normal(paragraph.toString());
        paragraph.setLength(0);
        if (text.isEmpty()) {
            return;
        }
        for (String unit : text.split("(?<=\\.|\\.\\)) (?=[A-Z`*])|(?<=;) | · ", -1)) {
            units.add(unit);
        }
    }
}
