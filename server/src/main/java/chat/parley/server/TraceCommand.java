package chat.parley.server;

import chat.parley.conformance.client.TrustOption;
import chat.parley.domain.ConversationId;
import chat.parley.domain.MessageId;
import chat.parley.server.auth.Secret;
import chat.parley.server.auth.TokenMint;
import chat.parley.server.config.Settings;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells the way of a message. A running server has its data directory locked, and is asked; of a stopped one it is read. */
@Command(
        name = "trace",
        description =
                "Tell the way of a message to each device of each member: stored, live, pushed, or why not. Asks the"
                        + " server; where none listens, reads the data directory. Shows no texts, but devices and whom members"
                        + " have muted: it is for those who run the server.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExits with 1 when there is no such message, or nobody to ask.%n")
final class TraceCommand implements Callable<Integer> {

    /** The settings that its help has. */
    static final String READS = "config|data|host|port|tls-cert";

    private static final Duration WAIT_MAX = Duration.ofSeconds(30);
    private static final Duration TOKEN_LIFE = Duration.ofMinutes(5);

    @Spec
    @Nullable
    CommandSpec spec;

    @Mixin
    Settings settings = new Settings();

    @Mixin
    TrustOption trust = new TrustOption();

    @Parameters(index = "0", paramLabel = "CONVERSATION", description = "Its conversation_id.")
    String conversation = "";

    @Parameters(index = "1", paramLabel = "MESSAGE", description = "Its message_id.")
    String message = "";

    @Option(names = "--url", paramLabel = "URL", description = "The server (default: that of --port on this machine).")
    @Nullable
    String url;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description =
                    "Of parley token --operator, for a server whose data directory is on another machine (default:"
                            + " one is made with the secret in --data).")
    @Nullable
    String token;

    @Option(names = "--json", description = "Print it as JSON.")
    boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        settings.validated();
        CommandLine line = Objects.requireNonNull(spec).commandLine();
        if (!ConversationId.isValid(conversation)) {
            throw new ParameterException(line, "CONVERSATION is not 1 to 64 of A-Z a-z 0-9 _ . -");
        }
        if (!MessageId.isValid(message)) {
            throw new ParameterException(line, "MESSAGE is not 13 of 0-9 a-z without i l o u");
        }
        try {
            return asked(line);
        } catch (ConnectException e) {
            if (url != null) {
                line.getErr().println("parley trace: no server listens at " + url);
                return CommandLine.ExitCode.SOFTWARE;
            }
            return read(line);
        }
    }

    private int asked(CommandLine line) throws IOException, InterruptedException {
        if (token == null && url == null && !Files.isDirectory(settings.data())) {
            throw new ParameterException(
                    line,
                    "there is no data directory " + settings.data() + ": name it with --data, or a server with --url"
                            + " and --token");
        }
        String server = url == null ? usual() : url.replaceFirst("/+$", "");
        HttpRequest request = HttpRequest.newBuilder(uri(line, server))
                .header("authorization", "Bearer " + operatorToken())
                .timeout(WAIT_MAX)
                .build();
        HttpResponse<String> answer;
        try (HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10))
                .build()) {
            answer = http.send(request, BodyHandlers.ofString());
        }
        switch (answer.statusCode()) {
            case 200 -> line.getOut().print(answer.body() + (json ? "\n" : ""));
            case 401 ->
                line.getErr()
                        .println("parley trace: the server at " + server
                                + " does not take the token: is its data directory " + settings.data()
                                + "? Name it with --data, another server with --url");
            case 404 -> line.getErr().println("parley trace: there is no such message, or it is no more");
            default -> line.getErr().println("parley trace: " + server + " answers " + answer.statusCode());
        }
        line.getOut().flush();
        return answer.statusCode() == 200 ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private URI uri(CommandLine line, String server) {
        try {
            URI uri = URI.create(
                    server + "/operator/traces/" + conversation + "/" + message + (json ? "" : "?format=text"));
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new ParameterException(line, "--url is no http or https address of a server");
    }

    private String usual() {
        String host = settings.host().equals("0.0.0.0") || settings.host().equals("::") ? "localhost" : settings.host();
        return (settings.tlsCert() == null ? "http://" : "https://") + (host.contains(":") ? "[" + host + "]" : host)
                + ":" + settings.port();
    }

    private String operatorToken() throws IOException {
        return token != null
                ? token
                : new TokenMint(Secret.ofOperators(settings.data()), Clock.systemUTC()).tokenForOperator(TOKEN_LIFE);
    }

    private int read(CommandLine line) {
        line.getErr().println("(no server listens at " + usual() + ": read from " + settings.data() + ")");
        String story =
                StoredStory.of(settings.data(), new ConversationId(conversation), MessageId.parse(message), json);
        if (story == null) {
            line.getErr().println("parley trace: there is no such message, or it is no more");
            return CommandLine.ExitCode.SOFTWARE;
        }
        line.getOut().print(story);
        line.getOut().flush();
        return CommandLine.ExitCode.OK;
    }
}
