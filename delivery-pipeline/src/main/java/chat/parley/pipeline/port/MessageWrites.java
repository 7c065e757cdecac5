package chat.parley.pipeline.port;

import chat.parley.domain.ConversationId;
import chat.parley.pipeline.Cursor;
import chat.parley.pipeline.Decided;
import chat.parley.pipeline.Head;
import java.util.List;

/**
 * Writes to a message store that has no transaction over conversations; {@link chat.parley.pipeline.StepwiseWriter} puts
 * the steps in their order.
 *
 * <p>Promises: when a method returns, what it wrote is durable; each is idempotent. When one throws {@link
 * StoreUnavailable}, its write is done, or not, or will be, at any later time: so every write carries a timestamp from
 * the log (messages and index: log time; heads: the position; cursors: the seq) and a late one never wins over a newer.
 */
public interface MessageWrites {

    /** Index and message rows of one conversation, in log order, in as few atomic writes as the storage allows. */
    void rows(ConversationId conversation, List<Decided> decided);

    void head(Head head);

    void cursor(Cursor cursor);
}
