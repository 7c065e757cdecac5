package chat.parley.tools.client;

/**
 * A message to be sent. The same client_msg_id goes with all its attempts.
 *
 * @param text 1 byte to 16 KiB of UTF-8
 */
public record Outgoing(String conversationId, String clientMsgId, String text) {}
