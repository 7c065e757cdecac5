package chat.parley.server;

import chat.parley.embedded.Verifier;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Recounts a data directory. */
@Command(
        name = "verify",
        description = "Read the data directory of a stopped server and recount everything: order, ids, index, heads,"
                + " members, cursors, what is still to be delivered.",
        footer = {
            "",
            "Exit codes: 0 everything is as it should be; 1 something is wrong, and the exact places are printed; 2 it"
                    + " could not be done, as when a server has the directory, or there is none."
        },
        mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {

    /** More would only hide the first ones. */
    private static final int FAULTS_SHOWN = 50;

    @Spec
    @Nullable
    CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "./data",
            description = "The data directory (default: ${DEFAULT-VALUE}).")
    Path data = Path.of("");

    @Override
    public Integer call() {
        var line = Objects.requireNonNull(spec).commandLine();
        Verifier.Report report;
        try (VerifyProgress progress = new VerifyProgress(line.getErr())) {
            report = Verifier.verify(data, progress);
        } catch (RuntimeException e) {
            line.getErr().println("parley verify: " + Failures.explain(e));
            return CommandLine.ExitCode.USAGE;
        }
        Verifier.Counts counts = report.counts();
        line.getOut()
                .printf(
                        "%s: %,d conversations, %,d messages, %,d index rows, %,d memberships, %,d cursors,"
                                + " %,d events to deliver, %,d users%n",
                        data,
                        counts.conversations(),
                        counts.messages(),
                        counts.indexRows(),
                        counts.memberships(),
                        counts.cursors(),
                        counts.undelivered(),
                        counts.users());
        report.remarks().forEach(remark -> line.getOut().println("note: " + remark));
        report.faults().stream()
                .limit(FAULTS_SHOWN)
                .forEach(fault -> line.getOut().println("WRONG: " + fault));
        if (report.isClean()) {
            line.getOut().println("Everything is as it should be.");
            return CommandLine.ExitCode.OK;
        }
        long more = report.faultCount() - FAULTS_SHOWN;
        line.getOut()
                .println(
                        report.faultCount() + " things are wrong" + (more > 0 ? ", " + more + " of them not shown" : "")
                                + ". Keep the directory as it is, and restore a backup that verifies.");
        return CommandLine.ExitCode.SOFTWARE;
    }
}
