package chat.parley.fabric;

import chat.parley.domain.ConversationId;
import chat.parley.domain.Roster;
import chat.parley.domain.UserId;
import chat.parley.pipeline.port.Directory;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who shares a conversation with whom, which is who may see whose presence. Nothing is remembered here but by the
 * callers, who keep the conversation that was found and ask again whether it is shared {@linkplain #still still}.
 * Everything waits for the directory, and throws {@link chat.parley.pipeline.port.StoreUnavailable}.
 */
final class CommonGround {

    /**
     * A user whom a viewer may see.
     *
     * @param in one of the conversations they share; null when it is the viewer himself
     */
    record Shared(UserId user, @Nullable ConversationId in) {}

    private final Directory directory;

    CommonGround(Directory directory) {
        this.directory = directory;
    }

    /**
     * Those of the users who share a conversation with the viewer, and himself, in their order.
     *
     * <p>Costs one list of the viewer's conversations and, for those whom he has no direct one with, the smaller of a
     * roster for each of his conversations and a list of conversations for each of them.
     */
    List<Shared> of(UserId viewer, Collection<UserId> users) {
        Set<ConversationId> own = directory.conversationsOf(viewer);
        Map<UserId, Optional<Shared>> found = new LinkedHashMap<>();
        Map<UserId, Boolean> rest = new LinkedHashMap<>();
        for (UserId user : users) {
            found.put(user, Optional.empty());
            ConversationId direct = user.equals(viewer) ? null : ConversationId.direct(viewer, user);
            if (direct == null || own.contains(direct)) {
                found.put(user, Optional.of(new Shared(user, direct)));
            } else {
                rest.put(user, true);
            }
        }
        if (own.size() <= rest.size()) {
            for (ConversationId conversation : own) {
                sweep(viewer, conversation, rest.keySet(), found);
            }
        } else {
            while (!rest.isEmpty()) {
                UserId user = rest.keySet().iterator().next();
                rest.remove(user);
                for (ConversationId conversation : directory.conversationsOf(user)) {
                    if (own.contains(conversation)) {
                        found.put(user, Optional.of(new Shared(user, conversation)));
                        // Others of the list are likely to be in it, too.
                        sweep(viewer, conversation, rest.keySet(), found);
                        break;
                    }
                }
            }
        }
        return found.values().stream().flatMap(Optional::stream).toList();
    }

    /** Takes those who are in a conversation out of the rest. */
    private void sweep(
            UserId viewer, ConversationId conversation, Set<UserId> rest, Map<UserId, Optional<Shared>> found) {
        Roster roster = rest.isEmpty() ? null : directory.roster(conversation);
        if (roster == null || roster.member(viewer) == null) {
            return;
        }
        for (Iterator<UserId> users = rest.iterator(); users.hasNext(); ) {
            UserId user = users.next();
            if (roster.member(user) != null) {
                found.put(user, Optional.of(new Shared(user, conversation)));
                users.remove();
            }
        }
    }

    /** What two share at this moment, which they did by {@code before}; null when that was the last. */
    @Nullable
    Shared still(UserId viewer, Shared before) {
        if (before.in() == null) {
            return before;
        }
        Roster roster = directory.roster(before.in());
        if (roster != null && roster.member(viewer) != null && roster.member(before.user()) != null) {
            return before;
        }
        List<Shared> others = of(viewer, List.of(before.user()));
        return others.isEmpty() ? null : others.getFirst();
    }
}
