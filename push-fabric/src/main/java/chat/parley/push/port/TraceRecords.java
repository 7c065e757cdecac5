package chat.parley.push.port;

import chat.parley.domain.ConversationId;
import chat.parley.domain.MessageId;
import chat.parley.push.Trace;
import java.util.Collection;
import java.util.List;

/** The ways of the messages of some days. Promises: what was recorded is found until its time is over, in order. */
public interface TraceRecords {

    void record(Collection<Trace> steps);

    /** The steps of a message, in the order in which they were recorded. */
    List<Trace> of(ConversationId conversation, MessageId message);

    /** Forgets the messages that were stored before; up to a day of them may stay. */
    void removeBefore(long millis);
}
