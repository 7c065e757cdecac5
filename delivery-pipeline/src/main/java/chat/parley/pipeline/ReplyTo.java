package chat.parley.pipeline;

/**
 * Where the result of an entry goes.
 *
 * @param incarnation of the node that asked; a restarted node has another
 * @param request the node's own number for it
 * @param connection the socket it came by, which gets the result and not the message besides; 0 for none
 */
public record ReplyTo(long incarnation, long request, long connection) {}
