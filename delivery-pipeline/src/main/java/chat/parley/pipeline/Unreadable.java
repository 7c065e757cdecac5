package chat.parley.pipeline;

import chat.parley.domain.ConversationId;
import chat.parley.pipeline.port.StoreUnavailable;

/** Says what becomes of the entries of one conversation that cannot be read, while those of others wait behind them. */
public interface Unreadable {

    /**
     * All wait, and the same entries are tried again. The only answer for a log that outlives the process: an entry in it
     * is never skipped.
     */
    Unreadable WAITS = (conversation, failure) -> false;

    /**
     * Asked each time that a conversation cannot be read.
     *
     * @return whether its entry is answered as unavailable, or it is left out of a catch-up that says so, and the others go
     *     on. Nothing was stored of such an entry, as nothing was decided; that holds where a batch is stored whole or not at all, and the log is gone with the process
     */
    boolean isPassedOver(ConversationId conversation, StoreUnavailable failure);
}
