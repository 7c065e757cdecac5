package chat.parley.pipeline.port;

import chat.parley.domain.ClientMsgId;
import chat.parley.domain.ConversationId;
import chat.parley.domain.UserId;
import org.jspecify.annotations.Nullable;

/**
 * Where a sender has used a key, over all conversations. The log is ordered by conversation, so no partition's owner can
 * know; the edge asks before it appends.
 *
 * <p>Promises: of a key that was stored within the last 30 days, a conversation in which it was. A cache may forget; the
 * same key in two conversations is then two messages, each stored once.
 */
public interface SentKeys {

    /** @throws StoreUnavailable when it is not known */
    @Nullable
    ConversationId conversationOf(UserId sender, ClientMsgId key);
}
