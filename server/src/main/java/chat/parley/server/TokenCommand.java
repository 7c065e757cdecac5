package chat.parley.server;

import chat.parley.domain.UserId;
import chat.parley.server.auth.Secret;
import chat.parley.server.auth.TokenMint;
import chat.parley.server.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a token for a user, signed with the server's secret, or for an operator, signed with the secret for those. */
@Command(
        name = "token",
        description = "Print a token for a user, made with the secret of the settings or of the data directory; or for"
                + " an operator, who may ask the server for the ways of messages.",
        mixinStandardHelpOptions = true)
final class TokenCommand implements Callable<Integer> {

    /** The settings that its help has. */
    static final String READS = "config|data|jwt-secret";

    @Spec
    @Nullable
    CommandSpec spec;

    @Mixin
    Settings settings = new Settings();

    @Parameters(paramLabel = "USER", arity = "0..1", description = "Whose token: 1 to 64 of A-Z a-z 0-9 _ . -")
    String user = "";

    @Option(
            names = "--operator",
            description = "For an operator, and no user: made with the secret of the data directory that is for these.")
    boolean operator;

    @Option(
            names = "--days",
            paramLabel = "N",
            defaultValue = "30",
            description = "For how many days it is good, 1 to 3650 (default: ${DEFAULT-VALUE}).")
    int days;

    @Override
    public Integer call() throws IOException {
        CommandSpec command = Objects.requireNonNull(spec);
        settings.validated();
        if (days < 1 || days > 3650) {
            throw new ParameterException(command.commandLine(), "--days is not from 1 to 3650");
        }
        if (operator) {
            if (!user.isEmpty()) {
                throw new ParameterException(command.commandLine(), "--operator and USER exclude each other");
            }
            requireDirectory(command);
            TokenMint mint = new TokenMint(Secret.ofOperators(settings.data()), Clock.systemUTC());
            command.commandLine().getOut().println(mint.tokenForOperator(Duration.ofDays(days)));
            return 0;
        }
        if (user.isEmpty()) {
            throw new ParameterException(command.commandLine(), "Missing required parameter: 'USER'");
        }
        if (!UserId.isValid(user)) {
            throw new ParameterException(command.commandLine(), "USER is not 1 to 64 of A-Z a-z 0-9 _ . -");
        }
        if (settings.jwksUrl() != null) {
            throw new ParameterException(
                    command.commandLine(), "with jwks-url only the issuer at that address makes tokens");
        }
        if (settings.jwtSecret() == null) {
            requireDirectory(command);
        }
        TokenMint mint = new TokenMint(secretOf(settings), Clock.systemUTC());
        command.commandLine().getOut().println(mint.tokenFor(new UserId(user), Duration.ofDays(days)));
        return 0;
    }

    /** A secret made here for a mistyped directory would sign tokens that no server takes. */
    private void requireDirectory(CommandSpec command) {
        if (!Files.isDirectory(settings.data())) {
            throw new ParameterException(
                    command.commandLine(),
                    "there is no data directory " + settings.data() + ": start ./parley serve, or name it with --data");
        }
    }

    static Secret secretOf(Settings settings) throws IOException {
        String configured = settings.jwtSecret();
        return configured != null ? Secret.configured(configured) : Secret.of(settings.data());
    }
}
