package chat.parley.client;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message, or an event that stands in the conversation's order.
 *
 * @param conversationId where
 * @param messageId 13 characters; comparing them as strings compares their order in the conversation
 * @param seq 1, 2, 3, … in the conversation, over messages and events
 * @param from the user who sent it, or did what the event tells
 * @param text what was written; null in an event or a message of media alone
 * @param mediaIds at most 10
 * @param serverTs when the server took it, to the millisecond
 * @param event null in a message
 * @param clientMsgId the key it was sent with; only in the user's own, else null
 */
public record Message(
        String conversationId,
        String messageId,
        long seq,
        String from,
        @Nullable String text,
        List<String> mediaIds,
        Instant serverTs,
        @Nullable ConversationEvent event,
        @Nullable String clientMsgId) {}
