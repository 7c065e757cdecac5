package chat.parley.client;

import java.time.Instant;

/**
 * How far a user has received or read.
 *
 * @param kind which of the two
 * @param conversationId where
 * @param userId who; may be the user himself, from another device
 * @param messageId up to and including this message
 * @param serverTs when the server took it, to the millisecond
 */
public record Receipt(ReceiptKind kind, String conversationId, String userId, String messageId, Instant serverTs) {}
