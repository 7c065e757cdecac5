package chat.parley.accounts;

import chat.parley.accounts.port.UserRecords;
import chat.parley.domain.UserId;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Who there is: those who registered, and those whose token was seen once. */
public final class Users {

    /** So many are known without a look at the records; then it begins anew. */
    private static final int REMEMBERED_MAX = 100_000;

    private final UserRecords records;
    private final Clock clock;
    private final Set<UserId> met = ConcurrentHashMap.newKeySet();

    public Users(UserRecords records, Clock clock) {
        this.records = records;
        this.clock = clock;
    }

    /** To be told of everybody whose token is good: from then on the user can be found. Cheap when it was before. */
    public void met(UserId user) {
        if (met.contains(user)) {
            return;
        }
        records.meet(user, clock.millis());
        if (met.size() >= REMEMBERED_MAX) {
            met.clear();
        }
        met.add(user);
    }

    public User profile(UserId user) {
        Account account = records.find(user);
        return account == null ? User.ofToken(user) : account.user();
    }

    /**
     * Those whose id or displayed name is a text, then those with whom it begins, ignoring case.
     *
     * @param limit 1 or more
     */
    public List<User> search(String beginning, int limit) {
        return records.search(beginning, limit);
    }
}
