package chat.parley.accounts;

import chat.parley.domain.UserId;
import org.jspecify.annotations.Nullable;

/**
 * What everybody may know of a user.
 *
 * @param username null for one who never registered here and came with a token
 * @param displayName the id unless the user chose another
 */
public record User(UserId id, @Nullable String username, String displayName) {

    /** One whose token was seen. */
    public static User ofToken(UserId id) {
        return new User(id, null, id.value());
    }
}
