package chat.parley.pipeline.port;

import chat.parley.domain.ConversationId;
import chat.parley.domain.Membership;
import chat.parley.domain.Roster;
import chat.parley.domain.UserId;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is in which conversation.
 *
 * <p>Promises: a change that a {@link PartitionWriter} has stored is seen by every read that begins afterwards, whole.
 * Every method throws {@link StoreUnavailable} when the directory cannot answer.
 */
public interface Directory {

    /** The members and titles of a conversation over all positions; null when it is not known. */
    @Nullable
    Roster roster(ConversationId conversation);

    /**
     * The conversations in which a user is a member at this moment. Costs by their number, and not by that of their
     * members.
     */
    Map<ConversationId, Membership> memberships(UserId user);

    /** The same, without what there is to say of each. */
    default Set<ConversationId> conversationsOf(UserId user) {
        return memberships(user).keySet();
    }
}
