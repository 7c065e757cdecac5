package chat.parley.accounts;

import chat.parley.accounts.RefreshTokens.RefreshToken;
import chat.parley.accounts.port.PasswordHasher;
import chat.parley.accounts.port.UserRecords;
import chat.parley.domain.DeviceId;
import chat.parley.domain.UserId;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * The built-in accounts: a username, which is also the user's id, and a password, for tokens. Throws what its ports throw:
 * {@link chat.parley.accounts.port.HasherBusy} when too many passwords wait to be hashed.
 */
public final class Accounts {

    /** What became of a request for tokens. */
    public sealed interface Answer {

        record Granted(Grant grant) implements Answer {}

        /** A registration's username belongs to somebody, perhaps in other capitals. */
        record Taken() implements Answer {}

        /** Nobody with that password, or no token that is good. It is not told which. */
        record Refused() implements Answer {}
    }

    private final UserRecords users;
    private final PasswordHasher hasher;
    private final Logins logins;
    private final RefreshTokens tokens;
    private final Clock clock;

    /** @param key secret, 32 bytes or more; refresh tokens are good only under the key under which they were made */
    public Accounts(UserRecords users, PasswordHasher hasher, Logins logins, byte[] key, Clock clock) {
        this.users = users;
        this.hasher = hasher;
        this.logins = logins;
        this.tokens = new RefreshTokens(key);
        this.clock = clock;
    }

    /**
     * Makes an account and logs in to it.
     *
     * @param username 3 to 64 of the alphabet of ids
     * @param displayName the username when null
     */
    public Answer register(UserId username, String password, @Nullable String displayName) {
        if (users.isTaken(username)) {
            return new Answer.Taken();
        }
        User user = new User(username, username.value(), displayName == null ? username.value() : displayName);
        Account account = new Account(user, hasher.hash(password), clock.millis());
        // Somebody may have taken it while the password was hashed.
        return users.register(account) ? open(username) : new Answer.Taken();
    }

    /** Costs the same and is answered the same whether it is the username or the password that is wrong. */
    public Answer login(String username, String password) {
        Account account = UserId.isValid(username) ? users.find(new UserId(username)) : null;
        String hash = account == null ? null : account.passwordHash();
        if (!hasher.matches(password, hash) || account == null || hash == null) {
            return new Answer.Refused();
        }
        if (hasher.isOutdated(hash)) {
            users.replacePassword(account.user().id(), hash, hasher.hash(password));
        }
        return open(account.user().id());
    }

    /**
     * Gives new tokens for a refresh token, which is spent by that. Its answer is given again, to the letter, for
     * {@link LoginSession#REPEAT_MILLIS}; a use after that means that two have it, and ends the login.
     */
    public Answer refresh(String refreshToken) {
        RefreshToken token = tokens.read(refreshToken);
        if (token == null) {
            return new Answer.Refused();
        }
        TokenHash hash = token.hash();
        while (true) {
            long now = clock.millis();
            LoginSession session = logins.find(token.user(), token.login());
            if (session == null) {
                return new Answer.Refused();
            }
            RefreshToken next = tokens.after(token);
            if (session.current().equals(hash)) {
                if (logins.replace(session, session.refreshed(next.hash(), now))) {
                    return granted(next, now);
                }
                // Another was quicker: look again at what it left.
                continue;
            }
            LoginSession.Spent spent = session.repeatable(hash, now);
            if (spent != null) {
                return granted(next, spent.at());
            }
            logins.end(session.user(), session.id());
            return new Answer.Refused();
        }
    }

    /**
     * Ends the login of a refresh token, spent or not.
     *
     * @return false for what is no token of ours; true also when the login has ended before
     */
    public boolean logout(String refreshToken) {
        RefreshToken token = tokens.read(refreshToken);
        if (token == null) {
            return false;
        }
        logins.end(token.user(), token.login());
        return true;
    }

    /**
     * Forgets a device, and ends the login that used it last, with which it would come back by itself.
     *
     * @param asking the login that asks, which goes on; null when the token is of another issuer
     * @return false when there is none
     */
    public boolean forget(UserId user, DeviceId device, @Nullable String asking) {
        return logins.forget(user, device, asking);
    }

    private Answer open(UserId user) {
        String login = RefreshTokens.loginId(logins.random(RefreshTokens.LOGIN_BYTES));
        RefreshToken first = tokens.first(user, login, logins.random(RefreshTokens.SECRET_BYTES));
        long now = clock.millis();
        logins.begin(user, login, first.hash(), now);
        return granted(first, now);
    }

    private Answer granted(RefreshToken token, long at) {
        return new Answer.Granted(logins.grant(token.user(), token.login(), token.text(), at));
    }
}
