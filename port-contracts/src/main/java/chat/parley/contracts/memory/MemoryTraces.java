package chat.parley.contracts.memory;

import chat.parley.domain.ConversationId;
import chat.parley.domain.MessageId;
import chat.parley.push.Trace;
import chat.parley.push.port.TraceRecords;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Steps in a list. */
public final class MemoryTraces implements TraceRecords {

    private final List<Trace> steps = new ArrayList<>();

    @Override
    public synchronized void record(Collection<Trace> more) {
        steps.addAll(more);
    }

    @Override
    public synchronized List<Trace> of(ConversationId conversation, MessageId message) {
        return steps.stream()
                .filter(step -> step.conversation().equals(conversation)
                        && step.message().equals(message))
                .toList();
    }

    @Override
    public synchronized void removeBefore(long millis) {
        steps.removeIf(step -> step.message().compareTo(MessageId.firstAt(millis)) < 0);
    }
}
