package chat.parley.pipeline;

import chat.parley.domain.MessageId;
import java.time.Duration;

/** What became of a command. */
public sealed interface Outcome {

    /** A message is stored; {@code duplicate} when an earlier send with the same key stored it. */
    record Stored(MessageId id, long seq, long serverTs, boolean duplicate) implements Outcome {}

    /** A conversation is as the command wanted it; {@code before} when it was so before. */
    record Changed(boolean before) implements Outcome {}

    /** The rules say no, and would again. */
    record Refused(Refusal reason, String message) implements Outcome {}

    /** Nothing was stored, or it is not known: the same command may be given again. */
    record Unavailable(Duration retryAfter, String message) implements Outcome {}

    /** Why the rules say no; the wire contract has a code for each. */
    enum Refusal {
        FORBIDDEN,
        NOT_FOUND,
        CONFLICT,
        TOO_LARGE
    }
}
