package chat.parley.pipeline;

/**
 * How far retention has taken a conversation's messages away.
 *
 * @param seq the highest that is gone, 0 when none is: rows begin behind it
 * @param messageCount messages (not events) up to and including it
 */
public record Expired(long seq, long messageCount) {

    public static final Expired NOTHING = new Expired(0, 0);
}
