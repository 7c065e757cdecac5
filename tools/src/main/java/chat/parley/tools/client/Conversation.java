package chat.parley.tools.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A conversation as one of its members sees it.
 *
 * @param title null for a direct one
 * @param members empty when there are too many to be listed with it
 * @param createdAt Unix milliseconds
 */
public record Conversation(
        String id,
        String type,
        @Nullable String title,
        List<Member> members,
        int memberCount,
        long createdAt,
        long firstVisibleSeq,
        @Nullable String lastMessageId,
        long lastSeq,
        long unread) {

    /** @param role owner, admin or member */
    public record Member(String userId, String role) {}

    public boolean direct() {
        return type.equals("direct");
    }
}
