package chat.parley.fabric;

import chat.parley.domain.PresenceStatus;
import chat.parley.domain.UserId;
import org.jspecify.annotations.Nullable;

/** One socket's interest in one user. Guarded by the {@link Watches} that hold it. */
final class Watch {

    final Session watcher;
    CommonGround.Shared shared;

    /** What the socket has last heard of the user. */
    @Nullable
    PresenceStatus told;

    boolean ended;

    Watch(Session watcher, CommonGround.Shared shared) {
        this.watcher = watcher;
        this.shared = shared;
    }

    UserId user() {
        return shared.user();
    }
}
