package chat.parley.tools.bench;

import chat.parley.tools.client.Tokens;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** One-to-one sends: stored, acked and delivered. */
@Command(
        name = "relay",
        description =
                "Pairs that write to each other: how many sends a second are stored with fsync, acked and delivered,"
                        + " and how long an ack and a delivery take at half of that.",
        mixinStandardHelpOptions = true,
        footerHeading = "%n",
        footer = {
            "The baselines of the same run: a bare server that relays the same frames without login, JSON, order and store; and RocksDB alone, with synced batches of 100 rows."
        })
final class RelayBench implements Callable<Integer> {

    private static final String BARE = "bare relay, nothing stored";
    /** A body of 100 bytes and what is kept with it. */
    private static final int ROW_BYTES = 200;

    private static final int SYNCED_ROWS = 100;
    private static final Duration SYNCED_TIME = Duration.ofSeconds(3);

    private final Tokens.Source tokens;

    @Mixin
    BenchRun run = new BenchRun();

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Sends a second for the latencies, 1 to 1000000 (default: half of the saturation).")
    int rate;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "10",
            description = "How long the latencies are measured, 1 to 3600 (default: ${DEFAULT-VALUE}).")
    int seconds;

    @Option(
            names = "--pairs",
            paramLabel = "N",
            defaultValue = "64",
            description = "Direct conversations, each of two sockets that both write, 1 to 10000"
                    + " (default: ${DEFAULT-VALUE}).")
    int pairs;

    /** @param tokens signs with the secret of the server that is started */
    RelayBench(Tokens.Source tokens) {
        this.tokens = tokens;
    }

    @Override
    public Integer call() {
        run.check("--rate", rate, 0, 1_000_000);
        run.check("--seconds", seconds, 1, 3600);
        run.check("--pairs", pairs, 1, 10_000);
        FileLimit.require(2L * pairs);
        Report report = new Report("relay").option("pairs", pairs).option("seconds", seconds);
        Progress progress = run.progress();

        RelayLoad.Result saturated;
        RelayLoad.Result steady;
        double perSecond;
        double rowsPerSync;
        progress.step("Starting Parley …");
        try (ParleyTarget target = ParleyTarget.start(tokens, run.javaOptions());
                RelayRun parley = RelayRun.open("Parley", target, pairs, progress)) {
            report.option("file system", target.fileSystem());
            parley.warmUp();
            saturated = parley.saturation();
            perSecond = rate > 0 ? rate : Math.floor(saturated.perSecond() / 2);
            steady = parley.steady(perSecond, Duration.ofSeconds(seconds));
            rowsPerSync = SYNCED_ROWS;
        }
        report.option("rate", perSecond);

        RelayLoad.Result bareSaturated;
        RelayLoad.Result bareSteady;
        progress.step("Starting the bare server …");
        try (BareTarget target = BareTarget.start(BareServer.Flush.TURN);
                RelayRun bare = RelayRun.open("the bare server", target, pairs, progress)) {
            bare.warmUp();
            bareSaturated = bare.saturation();
            bareSteady = bare.steady(perSecond, Duration.ofSeconds(seconds));
        }
        progress.step("Measuring RocksDB alone …");
        double synced = SyncedCommand.measure((int) Math.round(rowsPerSync), ROW_BYTES, SYNCED_TIME);

        atSaturation(report, saturated, bareSaturated, synced);
        atRate(report, "ack", steady.ack(), bareSteady.ack());
        atRate(report, "delivery", steady.delivery(), bareSteady.delivery());
        report.add(Figure.of("server cpu a send, at rate", steady.serverMicrosPerSend(), "us")
                .against(BARE, bareSteady.serverMicrosPerSend()));
        report.add(Figure.of("achieved rate", steady.perSecond(), "sends/s").against(BARE, bareSteady.perSecond()));
        report.add(Figure.of("one synced batch of RocksDB", SYNCED_ROWS * 1000 / synced, "ms"));
        report.add(Figure.of("refused", (double) (saturated.errors() + steady.errors()), "sends"));
        report.note("A send counts when it was acked and delivered; latencies begin at the time it was meant for, at "
                + Figure.number(perSecond) + " sends/s.");
        return run.finish(report);
    }

    private static void atSaturation(Report report, RelayLoad.Result parley, RelayLoad.Result bare, double synced) {
        report.add(Figure.of("sends", parley.perSecond(), "1/s").against(BARE, bare.perSecond()))
                .add(Figure.of("sends as rows", parley.perSecond(), "1/s")
                        .against("RocksDB rows, " + SYNCED_ROWS + " a sync", synced))
                .add(Figure.of("server cpu a send", parley.serverMicrosPerSend(), "us")
                        .against(BARE, bare.serverMicrosPerSend()))
                .add(Figure.of("server cores", parley.serverCores(), "cores").against(BARE, bare.serverCores()))
                .add(Figure.of("client cores", parley.clientCores(), "cores").against(BARE, bare.clientCores()))
                .add(Figure.of("delivery p99, saturated", parley.delivery().percentile(99), "ms")
                        .against(BARE, bare.delivery().percentile(99)));
    }

    private static void atRate(Report report, String what, Latencies parley, Latencies bare) {
        for (double percent : new double[] {50, 99, 99.9}) {
            String name = what + " p" + (percent == 99.9 ? "99.9" : Integer.toString((int) percent));
            report.add(Figure.of(name, parley.percentile(percent), "ms").against(BARE, bare.percentile(percent)));
        }
    }
}
