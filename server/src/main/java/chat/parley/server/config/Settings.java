package chat.parley.server.config;

import chat.parley.accounts.Lifetimes;
import chat.parley.fabric.limits.Quotas.Rates;
import chat.parley.providers.web.Contact;
import chat.parley.providers.web.Endpoints;
import chat.parley.websocket.Admission;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Every key of the configuration, once: its name, its default, what it means. A key {@code some-key} is the flag {@code
 * --some-key}, the environment's {@code PARLEY_SOME_KEY} and the file's {@code some-key}.
 */
public final class Settings {

    /** Fewer bytes than HS256's hash has would be the weakest part (RFC 7518, 3.2). */
    public static final int SECRET_BYTES_MIN = 32;

    @Spec(Spec.Target.MIXEE)
    @Nullable
    CommandSpec command;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Properties file with any of these keys (default: parley.properties, if it is there).")
    @Nullable
    Path config;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "0.0.0.0",
            description = "Address to listen on (default: ${DEFAULT-VALUE}).")
    String host = "";

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "Port for WebSocket and REST, 0 for any free one (default: ${DEFAULT-VALUE}).")
    int port;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "./data",
            description = "Directory that holds everything; made when missing (default: ${DEFAULT-VALUE}).")
    Path data = Path.of("");

    @Option(
            names = "--fsync",
            paramLabel = "BOOLEAN",
            arity = "1",
            defaultValue = "true",
            description = "Whether an ack waits until the disk has it. Without, a power cut may lose acked messages;"
                    + " the death of the process does not (default: ${DEFAULT-VALUE}).")
    boolean fsync;

    @Option(
            names = "--retention",
            paramLabel = "DURATION",
            defaultValue = "365d",
            converter = Retention.Converter.class,
            description = "How long messages are kept, in days (90d) or hours (12h), or forever"
                    + " (default: ${DEFAULT-VALUE}).")
    Retention retention = Retention.FOREVER;

    @Option(
            names = "--tls-cert",
            paramLabel = "FILE",
            description =
                    "Certificate and what leads from it to a root, PEM: the port then speaks TLS alone. Read again"
                            + " when it changes.")
    @Nullable
    Path tlsCert;

    @Option(
            names = "--tls-key",
            paramLabel = "FILE",
            description = "Private key of the certificate, PEM, PKCS #8 without a password; required with --tls-cert.")
    @Nullable
    Path tlsKey;

    @Option(
            names = "--jwt-secret",
            paramLabel = "SECRET",
            description = "HS256 secret of the tokens, at least 32 bytes. Better set by the environment or the file: a"
                    + " flag is seen by all users of the machine. Without one, and without --jwks-url, one is made in"
                    + " the data directory.")
    @Nullable
    String jwtSecret;

    @Option(
            names = "--jwks-url",
            paramLabel = "URL",
            description = "Where the token issuer publishes its keys (RS256, ES256, EdDSA); instead of a secret.")
    @Nullable
    URI jwksUrl;

    @Option(
            names = "--jwt-issuer",
            paramLabel = "ISS",
            description = "The iss that tokens must carry; required with --jwks-url.")
    @Nullable
    String jwtIssuer;

    @Option(
            names = "--jwt-audience",
            paramLabel = "AUD",
            description = "The aud that tokens must carry; required with --jwks-url.")
    @Nullable
    String jwtAudience;

    @Option(
            names = "--access-token-ttl",
            paramLabel = "SECONDS",
            defaultValue = "3600",
            description = "How long an access token of the built-in accounts is good, 60 to 86400 seconds"
                    + " (default: ${DEFAULT-VALUE}).")
    int accessTokenTtl;

    @Option(
            names = "--refresh-token-ttl",
            paramLabel = "DAYS",
            defaultValue = "90",
            description = "How long a login of the built-in accounts goes on without a refresh, 2 to 3650 days"
                    + " (default: ${DEFAULT-VALUE}).")
    int refreshTokenTtl;

    @Option(
            names = "--allowed-origins",
            paramLabel = "ORIGIN",
            split = ",",
            description = "Web origins besides the server's own that may open sockets, separated by commas, as"
                    + " https://app.example.com; * for all (default: none).")
    List<String> allowedOrigins = new ArrayList<>();

    @Option(
            names = "--transport",
            paramLabel = "NAME",
            defaultValue = "auto",
            description = "How sockets are served: io_uring, epoll, nio, or auto for the first that the kernel has"
                    + " (default: ${DEFAULT-VALUE}).")
    Transport transport = Transport.auto;

    @Mixin
    LimitSettings limits = new LimitSettings();

    @Mixin
    PushSettings push = new PushSettings();

    @Mixin
    AppPushSettings appPush = new AppPushSettings();

    @Option(
            names = "--log-format",
            paramLabel = "NAME",
            defaultValue = "text",
            description = "How log lines are written: text or json (default: ${DEFAULT-VALUE}).")
    LogFormat logFormat = LogFormat.text;

    @Option(
            names = "--log-level",
            paramLabel = "NAME",
            defaultValue = "info",
            description = "What is logged: warning, info, or debug for a line for each request, send and delivery"
                    + " (default: ${DEFAULT-VALUE}).")
    LogLevel logLevel = LogLevel.info;

    /** Spelled as on the command line. */
    public enum LogFormat {
        text,
        json
    }

    /** Spelled as on the command line. */
    public enum LogLevel {
        warning,
        info,
        debug
    }

    /** Spelled as on the command line. */
    public enum Transport {
        auto,
        io_uring,
        epoll,
        nio
    }

    /** @throws ParameterException that names the key and what is wrong with it */
    public Settings validated() {
        check(port >= 0 && port <= 65_535, "port", "is not from 0 to 65535");
        check(!host.isBlank(), "host", "is empty");
        check((tlsCert == null) == (tlsKey == null), "tls-cert", "and tls-key are there together, or neither");
        check(
                jwtSecret == null
                        || jwtSecret.getBytes(java.nio.charset.StandardCharsets.UTF_8).length >= SECRET_BYTES_MIN,
                "jwt-secret",
                "has fewer than 32 bytes; make one with: openssl rand -base64 48");
        check(
                jwksUrl == null || jwtSecret == null,
                "jwks-url",
                "and jwt-secret exclude each other: one issuer at a time");
        check(
                jwksUrl == null || "https".equals(jwksUrl.getScheme()) || "http".equals(jwksUrl.getScheme()),
                "jwks-url",
                "is not an http or https address");
        check(jwksUrl == null || jwtIssuer != null, "jwt-issuer", "is required with jwks-url");
        check(jwksUrl == null || jwtAudience != null, "jwt-audience", "is required with jwks-url");
        check(accessTokenTtl >= 60 && accessTokenTtl <= 86_400, "access-token-ttl", "is not from 60 to 86400 seconds");
        check(refreshTokenTtl >= 2 && refreshTokenTtl <= 3_650, "refresh-token-ttl", "is not from 2 to 3650 days");
        check(limits.negative() == null, String.valueOf(limits.negative()), "is negative");
        check(push.endless() == null, String.valueOf(push.endless()), "has to end, as 7d does");
        check(push.isIntervalGood(), "push-interval", "is not from 0 to 3600 seconds");
        check(
                Contact.isValid(push.contact()),
                "push-contact",
                "is not like mailto:admin@example.org or https://example.org/contact");
        try {
            var _ = Endpoints.allowing(push.endpoints());
        } catch (IllegalArgumentException e) {
            check(
                    false,
                    "push-endpoints",
                    "has " + e.getMessage()
                            + ". Each is a host (ntfy.home.arpa) or all hosts below a domain (*.lan), on port"
                            + " 443 or another (ntfy.example.org:8443); they are separated by commas");
        }
        String wrongPush = appPush.wrong();
        if (wrongPush != null) {
            String[] keyAndRest = wrongPush.split(" ", 2);
            check(false, keyAndRest[0], keyAndRest[1]);
        }
        for (String origin : allowedOrigins) {
            check(
                    origin.equals("*") || origin.matches("https?://[^/\\s]+"),
                    "allowed-origins",
                    "has '" + origin + "', which is not like https://app.example.com");
        }
        return this;
    }

    private void check(boolean good, String key, String wrong) {
        if (!good) {
            CommandSpec spec = Objects.requireNonNull(command);
            throw new ParameterException(spec.commandLine(), key + " " + wrong);
        }
    }

    /** The keys as picocli sees them, in the order of this class, with their effective values. */
    public List<picocli.CommandLine.Model.OptionSpec> options() {
        CommandSpec spec = Objects.requireNonNull(command);
        Set<String> keys = ConfigSources.keysOfSettings();
        return spec.options().stream()
                .filter(option -> keys.contains(ConfigSources.keyOf(option)))
                .toList();
    }

    public String host() {
        return host;
    }

    public int port() {
        return port;
    }

    public Path data() {
        return data;
    }

    public boolean fsync() {
        return fsync;
    }

    public Retention retention() {
        return retention;
    }

    public @Nullable Path tlsCert() {
        return tlsCert;
    }

    public @Nullable Path tlsKey() {
        return tlsKey;
    }

    public @Nullable String jwtSecret() {
        return jwtSecret;
    }

    public @Nullable URI jwksUrl() {
        return jwksUrl;
    }

    public @Nullable String jwtIssuer() {
        return jwtIssuer;
    }

    public @Nullable String jwtAudience() {
        return jwtAudience;
    }

    public Lifetimes lifetimes() {
        return new Lifetimes(Duration.ofSeconds(accessTokenTtl), Duration.ofDays(refreshTokenTtl));
    }

    public List<String> allowedOrigins() {
        return List.copyOf(allowedOrigins);
    }

    public LogFormat logFormat() {
        return logFormat;
    }

    public LogLevel logLevel() {
        return logLevel;
    }

    public Transport transport() {
        return transport;
    }

    public PushSettings push() {
        return push;
    }

    public AppPushSettings appPush() {
        return appPush;
    }

    public Admission admission() {
        return limits.admission();
    }

    public Rates rates() {
        return limits.rates();
    }
}
