package chat.parley.tools.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What all benchmarks have in common on the command line, and what they do with their results. */
final class BenchRun {

    @Spec(Spec.Target.MIXEE)
    @Nullable
    CommandSpec command;

    @Option(names = "--no-record", description = "Do not append the result to docs/benchmarks/history.jsonl.")
    boolean noRecord;

    @Option(
            names = "--java-option",
            paramLabel = "OPTION",
            description = "A further option for the JVM of the measured server, as"
                    + " -XX:StartFlightRecording:filename=relay.jfr; may be given several times. The baseline's JVM does"
                    + " not get it.")
    List<String> javaOptions = new ArrayList<>();

    /** Others' work on this machine, in processes; figures taken beside more than a little of it are worth little. */
    private final double loadBefore = Machine.load();

    Progress progress() {
        return new Progress(commandLine().getErr());
    }

    List<String> javaOptions() {
        return List.copyOf(javaOptions);
    }

    /** @throws ParameterException unless the value lies in the range; both ends belong to it */
    void check(String option, long value, long min, long max) {
        if (value < min || value > max) {
            throw new ParameterException(commandLine(), option + " is not from " + min + " to " + max);
        }
    }

    /** Prints the result and, unless told not to, appends it to the history. */
    int finish(Report report) {
        report.option("load before", loadBefore);
        Machine machine = Machine.here();
        report.print(commandLine().getOut(), machine);
        if (noRecord) {
            return 0;
        }
        Checkout checkout = Checkout.find();
        if (checkout == null) {
            progress().step("Not recorded: this program does not run from its source tree.");
            return 0;
        }
        History history = new History(checkout, Clock.systemUTC());
        try {
            history.append(report, machine);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        progress().step("Appended to " + history.file());
        return 0;
    }

    private CommandLine commandLine() {
        return Objects.requireNonNull(command).commandLine();
    }
}
