package chat.parley.tools.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How soon a server is there. */
@Command(
        name = "start",
        description =
                "Start the server again and again: the time until it says that it listens, and until /readyz answers"
                        + " 200; its memory then.",
        mixinStandardHelpOptions = true,
        footerHeading = "%n",
        footer = {
            "Each start has an empty data directory and goes through ./parley, as a user's does. The baselines of the same run: java -version, and a JVM with the same flags that says hello."
        })
final class StartBench implements Callable<Integer> {

    private static final String VERSION = "java -version";
    private static final String HELLO = "hello from a JVM";

    @Mixin
    BenchRun run = new BenchRun();

    @Option(
            names = "--runs",
            paramLabel = "N",
            defaultValue = "10",
            description = "How often, 1 to 1000; one more at first is not counted (default: ${DEFAULT-VALUE}).")
    int runs;

    @Override
    public Integer call() {
        run.check("--runs", runs, 1, 1000);
        Progress progress = run.progress();
        List<String> java = List.of(ChildJvm.java(), "-version");
        List<String> hello = new ArrayList<>(List.of(ChildJvm.java()));
        hello.addAll(ChildJvm.flags());
        hello.addAll(List.of("-cp", System.getProperty("java.class.path"), Hello.class.getName()));

        double[] listening = new double[runs];
        double[] ready = new double[runs];
        double[] rss = new double[runs];
        double[] version = new double[runs];
        double[] greeting = new double[runs];
        progress.step("Starting Parley " + (runs + 1) + " times …");
        for (int i = -1; i < runs; i++) {
            ServerStart.Result parley = ServerStart.measure(serve(), run.javaOptions());
            double versionMillis = ServerStart.millisToEnd(java);
            double helloMillis = ServerStart.millisToEnd(hello);
            if (i >= 0) {
                listening[i] = parley.listeningMillis();
                ready[i] = parley.readyMillis();
                rss[i] = parley.rssBytes() / 1048576.0;
                version[i] = versionMillis;
                greeting[i] = helloMillis;
            }
            progress.step("  ready after " + Figure.number(parley.readyMillis()) + " ms");
        }
        return run.finish(new Report("start")
                .option("runs", runs)
                .option("start-up cache", hasStartUpCache())
                .add(Figure.of("ready, median", median(ready), "ms").against(HELLO, median(greeting)))
                .add(Figure.of("ready, slowest", max(ready), "ms").against(HELLO, max(greeting)))
                .add(Figure.of("ready, beside java -version", median(ready), "ms")
                        .against(VERSION, median(version)))
                .add(Figure.of("listening line, median", median(listening), "ms")
                        .against(HELLO, median(greeting)))
                .add(Figure.of("rss when ready, median", median(rss), "MiB"))
                .note("From exec of ./parley serve, with its check for newer sources left out, to 200 from /readyz."));
    }

    /** ./parley of the source tree; where there is none, java -jar. */
    private static List<String> serve() {
        Checkout checkout = Checkout.find();
        Path script = checkout == null ? null : checkout.script();
        if (script != null) {
            return List.of(script.toString(), "serve");
        }
        List<String> command = new ArrayList<>(List.of(ChildJvm.java()));
        command.addAll(ChildJvm.flags());
        command.addAll(List.of("-jar", System.getProperty("java.class.path"), "serve"));
        return command;
    }

    /** What ./parley records after a build; without it classes are loaded from the jars one by one. */
    private static boolean hasStartUpCache() {
        Checkout checkout = Checkout.find();
        return checkout != null && Files.exists(checkout.root().resolve("server/target/parley.aot"));
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static double max(double[] values) {
        return Arrays.stream(values).max().orElse(0);
    }
}
