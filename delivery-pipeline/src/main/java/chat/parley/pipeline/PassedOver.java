package chat.parley.pipeline;

import chat.parley.domain.ConversationId;
import chat.parley.pipeline.port.StoreUnavailable;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads what belongs to one conversation or another, and notes those that cannot be read, where it is said that the
 * others go on. Whoever uses it has to tell of them in the end: what is left out is not missing.
 */
final class PassedOver {

    private final Unreadable unreadable;
    private final Set<ConversationId> conversations = new LinkedHashSet<>();

    PassedOver(Unreadable unreadable) {
        this.unreadable = unreadable;
    }

    /** Nothing is: what cannot be read fails the whole. */
    static PassedOver nothing() {
        return new PassedOver(Unreadable.WAITS);
    }

    Set<ConversationId> conversations() {
        return conversations;
    }

    boolean contains(ConversationId conversation) {
        return conversations.contains(conversation);
    }

    /**
     * Reads something of one conversation.
     *
     * @return null when it cannot be read
     * @throws StoreUnavailable when that is not to be passed over
     */
    <T> @Nullable T read(ConversationId conversation, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (StoreUnavailable e) {
            if (!unreadable.isPassedOver(conversation, e)) {
                throw e;
            }
            conversations.add(conversation);
            return null;
        }
    }

    /** Reads something of many conversations in one look, and where that fails, one by one. */
    <T> Map<ConversationId, T> readAll(
            Collection<ConversationId> all, Function<Collection<ConversationId>, Map<ConversationId, T>> reading) {
        try {
            return reading.apply(all);
        } catch (StoreUnavailable e) {
            Map<ConversationId, T> found = new HashMap<>();
            for (ConversationId id : all) {
                Map<ConversationId, T> one = read(id, () -> reading.apply(List.of(id)));
                if (one != null) {
                    found.putAll(one);
                }
            }
            return found;
        }
    }
}
