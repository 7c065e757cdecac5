package chat.parley.pipeline.port;

import chat.parley.pipeline.Outcome;
import chat.parley.pipeline.ReplyTo;

/**
 * The way back from a partition's owner to the edge that asked.
 *
 * <p>Promises: an answer for a node or request that is gone is dropped; of several answers for one request the first
 * counts; the call never waits.
 */
public interface Results {

    void answer(ReplyTo to, Outcome outcome);
}
