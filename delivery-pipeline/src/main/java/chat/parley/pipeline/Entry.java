package chat.parley.pipeline;

/**
 * What stands in the conversation log.
 *
 * @param rules version of the rules by which it is to be decided
 */
public record Entry(Command command, ReplyTo replyTo, int rules) {

    /** The rules of this release. */
    public static final int RULES = 1;
}
