package chat.parley.accounts.port;

import chat.parley.accounts.Account;
import chat.parley.accounts.User;
import chat.parley.domain.UserId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The users.
 *
 * <p>Promises: of several who register names that are equal but for case one gets it, and none whom a token brought before;
 * what {@link #register} and {@link #replacePassword} did survives a crash once they return; what {@link #meet} did may not,
 * and is then done again.
 */
public interface UserRecords {

    @Nullable
    Account find(UserId user);

    /** Whether there is a user of this id, ignoring case. */
    boolean isTaken(UserId id);

    /** @return false, and nothing is done, when the id is taken */
    boolean register(Account account);

    /** Adds a user who came with a token, unless there is one of exactly this id. */
    void meet(UserId user, long atMillis);

    /** Unless it is another one meanwhile. */
    void replacePassword(UserId user, String before, String after);

    /** By id and displayed name, ignoring case: those that are this text, then those that begin with it, in order. */
    List<User> search(String beginning, int limit);
}
