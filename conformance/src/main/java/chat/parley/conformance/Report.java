package chat.parley.conformance;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Help.Ansi;

/** The results, for people and for programs. */
final class Report {

    private final String server;
    private final List<Result> results;

    Report(String server, List<Result> results) {
        this.server = server;
        this.results = results;
    }

    long failures() {
        return results.stream().filter(Result::isFailure).count();
    }

    void print(PrintWriter out, Ansi ansi) {
        for (Result result : results) {
            if (result.verdict() instanceof Result.Failed failed) {
                print(result, failed, out, ansi);
            }
        }
        Map<String, List<Result>> sections = results.stream()
                .collect(Collectors.groupingBy(
                        result -> result.check().section(), LinkedHashMap::new, Collectors.toList()));
        sections.forEach((section, its) -> out.println(row(section, its, ansi)));
        long notRun = count(results, Result.NotRun.class);
        out.println();
        if (notRun > 0) {
            out.println(notRun + " not run: " + reasons());
        }
        String sum = failures() == 0
                ? "@|bold,green " + server + " keeps the contract: " + count(results, Result.Passed.class)
                        + " checks passed.|@"
                : "@|bold,red " + failures() + " of " + results.size() + " checks failed on " + server + ".|@";
        out.println(ansi.string(sum));
    }

    private static String row(String section, List<Result> its, Ansi ansi) {
        long passed = count(its, Result.Passed.class);
        long failed = its.stream().filter(Result::isFailure).count();
        long notRun = its.size() - passed - failed;
        String mark = failed > 0 ? "@|red ✗|@" : passed > 0 ? "@|green ✓|@" : "-";
        return ansi.string(mark)
                + " %-34s %3d passed%s%s"
                        .formatted(
                                section,
                                passed,
                                failed > 0 ? ", " + failed + " FAILED" : "",
                                notRun > 0 ? ", " + notRun + " not run" : "");
    }

    private static void print(Result result, Result.Failed failed, PrintWriter out, Ansi ansi) {
        out.println(ansi.string("@|bold,red ✗ |@")
                + ansi.string("@|bold " + result.check().name() + "|@"));
        result.check().quotes().forEach(quote -> out.println("    contract: " + quote));
        out.println("    expected: " + failed.expected());
        out.println("    came:     " + failed.came());
        List<String> lines = failed.transcript();
        if (!lines.isEmpty()) {
            out.println("    what was sent (->) and came (<-), to the end:");
            lines.subList(Math.max(0, lines.size() - 8), lines.size()).forEach(line -> out.println("      " + line));
        }
        out.println();
    }

    private String reasons() {
        return results.stream()
                .map(Result::verdict)
                .filter(Result.NotRun.class::isInstance)
                .map(verdict -> ((Result.NotRun) verdict).reason())
                .distinct()
                .collect(Collectors.joining("; "));
    }

    private static long count(List<Result> results, Class<? extends Result.Verdict> kind) {
        return results.stream().filter(r -> kind.isInstance(r.verdict())).count();
    }

    void writeJson(Path file) throws IOException {
        Files.writeString(file, ResultFiles.json(server, results));
    }

    void writeJunit(Path file) throws IOException {
        Files.writeString(file, ResultFiles.junit(results));
    }
}
