package chat.parley.tools.bench;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs {@link SyncedBatches} and prints what they reached; the benchmarks start it, people have no use for it. */
@Command(name = SyncedCommand.NAME, hidden = true, description = "The baseline storage of the benchmarks.")
final class SyncedCommand implements Callable<Integer> {

    static final String NAME = "synced";

    @Spec
    @Nullable
    CommandSpec spec;

    @Option(names = "--batch", required = true)
    int batchRows;

    @Option(names = "--bytes", required = true)
    int rowBytes;

    @Option(names = "--seconds", required = true)
    int seconds;

    @Override
    public Integer call() throws Exception {
        try (Workplace workplace = Workplace.make()) {
            double rows = SyncedBatches.run(workplace.path(), batchRows, rowBytes, Duration.ofSeconds(seconds));
            Objects.requireNonNull(spec).commandLine().getOut().println(rows);
        }
        return 0;
    }

    /** Rows a second, measured in a JVM of its own. */
    static double measure(int batchRows, int rowBytes, Duration time) {
        Process process = ChildJvm.start(
                List.of("bench", NAME, "--batch=" + batchRows, "--bytes=" + rowBytes, "--seconds=" + time.toSeconds()),
                ProcessBuilder.Redirect.PIPE);
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("the synced batches failed");
            }
            return Double.parseDouble(said.strip());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw Waiting.interrupted(e);
        }
    }
}
