package chat.parley.client;

import org.jspecify.annotations.Nullable;

/**
 * How far a member has received and read.
 *
 * @param userId who
 * @param deliveredMessageId up to and including; null for nothing yet
 * @param readMessageId up to and including; null for nothing yet
 */
public record ReceiptCursors(
        String userId,
        @Nullable String deliveredMessageId,
        @Nullable String readMessageId) {}
