package chat.parley.embedded;

import chat.parley.domain.ConversationId;
import chat.parley.domain.Roster;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The members of the conversations in use. A load and a put of the same conversation wait for each other, so what is put
 * after a commit is never overwritten by what was read before it.
 */
final class RosterCache {

    private static final int ROSTER_BYTES = 500;
    private static final int TENURE_BYTES = 300;

    private final Cache<ConversationId, Roster> cache;

    RosterCache(long bytesMax) {
        this.cache = Caffeine.newBuilder()
                .maximumWeight(bytesMax)
                .weigher((ConversationId id, Roster roster) ->
                        ROSTER_BYTES + TENURE_BYTES * roster.tenures().size())
                // On the caller's thread: the default one would be started for very little work.
                .executor(Runnable::run)
                .build();
    }

    /** @param load reads it from the database, null when it is not there */
    @Nullable
    Roster get(ConversationId conversation, Function<ConversationId, @Nullable Roster> load) {
        return cache.get(conversation, load);
    }

    void put(ConversationId conversation, Roster roster) {
        cache.put(conversation, roster);
    }

    void clear() {
        cache.invalidateAll();
    }
}
