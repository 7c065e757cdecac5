package chat.parley.conformance;

import chat.parley.conformance.client.Address;
import chat.parley.conformance.client.Setting;
import chat.parley.conformance.client.Tokens;
import chat.parley.conformance.client.TrustOption;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Holds a server to the wire contract. */
@Command(
        name = "conform",
        mixinStandardHelpOptions = true,
        description = {
            "Hold a server, of whoever's making, to the wire contract: a named check for each of its sentences, limits"
                    + " and codes. Every run makes users and conversations of its own, so that it can be repeated on a"
                    + " server that is in use; it ends in about a minute.",
            ""
        },
        footer = {
            "",
            "Users come from tokens that are signed with the server's secret: of --jwt-secret, of --data, of"
                    + " PARLEY_JWT_SECRET, or of ./data, in this order; or, with --accounts, from /api/auth/register.",
            "",
            "A check that failed says what the contract says, what was sent, what came and what was expected.",
            "",
            "Exit codes: 0 all that ran passed; 1 a check failed; 2 nothing could be checked.",
            "",
            "Examples:",
            "  parley conform http://localhost:8080",
            "  parley conform http://localhost:8080 --only 'sync.*' --only 'ids.*'",
            "  parley conform https://chat.example.com --accounts --junit conform.xml",
            "  parley conform --list"
        })
public final class ConformCommand implements Callable<Integer> {

    private final SecretSource secrets;

    @Spec
    @Nullable
    CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "URL",
            description = "The server, as http://HOST:PORT or https://HOST:PORT.")
    @Nullable
    String url;

    @Mixin
    TrustOption trust = new TrustOption();

    @Option(names = "--jwt-secret", paramLabel = "SECRET", description = "The server's HS256 secret.")
    @Nullable
    String secret;

    @Option(names = "--data", paramLabel = "DIR", description = "The server's data directory, which holds its secret.")
    @Nullable
    Path data;

    @Option(
            names = "--accounts",
            description = "Register users instead of signing tokens. Checks that need tokens of their own are not run.")
    boolean accounts;

    @Option(
            names = "--only",
            paramLabel = "GLOB",
            description = "Run only checks with such a name, as 'sync.*'; may be repeated.")
    List<String> only = List.of();

    @Option(
            names = "--list",
            description = "Print the checks and the sentences that they hold the server to; run none.")
    boolean list;

    @Option(names = "--slow", description = "Run the checks that wait for minutes, too.")
    boolean slow;

    @Option(names = "--no-limits", description = "The server limits no rates: leave out the checks that it does.")
    boolean noLimits;

    @Option(
            names = "--no-accounts",
            description =
                    "The server has no accounts of its own, another issuer signs its tokens: leave out those checks.")
    boolean noAccounts;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            defaultValue = "16",
            description = "Checks at a time, 1 to 256 (default: ${DEFAULT-VALUE}).")
    int parallel;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the results as JSON, too.")
    @Nullable
    Path json;

    @Option(names = "--junit", paramLabel = "FILE", description = "Write the results as JUnit XML, too.")
    @Nullable
    Path junit;

    /** @param secrets asked when no secret is named */
    public ConformCommand(SecretSource secrets) {
        this.secrets = secrets;
    }

    @Override
    public Integer call() throws InterruptedException {
        CommandLine line = Objects.requireNonNull(spec).commandLine();
        PrintWriter out = line.getOut();
        check(parallel >= 1 && parallel <= 256, "--parallel is not from 1 to 256");
        check(list || url != null, "give the URL of a server");
        check(secret == null || !accounts, "--jwt-secret and --accounts exclude each other");
        check(!noAccounts || !accounts, "--accounts and --no-accounts exclude each other");
        List<Check> chosen = Contract.checks(new Contract.Without(noLimits, noAccounts)).stream()
                .filter(check -> slow || list || check.length() != Check.Length.SLOW)
                .filter(this::isWanted)
                .toList();
        check(!chosen.isEmpty(), "no check has a name like " + only + "; see --list");
        if (list) {
            Listing.print(chosen, out);
            return CommandLine.ExitCode.OK;
        }
        try {
            return run(chosen, out);
        } catch (IllegalArgumentException e) {
            line.getErr().println("parley conform: " + e.getMessage());
            return CommandLine.ExitCode.USAGE;
        } catch (IOException e) {
            line.getErr()
                    .println("parley conform: " + url + " does not answer" + reason(e) + ". Does a server run there?");
            return CommandLine.ExitCode.USAGE;
        }
    }

    /** The JDK says nothing of a port that is closed, and a class alone of a host that is unknown. */
    private static String reason(IOException failure) {
        if (failure instanceof ConnectException && failure.getMessage() == null) {
            return failure.getCause() instanceof ConnectException
                    ? ": nobody listens there"
                    : ": there is no host of this name, or it cannot be reached";
        }
        return failure.getMessage() == null ? "" : ": " + failure.getMessage();
    }

    private int run(List<Check> checks, PrintWriter out) throws IOException, InterruptedException {
        Address address = Address.parse(Objects.requireNonNull(url));
        Optional<Tokens> tokens = accounts
                ? Optional.empty()
                : Optional.of(new Tokens(secret != null ? secret.getBytes(StandardCharsets.UTF_8) : secrets.of(data)));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                HttpClient http = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(Duration.ofSeconds(10))
                        .executor(threads)
                        .build()) {
            http.send(
                    HttpRequest.newBuilder(address.http("/healthz"))
                            .timeout(Duration.ofSeconds(10))
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
            Setting setting = new Setting(address, tokens, Long.toString(System.currentTimeMillis(), 36), http);
            List<Result> results;
            try (Progress progress = new Progress(checks.size())) {
                results = new Runner(setting, parallel, progress).run(checks);
            }
            Report report = new Report(address.http("").toString(), results);
            report.print(out, CommandLine.Help.Ansi.AUTO);
            out.flush();
            write(report);
            return report.failures() == 0 ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        }
    }

    private void write(Report report) {
        try {
            if (json != null) {
                report.writeJson(json);
            }
            if (junit != null) {
                report.writeJunit(junit);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the results", e);
        }
    }

    private boolean isWanted(Check check) {
        return only.isEmpty()
                || only.stream().anyMatch(glob -> {
                    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob);
                    return matcher.matches(Path.of(check.name()));
                });
    }

    private void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new ParameterException(Objects.requireNonNull(spec).commandLine(), otherwise);
        }
    }
}
