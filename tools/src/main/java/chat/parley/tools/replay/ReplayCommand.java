package chat.parley.tools.replay;

import chat.parley.client.ParleyException;
import chat.parley.tools.client.Endpoint;
import chat.parley.tools.client.ServerProcess;
import chat.parley.tools.client.Tokens;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Plays conversations into a server and proves that nothing was lost, doubled, reordered or changed. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = {
            "Play conversations into a server, every user with the client library and a device of his own, and check every"
                    + " promise: each acked message is in the history once, in order and unchanged, reached every"
                    + " member and nobody else, and every unread count is what a recount gives.",
            "Without --url a server of its own is started, on a free port, and may be killed while it works (--chaos).",
            ""
        },
        footer = {
            "",
            "FILE holds JSON lines, plain or gzipped, in the order of their time:",
            "  {\"t\": 1100480400.5, \"kind\": \"msg\", \"conversation\": \"#ubuntu\", \"user\": \"ann\", \"text\": \"hi\"}",
            "A join adds the user to the group, a part takes him out (kind \"join\" and \"part\"); who is first seen"
                    + " speaking was there. Others are added before they speak. Every other group shows its newcomers"
                    + " nothing older.",
            "",
            "Exit codes: 0 every promise kept; 1 a promise broken; 2 the run could not be done.",
            "",
            "Examples:",
            "  parley replay talk.jsonl.gz                          as fast as possible, on a server of its own",
            "  parley replay talk.jsonl.gz --speed 3600             an hour in a second",
            "  parley replay talk.jsonl.gz --chaos kill-9:5         the server dies five times",
            "  parley replay talk.jsonl.gz --broken-links 30        connections break every half minute",
            "  parley replay --synthetic 200x500 --chaos kill-9:20  200 senders of 500 messages each"
        })
public final class ReplayCommand implements Callable<Integer> {

    private static final Pattern SYNTHETIC = Pattern.compile("([0-9]{1,7})x([0-9]{1,7})");
    private static final Pattern CHAOS = Pattern.compile("kill-9:([0-9]{1,4})");
    private static final Pattern RUN = Pattern.compile("[A-Za-z0-9_.-]{1,32}");

    private final Tokens.Source tokens;

