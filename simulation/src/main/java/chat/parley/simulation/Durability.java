package chat.parley.simulation;

import chat.parley.domain.ConversationId;
import chat.parley.domain.Message;
import chat.parley.pipeline.Head;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A look at what a store holds, past its faults: for checks alone. */
interface Durability {

    /** The highest seq that retention has taken away, 0 when none is. */
    long expiredSeq(ConversationId conversation);

    boolean isOnEveryQuorum(Message message);

    /** What each quorum would show, in the order of ids. */
    List<List<Message>> onEachQuorum(ConversationId conversation);

    List<@Nullable Head> headsOnEachQuorum(ConversationId conversation);
}
