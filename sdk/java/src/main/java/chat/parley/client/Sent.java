package chat.parley.client;

import java.time.Instant;

/**
 * A send that is stored.
 *
 * @param conversationId where
 * @param clientMsgId the key it was sent with
 * @param messageId the message's id
 * @param seq its place in the conversation
 * @param serverTs when the server took it, to the millisecond
 * @param duplicate whether an earlier send of the same key was stored, whose answer this is; as good as a first one
 */
public record Sent(
        String conversationId, String clientMsgId, String messageId, long seq, Instant serverTs, boolean duplicate) {}
