package chat.parley.client;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A conversation as one of its members sees it.
 *
 * @param conversationId its id
 * @param type {@code direct} or {@code group}
 * @param title null for a direct one
 * @param history {@code all}, or {@code joined} when members see what came from their joining on
 * @param memberCount how many are in it
 * @param members those, when there are at most 32; else empty
 * @param role the user's own, as in {@link Member}
 * @param createdAt when it was made
 * @param firstVisibleSeq the first message that the user may see
 * @param lastMessageId the newest message; null when there is none
 * @param lastSeq its place; 0 when there is none
 * @param readMessageId up to where the user has read; null for nowhere
 * @param unread messages after that, events not counted
 */
public record Conversation(
        String conversationId,
        String type,
        @Nullable String title,
        String history,
        int memberCount,
        List<Member> members,
        String role,
        Instant createdAt,
        long firstVisibleSeq,
        @Nullable String lastMessageId,
        long lastSeq,
        @Nullable String readMessageId,
        long unread) {

    /**
     * Whether it is between two.
     *
     * @return true for a direct one, false for a group
     */
    public boolean direct() {
        return type.equals("direct");
    }
}
