package chat.parley.tools.bench;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the bare server until it is killed; the benchmarks start it, people have no use for it. */
@Command(name = BareCommand.NAME, hidden = true, description = "The baseline server of the benchmarks.")
final class BareCommand implements Callable<Integer> {

    static final String NAME = "bare";

    @Spec
    @Nullable
    CommandSpec spec;

    @Option(names = "--flush", required = true)
    BareServer.Flush flush = BareServer.Flush.TURN;

    @Override
    public Integer call() throws InterruptedException {
        try (BareServer server = BareServer.start(flush)) {
            var out = Objects.requireNonNull(spec).commandLine().getOut();
            out.println(server.port());
            out.flush();
            Thread.currentThread().join();
        }
        return 0;
    }
}
