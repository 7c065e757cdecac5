package chat.parley.tools.bench;

import chat.parley.tools.client.Tokens;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Messages to a large group. */
@Command(
        name = "fanout",
        description =
                "One group whose members are all connected: how many deliveries a second, with each message stored.",
        mixinStandardHelpOptions = true,
        footerHeading = "%n",
        footer = {
            "The baselines of the same run: a bare server that writes the same frame to the same number of sockets, once with a system call for each message and socket (the raw loop), once with a flush for each socket and turn of its event loop."
        })
final class FanoutBench implements Callable<Integer> {

    private static final String EACH = "raw loop, a write each";
    private static final String TURN = "raw loop, a flush a turn";

    private final Tokens.Source tokens;

    @Mixin
    BenchRun run = new BenchRun();

    @Option(
            names = "--members",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Members of the group, each with one socket, 2 to 1000 (default: ${DEFAULT-VALUE}).")
    int members;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "5",
            description = "How long each depth of the closed loop is measured, 1 to 600 (default: ${DEFAULT-VALUE}).")
    int seconds;

    /** @param tokens signs with the secret of the server that is started */
    FanoutBench(Tokens.Source tokens) {
        this.tokens = tokens;
    }

    @Override
    public Integer call() {
        run.check("--members", members, 2, 1000);
        run.check("--seconds", seconds, 1, 600);
        FileLimit.require(members);
        Duration time = Duration.ofSeconds(seconds);
        FanoutRun fanout = new FanoutRun(run.progress());
        FanoutLoad.Result parley;
        try (ParleyTarget target = ParleyTarget.start(tokens, run.javaOptions())) {
            parley = fanout.measure("Parley", target, members, time);
        }
        FanoutLoad.Result each;
        try (BareTarget target = BareTarget.start(BareServer.Flush.EACH)) {
            each = fanout.measure(EACH, target, members, time);
        }
        FanoutLoad.Result turn;
        try (BareTarget target = BareTarget.start(BareServer.Flush.TURN)) {
            turn = fanout.measure(TURN, target, members, time);
        }
        return run.finish(new Report("fanout")
                .option("members", members)
                .option("seconds", seconds)
                .add(Figure.of("deliveries", parley.perSecond(), "1/s").against(EACH, each.perSecond()))
                .add(Figure.of("deliveries, flushed together", parley.perSecond(), "1/s")
                        .against(TURN, turn.perSecond()))
                .add(Figure.of("messages", parley.messagesPerSecond(), "1/s").against(EACH, each.messagesPerSecond()))
                .add(Figure.of("server cpu a delivery", parley.serverMicrosPerDelivery(), "us")
                        .against(EACH, each.serverMicrosPerDelivery()))
                .add(Figure.of("delivery p50, saturated", parley.delivery().percentile(50), "ms")
                        .against(EACH, each.delivery().percentile(50)))
                .add(Figure.of("delivery p99, saturated", parley.delivery().percentile(99), "ms")
                        .against(EACH, each.delivery().percentile(99)))
                .add(Figure.of("server cores", parley.serverCores(), "cores").against(EACH, each.serverCores()))
                .add(Figure.of("client cores", parley.clientCores(), "cores").against(EACH, each.clientCores()))
                .note("Each the best of several depths of a closed loop. Parley's messages are stored with fsync and"
                        + " acked; the raw loops store nothing."));
    }
}
