package chat.parley.tools.bench;

import chat.parley.websocket.EchoListener;
import chat.parley.websocket.ListenerConfig;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs Parley's own listener with an echo behind it until it is killed; the benchmarks start it. */
@Command(name = EchoCommand.NAME, hidden = true, description = "The baseline of idle sockets.")
final class EchoCommand implements Callable<Integer> {

    static final String NAME = "echo";

    @Spec
    @Nullable
    CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        try (EchoListener echo = new EchoListener(ListenerConfig.on(0))) {
            var out = Objects.requireNonNull(spec).commandLine().getOut();
            out.println(echo.start().getPort());
            out.flush();
            Thread.currentThread().join();
        }
        return 0;
    }
}
