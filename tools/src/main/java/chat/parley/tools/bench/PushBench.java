package chat.parley.tools.bench;

import chat.parley.domain.Platform;
import chat.parley.domain.UserId;
import chat.parley.embedded.EmbeddedStore;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How fast devices are woken, and what it costs that many wait. */
@Command(
        name = "push",
        description = "Wake devices by a stub of APNs on this machine: notifications a second from the push log to the"
                + " stub's answer, and memory and the time of opening the store with wake-ups that wait.",
        mixinStandardHelpOptions = true,
        footerHeading = "%n",
        footer = {
            "Everything is in one process, the stub too; what is sent is put on the push log beforehand. The baselines of the same run: pushy alone, with as many notifications under way, to the same stub; and opening the same store with none that wait."
        })
final class PushBench implements Callable<Integer> {

    private static final String BARE = "pushy alone";
    private static final String NONE = "none waiting";
    private static final int MEMBERS = 1_000;
    private static final int WARM_UPS = 3;
    private static final int ROUNDS = 5;
    private static final int BADGES = 200;

    /** How long the gateway looks for what is due before its memory is read. */
    private static final Duration LOOKING = Duration.ofSeconds(1);

    /** Until the collector has given back to the system what it does not want to keep. */
    private static final Duration GIVE_BACK = Duration.ofMillis(500);

    private static final double MIB = 1024 * 1024;

    @Mixin
    BenchRun run = new BenchRun();

    @Option(
            names = "--notifications",
            paramLabel = "N",
            defaultValue = "50000",
            description = "In each round, 1 to 200000; made up to full groups of at most " + MEMBERS
                    + " (default: ${DEFAULT-VALUE}).")
    int notifications;

    @Option(
            names = "--conversations",
            paramLabel = "N",
            defaultValue = "5000",
            description = "Of a user whose unread messages are counted, 1 to 100000 (default: ${DEFAULT-VALUE}).")
    int conversations;

    @Option(
            names = "--waiting",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "Wake-ups that wait at most, 100 to 10000000; a hundredth and a tenth are looked at too"
                    + " (default: ${DEFAULT-VALUE}).")
    long waiting;

    @Override
    public Integer call() {
        run.check("--notifications", notifications, 1, 200_000);
        run.check("--conversations", conversations, 1, 100_000);
        run.check("--waiting", waiting, 100, 10_000_000);
        Report report = new Report("push")
                .option("notifications", notifications)
                .option("conversations", conversations)
                .option("waiting", waiting);
        try (Workplace workplace = Workplace.make();
                ApnsStub apple = ApnsStub.start(workplace.path())) {
            report.option("file system", workplace.fileSystem());
            Path data = workplace.path().resolve("data");
            try (EmbeddedStore store = EmbeddedStore.open(data);
                    PushStage stage = new PushStage(store, apple)) {
                send(report, stage, apple);
                count(report, stage);
            }
            double opening = open(data, 0);
            try (EmbeddedStore store = EmbeddedStore.open(data);
                    PushStage stage = new PushStage(store, apple)) {
                gather(report, store, stage);
            }
            report.add(Figure.of("opening, " + Figure.number((double) waiting) + " waiting", open(data, waiting), "ms")
                    .against(NONE, opening));
        }
        return run.finish(report.note("Notifications are medians of " + ROUNDS
                        + " rounds in turn with the baseline, after " + WARM_UPS
                        + ". Memory after a collection, of the whole process: the stub and the store's caches too.")
                .note("No device and no user is spared for having been woken just before: few stand for many here."));
    }

    private void send(Report report, PushStage stage, ApnsStub apple) {
        int people = Math.min(MEMBERS, notifications);
        int groups = (notifications + people - 1) / people;
        int all = groups * people;
        Progress progress = run.progress();
        progress.step("Making " + groups + " groups …");
        stage.populate(people, groups);
        PushRun fabric = new PushRun(stage);
        double[] rates = new double[ROUNDS];
        double[] bare = new double[ROUNDS];
        for (int i = -WARM_UPS; i < ROUNDS; i++) {
            stage.speak();
            long goal = apple.received() + all;
            double rate = all / fabric.until(() -> apple.received() >= goal && stage.owed() == 0);
            double bareRate = apple.bare(all, PushStage.UNDER_WAY_MAX);
            progress.step("  " + Figure.number(rate) + "/s, " + BARE + " " + Figure.number(bareRate) + "/s");
            if (i >= 0) {
                rates[i] = rate;
                bare[i] = bareRate;
            }
        }
        report.add(Figure.of("notifications", median(rates), "1/s").against(BARE, median(bare)));
    }

    /** What the gateway's thread does for each user of whom something is due. */
    private void count(Report report, PushStage stage) {
        UserId user = stage.busy(conversations);
        double[] millis = new double[BADGES];
        for (int i = -BADGES; i < BADGES; i++) {
            long start = System.nanoTime();
            long badge = stage.badge(user);
            if (badge != conversations) {
                throw new IllegalStateException(badge + " messages are unread, and not " + conversations);
            }
            if (i >= 0) {
                millis[i] = (System.nanoTime() - start) / 1e6;
            }
        }
        report.add(Figure.of("badge of " + Figure.number(conversations) + " conversations", median(millis), "ms"));
    }

    private void gather(Report report, EmbeddedStore store, PushStage stage) {
        WaitingRows rows = new WaitingRows(store.wakeUps(), System.currentTimeMillis());
        PushRun fabric = new PushRun(stage);
        ProcessUsage usage = new ProcessUsage(ProcessHandle.current().pid());
        double heapBefore = 0;
        double rssBefore = 0;
        for (long count : LongStream.of(0, waiting / 100, waiting / 10, waiting).toArray()) {
            rows.fill(count);
            long end = System.nanoTime() + LOOKING.toNanos();
            var _ = fabric.until(() -> System.nanoTime() >= end);
            double heap = liveHeap() / MIB;
            double rss = usage.rssBytes() / MIB;
            String waits = Figure.number((double) stage.owed()) + " waiting";
            run.progress()
                    .step("  " + waits + ": heap " + Figure.number(heap) + " MiB, rss " + Figure.number(rss) + " MiB");
            if (count == 0) {
                heapBefore = heap;
                rssBefore = rss;
            } else {
                report.add(Figure.of("heap, " + waits, heap, "MiB").against(NONE, heapBefore))
                        .add(Figure.of("rss, " + waits, rss, "MiB").against(NONE, rssBefore));
            }
        }
    }

    /** This process's own, so not by jcmd: what waits for the collection would be asked to do it. */
    private static long liveHeap() {
        System.gc();
        Waiting.pause(GIVE_BACK);
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** @return milliseconds */
    private static double open(Path data, long owed) {
        long start = System.nanoTime();
        try (EmbeddedStore store = EmbeddedStore.open(data)) {
            long found = store.wakeUps().owed(Platform.APNS);
            double millis = (System.nanoTime() - start) / 1e6;
            if (found != owed) {
                throw new IllegalStateException(found + " wake-ups are owed, and not " + owed);
            }
            return millis;
        }
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
