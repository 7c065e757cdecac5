package chat.parley.pipeline.port;

import chat.parley.domain.ConversationId;
import chat.parley.domain.UserId;
import chat.parley.pipeline.Cursor;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Up to where users have received and read, one cursor for each conversation, user and kind.
 *
 * <p>Promises: a cursor only moves forward, by its seq, whoever moves it and in whatever order: also those that a {@link
 * PartitionWriter} stores with a batch. What was stored is seen by every read that begins afterwards, and survives the
 * crash of a process; a power cut may take the last seconds of it, never more than that. Every method throws {@link
 * StoreUnavailable} when the store cannot answer.
 */
public interface Cursors {

    /** All cursors of some users in one conversation, of either kind, in no order; those that never moved are left out. */
    List<Cursor> of(ConversationId conversation, Collection<UserId> users);

    /** One user's read cursors in some conversations, in one look; those that never moved are left out. */
    Map<ConversationId, Cursor> read(UserId user, Collection<ConversationId> conversations);

    /** Moves cursors forward; those that are as far already stay. When it returns they are stored, and each read sees it. */
    void advance(Collection<Cursor> cursors);
}
