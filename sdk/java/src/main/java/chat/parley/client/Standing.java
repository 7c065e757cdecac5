package chat.parley.client;

import org.jspecify.annotations.Nullable;

/**
 * Where a conversation stands at the end of a catch-up.
 *
 * @param lastMessageId the newest message; null when there is none
 * @param lastSeq its place; 0 when there is none
 * @param readMessageId up to where the user has read, on whatever device; null for nowhere
 * @param unread messages after that, events not counted
 */
public record Standing(
        @Nullable String lastMessageId,
        long lastSeq,
        @Nullable String readMessageId,
        long unread) {}
