package chat.parley.server;

import chat.parley.server.auth.Secret;
import chat.parley.server.auth.TokenMint;
import chat.parley.server.config.ConfigSources;
import chat.parley.tools.client.Tokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Tokens for the tools, signed with the secret of the server that they talk to. */
final class SecretTokens implements Tokens.Source {

    private static final Duration LIFE = Duration.ofDays(7);
    private static final Path DEFAULT_DATA = Path.of("./data");

    private final ConfigSources sources;

    SecretTokens(ConfigSources sources) {
        this.sources = sources;
    }

    @Override
    public Tokens of(@Nullable Path data) {
        TokenMint mint = new TokenMint(secret(data, "or bring a token with --token"), Clock.systemUTC());
        return user -> mint.tokenFor(user, LIFE);
    }

    /** The secret itself, for what makes its own tokens, wrong ones too. */
    byte[] bytesOf(@Nullable Path data) {
        return secret(data, "or give it with --jwt-secret, or register users with --accounts")
                .key()
                .getEncoded();
    }

    /** A directory that holds a secret decides; else the one that is configured. */
    private Secret secret(@Nullable Path data, String orElse) {
        String configuredData = sources.value("data");
        Path directory = data != null ? data : configuredData != null ? Path.of(configuredData) : DEFAULT_DATA;
        String configured = sources.value("jwt-secret");
        boolean inDirectory = Files.exists(directory.resolve(Secret.FILE));
        if (!inDirectory && configured == null) {
            throw new IllegalArgumentException("no token can be signed: " + directory
                    + " holds no secret. Name the server's data directory with --data, or set PARLEY_JWT_SECRET;"
                    + " " + orElse);
        }
        try {
            return configured != null && (data == null || !inDirectory)
                    ? Secret.configured(configured)
                    : Secret.of(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("the secret of " + directory + " cannot be read", e);
        }
    }
}
