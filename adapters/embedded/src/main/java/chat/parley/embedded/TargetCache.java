package chat.parley.embedded;

import chat.parley.domain.UserId;
import chat.parley.push.PushTarget;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * The devices of users that can be woken, and who has none. Whoever writes a device says {@link #forget} after the commit:
 * it waits for a load that has begun before, so that a look that begins afterwards reads what was written.
 */
final class TargetCache {

    private static final int USER_BYTES = 200;
    private static final int TARGET_BYTES = 200;

    private final long bytesMax;

    private volatile Cache<UserId, List<PushTarget>> cache;

    TargetCache(long bytesMax) {
        this.bytesMax = bytesMax;
        this.cache = empty(bytesMax);
    }

    private static Cache<UserId, List<PushTarget>> empty(long bytesMax) {
        return Caffeine.newBuilder()
                .maximumWeight(bytesMax)
                .weigher((UserId user, List<PushTarget> targets) -> bytesOf(targets))
                // On the caller's thread: the default one would be started for very little work.
                .executor(Runnable::run)
                .build();
    }

    private static int bytesOf(List<PushTarget> targets) {
        return targets.stream()
                        .mapToInt(one -> TARGET_BYTES + one.token().length())
                        .sum()
                + USER_BYTES;
    }

    /** @param load reads them from the database */
    List<PushTarget> get(UserId user, Function<UserId, List<PushTarget>> load) {
        return Objects.requireNonNull(cache.get(user, load));
    }

    void forget(UserId user) {
        // Not invalidate(), which says nothing of an entry that is just being loaded.
        cache.asMap().compute(user, (id, targets) -> null);
    }

    /** What is being loaded at this moment goes where nobody looks any more. */
    void clear() {
        cache = empty(bytesMax);
    }
}
