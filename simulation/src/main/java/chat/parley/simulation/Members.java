package chat.parley.simulation;

import chat.parley.domain.ConversationId;
import chat.parley.domain.Membership;
import chat.parley.domain.MembershipChange;
import chat.parley.domain.Position;
import chat.parley.domain.Roster;
import chat.parley.domain.Tenure;
import chat.parley.domain.UserId;
import java.util.Map;
import java.util.TreeMap;
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

    Map<ConversationId, Membership> memberships(UserId user) {
        Map<ConversationId, Membership> memberships = new TreeMap<>();
        rosters.forEach((id, roster) -> {
            Tenure tenure = roster.member(user);
            if (tenure != null) {
                memberships.put(id, Membership.of(tenure));
            }
        });
        return memberships;
    }
}
