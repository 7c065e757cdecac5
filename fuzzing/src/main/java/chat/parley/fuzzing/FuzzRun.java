package chat.parley.fuzzing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One run of a fuzz target: a class with {@code fuzzerTestOneInput}, which throws when a property does not hold. Its
 * inputs are first the files of {@code src/test/fuzz/TARGET}, then what Jazzer makes of them.
 *
 * <p>Not Jazzer's own integration with JUnit, which is of an older JUnit and shares one process between all tests. What it
 * writes is in {@code target/fuzz/TARGET}, of the module that it is started in.
 */
public final class FuzzRun {

    /** Of one input; the timeout counts as a finding. */
    private static final Duration INPUT_TIME_MAX = Duration.ofSeconds(10);

    /** Of a short run as a whole, in case the fuzzer itself hangs. */
    private static final Duration SHORT_TIME_MAX = Duration.ofMinutes(3);

    private static final int INPUT_BYTES_MAX = 8 * 1024;

    /** How libFuzzer ends when a target has thrown, and when it took too long. */
    private static final List<Integer> FOUND = List.of(77, 70, 71);

    /** What a run came to; the log says which input it was and where it is kept. */
    public sealed interface Result {

        record Nothing() implements Result {}

        record Finding(String log) implements Result {}
    }

    private final String target;
    private final Path work;
    private final Path seeds;

    private FuzzRun(String target) {
        this.target = target;
        String name = target.substring(target.lastIndexOf('.') + 1);
        this.work = Path.of("target", "fuzz", name);
        this.seeds = Path.of("src", "test", "fuzz", name);
    }

    /**
     * The same inputs each time, as far as the target does the same each time.
     *
     * @param inputs how many
     */
    public static Result shortly(Class<?> target, int inputs) {
        try {
            return new FuzzRun(target.getName()).shortly(inputs);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** {@code FuzzRun TARGET SECONDS}: goes on from what earlier long runs have found to be of interest. */
    public static void main(String[] args) throws IOException, InterruptedException {
        FuzzRun run = new FuzzRun(args[0]);
        Path corpus = Files.createDirectories(run.work.resolve("kept"));
        Process process = run.process(corpus, "-max_total_time=" + Long.parseLong(args[1]), "-print_final_stats=1")
                .inheritIO()
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        System.exit(process.waitFor());
    }

    private Result shortly(int inputs) throws IOException, InterruptedException {
        Path corpus = Files.createDirectories(work.resolve("short"));
        empty(corpus);
        Path log = work.resolve("short.log");
        Process process = process(corpus, "-runs=" + inputs, "-seed=1")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!process.waitFor(SHORT_TIME_MAX.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new IllegalStateException("took more than " + SHORT_TIME_MAX + ": see " + log.toAbsolutePath());
        }
        if (process.exitValue() == 0) {
            return new Result.Nothing();
        }
        String said = Files.readString(log, StandardCharsets.ISO_8859_1);
        if (FOUND.contains(process.exitValue())) {
            return new Result.Finding(said);
        }
        throw new IllegalStateException("the fuzzer ended with " + process.exitValue() + ": " + said);
    }

    private ProcessBuilder process(Path corpus, String... limits) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+EnableDynamicAgentLoading",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + target,
                "--instrumentation_includes=chat.parley.**",
                "--custom_hook_includes=chat.parley.**",
                "--reproducer_path=" + work,
                "-artifact_prefix=" + work + "/",
                "-timeout=" + INPUT_TIME_MAX.toSeconds(),
                "-max_len=" + INPUT_BYTES_MAX));
        command.addAll(List.of(limits));
        command.add(corpus.toString());
        if (Files.isDirectory(seeds)) {
            command.add(seeds.toString());
        }
        return new ProcessBuilder(command);
    }

    private static void empty(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.equals(directory)) {
                    Files.delete(file);
                }
            }
        }
    }
}
