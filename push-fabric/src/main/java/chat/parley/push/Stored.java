package chat.parley.push;

import chat.parley.domain.ConversationId;
import chat.parley.domain.Message;
import chat.parley.domain.MessageId;
import chat.parley.pipeline.port.MessageStore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A look at one message. */
final class Stored {

    private Stored() {}

    /** Null when retention has taken it. */
    static @Nullable Message find(MessageStore store, ConversationId conversation, MessageId id) {
        List<Message> rows = store.rowsBefore(conversation, id.next(), 1);
        return rows.isEmpty() || !rows.getFirst().id().equals(id) ? null : rows.getFirst();
    }
}
