package chat.parley.simulation;

import chat.parley.domain.ConversationId;
import chat.parley.domain.MembershipChange;
import chat.parley.domain.Position;
import chat.parley.domain.Roster;
import chat.parley.domain.UserId;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The rosters that a directory holds. */
final class Members {

    private final Map<ConversationId, Roster> rosters = new TreeMap<>();

    void apply(MembershipChange change) {
        Roster before = rosters.get(change.conversation());
        rosters.put(change.conversation(), before == null ? Roster.created(change) : before.with(change));
    }

    @Nullable
    Roster roster(ConversationId conversation) {
        return rosters.get(conversation);
    }

    /** Position of the last change that is known of a conversation. */
    Position version(ConversationId conversation) {
        Roster roster = rosters.get(conversation);
        return roster == null ? Position.START : roster.version();
    }

    Set<ConversationId> conversationsOf(UserId user) {
        Set<ConversationId> ids = new TreeSet<>();
        rosters.forEach((id, roster) -> {
            if (roster.member(user) != null) {
                ids.add(id);
            }
        });
        return ids;
    }
}