    @Spec
    @Nullable
    CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "What to play.")
    @Nullable
    Path file;

    @Option(
            names = "--synthetic",
            paramLabel = "USERSxEACH",
            description = "Made-up talk instead of a file: so many users, each sending so many messages in turn.")
    @Nullable
    String synthetic;

    @Option(
            names = "--group-size",
            paramLabel = "N",
            defaultValue = "20",
            description = "Members of each group of --synthetic, 1 to 1000 (default: ${DEFAULT-VALUE}).")
    int groupSize;

    @Option(
            names = "--speed",
            paramLabel = "N",
            description = "Keep to the times of the file, N times faster. Latencies then count from the intended time.")
    @Nullable
    Double speed;

    @Option(
            names = "--silence-max",
            paramLabel = "SECONDS",
            defaultValue = "600",
            description = "With --speed: cut longer silences of the file to this (default: ${DEFAULT-VALUE}).")
    double silenceMax;

    @Option(names = "--as-fast-as-possible", description = "Send as soon as there is room in the windows; the default.")
    boolean asFastAsPossible;

    @Option(names = "--url", paramLabel = "URL", description = "A server that runs; its secret is needed (see --data).")
    @Nullable
    String url;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Data directory of the server to be started (default: a new one below the directory for"
                    + " temporary files); with --url: the one whose secret signs the tokens.")
    @Nullable
    Path data;

    @Option(
            names = "--chaos",
            paramLabel = "kill-9:N",
            description = "Kill the server N times at random moments of the sending and start it again.")
    @Nullable
    String chaos;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "For all that is random: the moments of --chaos, made-up texts (default: ${DEFAULT-VALUE}).")
    long seed;

    @Option(
            names = "--run",
            paramLabel = "ID",
            description = "Marks the keys of this run (default: the time). The same run again finds its own groups and"
                    + " messages, and must not double them.")
    @Nullable
    String run;

    @Option(
            names = "--window",
            paramLabel = "N",
            defaultValue = "4096",
            description = "Most unanswered lines of all users together (default: ${DEFAULT-VALUE}).")
    int window;

    @Option(
            names = "--broken-links",
            paramLabel = "SECONDS",
            description =
                    "Lead the devices through a proxy that breaks each connection about every so many seconds: cut"
                            + " off, in the middle of a frame or not, stalled, half-open; that loses acks and doubles frames.")
    @Nullable
    Integer brokenLinks;

    @Option(
            names = "--server-option",
            paramLabel = "WORD",
            description =
                    "A further word for the serve command of the own server, such as --server-option=--fsync=false;"
                            + " may be repeated.")
    List<String> serverOptions = List.of();

    @Option(names = "--json", paramLabel = "FILE", description = "Write the figures as JSON, too.")
    @Nullable
    Path json;

    /** @param tokens signs for any user of the script */
    public ReplayCommand(Tokens.Source tokens) {
        this.tokens = tokens;
    }

    @Override
    public Integer call() throws InterruptedException {
        CommandLine line = Objects.requireNonNull(spec).commandLine();
        PrintWriter out = line.getOut();
        try {
            checkOptions();
            Script script = script();
            Progress progress = Optional.ofNullable(System.console())
                            .filter(Console::isTerminal)
                            .isPresent()
                    ? new BarProgress(System.err)
                    : new LineProgress(out);
            return url == null ? onOwnServer(script, progress, out) : onServer(script, url, progress, out);
        } catch (Replay.Broken | ParleyException | IllegalArgumentException | IllegalStateException e) {
            line.getErr().println("parley replay: " + e.getMessage());
            return CommandLine.ExitCode.USAGE;
        } catch (UncheckedIOException e) {
            line.getErr().println("parley replay: " + e.getMessage() + ": " + e.getCause());
            return CommandLine.ExitCode.USAGE;
        }
    }

    private int onServer(Script script, String address, Progress progress, PrintWriter out)
            throws InterruptedException {
        URI server = Endpoint.parse(address).http("");
        try (Link link = Link.to(server, brokenLinks, seed);
                Replay replay = new Replay(plan(script, server, link.url(), tokens.of(data)), progress)) {
            replay.play(_ -> {});
            return report(replay.check(), link, 0, out);
        }
    }

    private int onOwnServer(Script script, Progress progress, PrintWriter out) throws InterruptedException {
        Path directory = data == null ? temporary() : data;
        int code;
        try (ServerProcess server = ServerProcess.start(directory, 0, List.of(), serveWords());
                Link link = Link.to(server.endpoint().http(""), brokenLinks, seed);
                Replay replay = new Replay(
                        plan(script, server.endpoint().http(""), link.url(), tokens.of(directory)), progress)) {
            int lines = script.messages() + script.changes();
            Chaos strikes = new Chaos(server, number(CHAOS, chaos, 1), lines, seed, progress);
            try (strikes) {
                replay.play(strikes::answered);
            }
            if (!strikes.failure().isEmpty()) {
                throw new Replay.Broken("the server did not come back: " + strikes.failure());
            }
            code = report(replay.check(), link, strikes.kills(), out);
        }
        out.println("The data is in " + directory + ". Check the store itself with:");
        out.println("  ./parley verify --data " + directory);
        return code;
    }

    /** One person has days for what a replay sends in seconds: without limits, unless they are what is to be seen. */
    private List<String> serveWords() {
        List<String> words = new ArrayList<>(serverOptions);
        if (words.stream().noneMatch(word -> word.startsWith("--limits"))) {
            words.add("--limits=off");
        }
        return words;
    }

    private int report(Replay.Outcome outcome, Link link, int kills, PrintWriter out) {
        Report report = new Report(outcome, link.faults(), kills);
        report.print(out, Ansi.AUTO);
        if (json != null) {
            try {
                report.write(json);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot write " + json, e);
            }
        }
        out.flush();
        return outcome.findings().clean() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private Replay.Plan plan(Script script, URI server, URI link, Tokens signer) {
        Pace pace = speed == null ? Pace.asFastAsPossible() : new Pace(speed, silenceMax);
        String id = run == null ? Long.toString(System.currentTimeMillis(), 36) : run;
        return new Replay.Plan(script, server, link, signer, id, window, pace, seed);
    }

    private Script script() {
        if (file != null) {
            return new FileScript(file);
        }
        String size = Objects.requireNonNull(synthetic);
        return new SyntheticScript(number(SYNTHETIC, size, 1), number(SYNTHETIC, size, 2), groupSize, seed);
    }

    private void checkOptions() {
        check((file == null) != (synthetic == null), "give either FILE or --synthetic USERSxEACH");
        check(file == null || Files.isReadable(file), "there is no file " + file + " that can be read");
        check(synthetic == null || SYNTHETIC.matcher(synthetic).matches(), "--synthetic is not like 200x500");
        check(chaos == null || CHAOS.matcher(chaos).matches(), "--chaos is not like kill-9:5");
        check(chaos == null || url == null, "--chaos kills a server of its own: leave --url out");
        check(speed == null || !asFastAsPossible, "--speed and --as-fast-as-possible exclude each other");
        check(speed == null || (speed > 0 && speed < 1e9), "--speed is not positive");
        check(run == null || RUN.matcher(run).matches(), "--run is not 1 to 32 of A-Z a-z 0-9 _ . -");
        check(window > 0 && window <= 1_000_000, "--window is not from 1 to 1,000,000");
        check(brokenLinks == null || brokenLinks > 0, "--broken-links is not positive");
        check(silenceMax >= 0, "--silence-max is negative");
    }

    private void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new ParameterException(Objects.requireNonNull(spec).commandLine(), otherwise);
        }
    }

    private static int number(Pattern pattern, @Nullable String text, int group) {
        if (text == null) {
            return 0;
        }
        Matcher matcher = pattern.matcher(text);
        return matcher.matches() ? Integer.parseInt(matcher.group(group)) : 0;
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("parley-replay-").resolve("data");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a temporary directory", e);
        }
    }
}
