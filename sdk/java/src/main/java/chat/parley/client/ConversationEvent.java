package chat.parley.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What changed in a conversation.
 *
 * @param what {@code created}, {@code members_added}, {@code member_removed}, {@code member_left}, {@code renamed},
 *     {@code role_changed}, or something newer
 * @param userIds whom it concerns; may be empty
 * @param title the new title; null when it is not about that
 * @param role the new role; null when it is not about that
 */
public record ConversationEvent(
        String what,
        List<String> userIds,
        @Nullable String title,
        @Nullable String role) {}
