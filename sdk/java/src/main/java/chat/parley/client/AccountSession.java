package chat.parley.client;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;

/** A login of the built-in accounts as a source of tokens: it exchanges the refresh token when a new pair is needed. */
public final class AccountSession implements TokenProvider {

    private static final Duration GOOD_FOR = Duration.ofSeconds(30);

    private final Accounts accounts;
    private final InstantSource clock;
    private final Consumer<AccountTokens> keep;
    private AccountTokens tokens;

    AccountSession(Accounts accounts, InstantSource clock, AccountTokens tokens, Consumer<AccountTokens> keep) {
        this.accounts = accounts;
        this.clock = clock;
        this.tokens = tokens;
        this.keep = keep;
    }

    @Override
    public synchronized String token(Need need) {
        boolean good = clock.instant().plus(GOOD_FOR).isBefore(tokens.expiresAt());
        if (need != Need.CONNECT || !good) {
            AccountTokens fresh = accounts.refresh(tokens.refreshToken());
            keep.accept(fresh);
            tokens = fresh;
        }
        return tokens.accessToken();
    }

    /**
     * The latest pair.
     *
     * @return the tokens
     */
    public synchronized AccountTokens tokens() {
        return tokens;
    }

    /** Ends the login on the server. */
    public synchronized void logout() {
        accounts.logout(tokens.refreshToken());
    }
}
