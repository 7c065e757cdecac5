package chat.parley.pipeline.port;

import chat.parley.domain.ConversationId;
import chat.parley.domain.Message;
import chat.parley.domain.MessageId;
import chat.parley.domain.Position;
import chat.parley.pipeline.EntryKey;
import chat.parley.pipeline.Expired;
import chat.parley.pipeline.Head;
import chat.parley.pipeline.IndexRow;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the messages, their heads and the index of keys.
 *
 * <p>Promises: what a {@link PartitionWriter} has stored is seen by every read that begins afterwards; a read sees a
 * whole write of one conversation or nothing of it. Rows may lie behind a head that does not know them yet. Every
 * method throws {@link StoreUnavailable} when the store cannot answer.
 */
public interface MessageStore {

    /** Up to where everything accepted in the conversation is stored; null when the conversation is not known. */
    @Nullable
    Head head(ConversationId conversation);

    /** The heads of many conversations in one look; those not known are left out. */
    Map<ConversationId, Head> heads(Collection<ConversationId> conversations);

    /** The last index row of a key at or before a position; null when there is none. Rows behind it are ignored. */
    @Nullable
    IndexRow latest(EntryKey key, Position atOrBefore);

    /**
     * Rows of one conversation, oldest first: the last one at or before {@code cursor}, if there is one, and up to
     * {@code limit} that follow it. The first tells the reader at which {@code seq} the others have to go on.
     */
    List<Message> rowsAfter(ConversationId conversation, MessageId cursor, int limit);

    /** Up to {@code limit} rows of one conversation with ids below {@code before}, newest first. */
    List<Message> rowsBefore(ConversationId conversation, MessageId before, int limit);

    /** How far retention has come; {@link Expired#NOTHING} when it has taken nothing. */
    Expired expired(ConversationId conversation);
}
