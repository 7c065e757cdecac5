package chat.parley.domain;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one log entry changes of a conversation's members and title. Applying it again changes nothing, so a replay may.
 *
 * @param at position of the entry
 * @param created the conversation's profile when the entry made it, else null
 * @param title the title from here on, null when unchanged
 * @param opened tenures that begin at {@code at}
 * @param closed whose tenure ends at {@code at}
 */
public record MembershipChange(
        ConversationId conversation,
        Position at,
        @Nullable Profile created,
        @Nullable String title,
        Map<UserId, Tenure> opened,
        List<UserId> closed) {

    public MembershipChange {
        opened = Map.copyOf(opened);
        closed = List.copyOf(closed);
    }
}
