package chat.parley.accounts;

import org.jspecify.annotations.Nullable;

/**
 * What is kept of a user.
 *
 * @param passwordHash null for one who never registered here
 * @param createdAt Unix milliseconds
 */
public record Account(User user, @Nullable String passwordHash, long createdAt) {

    @Override
    public String toString() {
        return "Account[" + user + "]";
    }
}
