package chat.parley.tools.bench;

import chat.parley.domain.UserId;
import chat.parley.tools.client.Tokens;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What strangers can take from the others. */
@Command(
        name = "attacks",
        description = "Attack a server with its default limits, one attack after the other, while others talk: what it"
                + " costs, and how much later the others' messages come than in peace.",
        mixinStandardHelpOptions = true,
        footerHeading = "%n",
        footer = {
            "The attacker is on this machine too, and takes of it as much as he can: the others wait for him as well as for the server."
        })
final class AttacksBench implements Callable<Integer> {

    private static final Duration WARM_UP = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final double MIB = 1024 * 1024;

    private final Tokens.Source source;

    @Spec
    @Nullable
    CommandSpec spec;

    @Mixin
    BenchRun run = new BenchRun();

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "8",
            description = "How long each lasts, 1 to 3600 (default: ${DEFAULT-VALUE}).")
    int seconds;

    @Option(names = "--only", paramLabel = "NAME", description = "This attack alone; may be given several times.")
    List<String> only = new ArrayList<>();

    AttacksBench(Tokens.Source source) {
        this.source = source;
    }

    /** @param rssGrowth the most at any moment; {@code heapGrowth} after a collection, with the attack still on */
    private record Cost(double cpuSeconds, double rssGrowth, double heapGrowth, long acts, Latencies others) {}

    @Override
    public Integer call() {
        run.check("--seconds", seconds, 1, 3600);
        Progress progress = run.progress();
        Report report = new Report("attacks").option("seconds", seconds);
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        List<String> rows = new ArrayList<>();
        try (ParleyTarget target = ParleyTarget.startLimited(source, run.javaOptions());
                Bystanders others = new Bystanders(target)) {
            String conversation = target.conversation(List.of(new UserId("mallory"), new UserId("victim")));
            progress.step("Warming up …");
            Waiting.pause(WARM_UP);
            Cost quiet = suffer(target, others, null);
            report.add(Figure.of("peace: server cpu", quiet.cpuSeconds, "s"))
                    .add(Figure.of("peace: others p99", quiet.others.percentile(99), "ms"));
            for (Attack attack : Attacks.all()) {
                if (!only.isEmpty() && !only.contains(attack.name())) {
                    continue;
                }
                progress.step(attack.name() + " …");
                try (Attacker attacker = new Attacker(target, conversation, attack)) {
                    Cost cost = suffer(target, others, attacker);
                    add(report, attack.name(), cost, quiet);
                    rows.add(row(attack.name(), cost, quiet));
                }
                Waiting.pause(PAUSE);
            }
        }
        int code =
                run.finish(report.note("Heap after a collection while the attack goes on, RSS at its highest, each less"
                        + " than before it. Others: 5 pairs, 25 messages a second each."));
        out.println();
        out.println("| attack | acts/s | server CPU | heap, RSS | others' p99 |");
        out.println("|---|---|---|---|---|");
        rows.forEach(out::println);
        out.flush();
        return code;
    }

    /** @param attacker null for a time of peace */
    private Cost suffer(ParleyTarget target, Bystanders others, @Nullable Attacker attacker) {
        ProcessUsage usage = target.usage();
        usage.settle();
        long heapBefore = usage.liveBytes();
        long rssBefore = usage.rssBytes();
        Duration cpuBefore = usage.cpu();
        others.clear();
        if (attacker != null) {
            attacker.start();
        }
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        long rss = rssBefore;
        while (System.nanoTime() < end) {
            Waiting.pause(LOOK_EVERY);
            rss = Math.max(rss, usage.rssBytes());
        }
        Latencies late = others.counted();
        double cpu = usage.cpu().minus(cpuBefore).toNanos() / 1e9;
        long acts = attacker == null ? 0 : attacker.acts();
        double heap = (usage.liveBytes() - heapBefore) / MIB;
        return new Cost(cpu, (rss - rssBefore) / MIB, heap, acts, late);
    }

    private static void add(Report report, String name, Cost cost, Cost quiet) {
        report.add(Figure.of(name + ": server cpu", cost.cpuSeconds, "s").against("peace", quiet.cpuSeconds))
                .add(Figure.of(name + ": rss", cost.rssGrowth, "MiB"))
                .add(Figure.of(name + ": heap", cost.heapGrowth, "MiB"))
                .add(Figure.of(name + ": others p99", cost.others.percentile(99), "ms")
                        .against("peace", quiet.others.percentile(99)));
    }

    private String row(String name, Cost cost, Cost quiet) {
        return String.format(
                Locale.ROOT,
                "| %s | %,d | %.1f s of %d | %+.0f, %+.0f MiB | %.1f ms (peace: %.1f) |",
                name,
                cost.acts / seconds,
                cost.cpuSeconds,
                seconds,
                cost.heapGrowth,
                cost.rssGrowth,
                cost.others.percentile(99),
                quiet.others.percentile(99));
    }
}
