package chat.parley.fabric;

/**
 * One socket, nameable from any node.
 *
 * @param incarnation of the node that holds it; a restarted node has another
 * @param number of the socket on that node, from 1, never used again
 */
public record Connection(long incarnation, long number) {}
