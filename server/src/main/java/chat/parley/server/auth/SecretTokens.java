package chat.parley.server.auth;

import chat.parley.domain.UserId;
import chat.parley.tools.client.Tokens;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Tokens for the tools, signed as a server with the same environment and data directory would check them. */
public final class SecretTokens implements Tokens {

    private static final Duration LIFE = Duration.ofDays(1);
    private static final Path DEFAULT_DATA = Path.of("data");

    private final TokenMint mint;

    private SecretTokens(Secret secret) {
        this.mint = new TokenMint(secret, Clock.systemUTC());
    }

    /**
     * As {@link Tokens.Source} says.
     *
     * @throws IllegalArgumentException when the secret of the data directory can be neither read nor made
     */
    public static Tokens of(@Nullable Path data) {
        String configured = System.getenv("PARLEY_JWT_SECRET");
        if (configured != null) {
            return new SecretTokens(Secret.configured(configured));
        }
        Path directory = data == null ? DEFAULT_DATA : data;
        try {
            return new SecretTokens(Secret.of(directory));
        } catch (IOException e) {
            throw new IllegalArgumentException("no token secret in " + directory + ": " + e.getMessage(), e);
        }
    }

    @Override
    public String tokenFor(UserId user) {
        return mint.tokenFor(user, LIFE);
    }
}
