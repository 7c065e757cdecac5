package chat.parley.accounts;

import chat.parley.domain.UserId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What goes on from a login to its logout. OpenID Connect calls its id {@code sid}, and so do access tokens.
 *
 * @param id unique within the user; of the alphabet of ids
 * @param createdAt Unix milliseconds
 * @param usedAt when a refresh token was last made, Unix milliseconds
 * @param current the hash of the one refresh token that is good
 * @param spent those used within {@link #REPEAT_MILLIS} before {@code usedAt}, the latest last; at most
 *     {@link #SPENT_MAX}
 */
public record LoginSession(UserId user, String id, long createdAt, long usedAt, TokenHash current, List<Spent> spent) {

    /** How long a spent refresh token is answered again as it was before. */
    public static final long REPEAT_MILLIS = 30_000;

    /** A client that refreshes more often than this in {@link #REPEAT_MILLIS} is not told the oldest again. */
    public static final int SPENT_MAX = 8;

    /** A refresh token that was used, and when, in Unix milliseconds. */
    public record Spent(TokenHash hash, long at) {}

    public LoginSession {
        spent = List.copyOf(spent);
    }

    /** The session after its token was used. */
    LoginSession refreshed(TokenHash next, long now) {
        List<Spent> kept = new ArrayList<>(spent);
        kept.removeIf(one -> !isRepeatable(one, now));
        if (kept.size() == SPENT_MAX) {
            kept.removeFirst();
        }
        kept.add(new Spent(current, now));
        return new LoginSession(user, id, createdAt, now, next, kept);
    }

    /** When a token was spent of which the answer can be had again; null when there is none. */
    @Nullable
    Spent repeatable(TokenHash hash, long now) {
        for (Spent one : spent) {
            if (one.hash().equals(hash) && isRepeatable(one, now)) {
                return one;
            }
        }
        return null;
    }

    private static boolean isRepeatable(Spent one, long now) {
        return now - one.at() <= REPEAT_MILLIS;
    }
}
