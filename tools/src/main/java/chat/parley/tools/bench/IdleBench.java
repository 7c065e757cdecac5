package chat.parley.tools.bench;

import chat.parley.tools.client.Tokens;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What sockets cost that are only there. */
@Command(
        name = "idle",
        description = "Open many authenticated sockets: logins a second, and the server's memory for each.",
        mixinStandardHelpOptions = true,
        footerHeading = "%n",
        footer = {
            "The baseline of the same run: an echo behind the same listener: no token, no session, no registry.",
            "The sockets leave from 127.0.0.1, 127.0.0.2, …, as one address has some 28,000 ports. The kernel's own memory for a socket, about 5 KB at each end, is in no figure."
        })
final class IdleBench implements Callable<Integer> {

    private static final String ECHO = "echo on the same listener";

    private final Tokens.Source tokens;

    @Mixin
    BenchRun run = new BenchRun();

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "50000",
            description = "Sockets, 1 to 1000000 (default: ${DEFAULT-VALUE}). Client and server each need as many open"
                    + " files.")
    int connections;

    @Option(
            names = "--hold",
            paramLabel = "SECONDS",
            defaultValue = "0",
            description =
                    "Then keep them open for so long, 0 to 86400, the server pinging each every 30 s and the client"
                            + " answering (default: ${DEFAULT-VALUE}).")
    int holdSeconds;

    /** @param tokens signs with the secret of the server that is started */
    IdleBench(Tokens.Source tokens) {
        this.tokens = tokens;
    }

    @Override
    public Integer call() {
        run.check("--connections", connections, 1, 1_000_000);
        run.check("--hold", holdSeconds, 0, 86_400);
        FileLimit.require(connections);
        Duration hold = Duration.ofSeconds(holdSeconds);
        Progress progress = run.progress();
        IdleRun idle = new IdleRun(progress);
        IdleRun.Result parley;
        try (ParleyTarget target = ParleyTarget.start(tokens, run.javaOptions())) {
            parley = idle.measure("Parley", target, connections, hold);
        }
        IdleRun.Result echo;
        try (BareTarget target = BareTarget.startEcho()) {
            echo = idle.measure("the echo", target, connections, Duration.ZERO);
        }
        Report report = new Report("idle")
                .option("connections", connections)
                .option("hold", holdSeconds)
                .add(Figure.of("rss a socket", parley.rssBytes() / 1024, "KiB").against(ECHO, echo.rssBytes() / 1024))
                .add(Figure.of("heap a socket", parley.heapBytes() / 1024, "KiB")
                        .against(ECHO, echo.heapBytes() / 1024))
                .add(Figure.of("logins", parley.loginsPerSecond(), "1/s").against(ECHO, echo.loginsPerSecond()))
                .add(Figure.of("server cpu a login", parley.serverMicrosPerLogin(), "us")
                        .against(ECHO, echo.serverMicrosPerLogin()))
                .add(Figure.of("client cpu a login", parley.clientMicrosPerLogin(), "us")
                        .against(ECHO, echo.clientMicrosPerLogin()));
        if (holdSeconds > 0) {
            report.add(Figure.of("open after the hold", parley.openAfterHold(), "sockets"));
        }
        report.note("Memory is the server's after a collection, less what it was when it had just started.");
        return run.finish(report);
    }
}
