package chat.parley.client;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The accounts of a server that keeps them itself. All calls block, and throw a {@link ParleyException} as those of
 * {@link ParleyApi} do.
 */
public final class Accounts {

    private final HttpCalls calls;
    private final InstantSource clock;

    Accounts(HttpCalls calls, InstantSource clock) {
        this.calls = calls;
        this.clock = clock;
    }

    /**
     * The accounts of a server.
     *
     * @param server {@code http://HOST[:PORT]} or https
     * @return the accounts
     * @throws IllegalArgumentException when the address is none
     */
    public static Accounts at(URI server) {
        return new Accounts(new HttpCalls(ParleyRuntime.shared().http(), Endpoint.of(server)), InstantSource.system());
    }

    /**
     * Makes an account, and logs in.
     *
     * @param username 3 to 64 of {@code A-Z a-z 0-9 _ . -}; also the user id
     * @param password 8 to 256 characters
     * @param displayName what others see; null for the username
     * @return the tokens
     * @throws ParleyException with {@link ErrorCode#CONFLICT} when the username is taken
     */
    public AccountTokens register(String username, String password, @Nullable String displayName) {
        return tokens("/api/auth/register", Json.object(json -> {
            json.writeStringField("username", username);
            json.writeStringField("password", password);
            if (displayName != null) {
                json.writeStringField("display_name", displayName);
            }
        }));
    }

    /**
     * Logs in.
     *
     * @param username who
     * @param password his password
     * @return the tokens
     * @throws ParleyException with {@link ErrorCode#UNAUTHORIZED} when they do not match
     */
    public AccountTokens login(String username, String password) {
        return tokens("/api/auth/login", Json.object(json -> {
            json.writeStringField("username", username);
            json.writeStringField("password", password);
        }));
    }

    /**
     * Exchanges a refresh token, which is spent by that. If the answer is lost, the same again gives it for 30 s; a use
     * after that ends the login. {@link #session} does all this by itself.
     *
     * @param refreshToken the latest one
     * @return the tokens that follow
     * @throws ParleyException with {@link ErrorCode#UNAUTHORIZED} when the login has ended
     */
    public AccountTokens refresh(String refreshToken) {
        return tokens("/api/auth/refresh", refreshBody(refreshToken));
    }

    /**
     * Ends a login: its sockets are closed and its devices are woken no more.
     *
     * @param refreshToken the latest one
     */
    public void logout(String refreshToken) {
        calls.call("POST", "/api/auth/logout", null, refreshBody(refreshToken));
    }

    /**
     * A login that keeps itself fresh, to be given to {@link ParleyClientBuilder#tokens}.
     *
     * @param tokens of a register, login or earlier run
     * @param keep told of each new pair before it is used, to be kept over restarts; what it throws fails the refresh
     * @return the login
     */
    public AccountSession session(AccountTokens tokens, Consumer<AccountTokens> keep) {
        return new AccountSession(this, clock, tokens, keep);
    }

    private AccountTokens tokens(String path, String body) {
        JsonObject answer = calls.call("POST", path, null, body).body();
        return new AccountTokens(
                answer.text("user_id"),
                answer.text("access_token"),
                answer.text("refresh_token"),
                clock.instant().plus(Duration.ofSeconds(answer.number("expires_in"))));
    }

    private static String refreshBody(String refreshToken) {
        return Json.object(json -> json.writeStringField("refresh_token", refreshToken));
    }
}
