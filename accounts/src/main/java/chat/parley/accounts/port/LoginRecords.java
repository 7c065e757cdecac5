package chat.parley.accounts.port;

import chat.parley.accounts.LoginSession;
import chat.parley.domain.UserId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The logins that go on. Promises: what a method did survives a crash once it returns, {@link #removeUnusedSince} excepted;
 * a look-up that begins after {@link #end} returned does not find the login.
 */
public interface LoginRecords {

    @Nullable
    LoginSession find(UserId user, String login);

    List<LoginSession> of(UserId user);

    void add(LoginSession session);

    /** Sets {@code after} for {@code before}, of the same user and id, if that is what is there; of a race one wins. */
    boolean replace(LoginSession before, LoginSession after);

    /** Removes a login, and with it the push tokens of the devices that it used last. Nothing happens without one. */
    void end(UserId user, String login);

    /** Removes those last used before, as {@link #end} does each. */
    void removeUnusedSince(long millis);
}
