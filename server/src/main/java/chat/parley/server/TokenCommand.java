package chat.parley.server;

import chat.parley.domain.UserId;
import chat.parley.server.auth.Secret;
import chat.parley.server.auth.TokenMint;
import chat.parley.server.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a token for a user, signed with the server's secret. */
@Command(
        name = "token",
        description = "Print a token for a user, made with the secret of the settings or of the data directory.",
        mixinStandardHelpOptions = true)
final class TokenCommand implements Callable<Integer> {

    @Spec
    @Nullable
    CommandSpec spec;

    @Mixin
    Settings settings = new Settings();

    @Parameters(paramLabel = "USER", description = "Whose token: 1 to 64 of A-Z a-z 0-9 _ . -")
    String user = "";

    @Option(
            names = "--days",
            paramLabel = "N",
            defaultValue = "30",
            description = "For how many days it is good, 1 to 3650 (default: ${DEFAULT-VALUE}).")
    int days;

    @Override
    public Integer call() throws IOException {
        CommandSpec command = java.util.Objects.requireNonNull(spec);
        settings.validated();
        if (!UserId.isValid(user)) {
            throw new ParameterException(command.commandLine(), "USER is not 1 to 64 of A-Z a-z 0-9 _ . -");
        }
        if (days < 1 || days > 3650) {
            throw new ParameterException(command.commandLine(), "--days is not from 1 to 3650");
        }
        if (settings.jwksUrl() != null) {
            throw new ParameterException(
                    command.commandLine(), "with jwks-url only the issuer at that address makes tokens");
        }
        // A secret made here for a mistyped directory would sign tokens that no server takes.
        if (settings.jwtSecret() == null && !Files.isDirectory(settings.data())) {
            throw new ParameterException(
                    command.commandLine(),
                    "there is no data directory " + settings.data() + ": start ./parley serve, or name it with --data");
        }
        TokenMint mint = new TokenMint(secretOf(settings), Clock.systemUTC());
        command.commandLine().getOut().println(mint.tokenFor(new UserId(user), Duration.ofDays(days)));
        return 0;
    }

    static Secret secretOf(Settings settings) throws IOException {
        String configured = settings.jwtSecret();
        return configured != null ? Secret.configured(configured) : Secret.of(settings.data());
    }
}
