package chat.parley.pipeline;

import chat.parley.domain.ConversationId;
import chat.parley.pipeline.port.DirectoryWrites;
import chat.parley.pipeline.port.Log;
import chat.parley.pipeline.port.MessageWrites;
import chat.parley.pipeline.port.PartitionWriter;
import chat.parley.pipeline.port.StoreUnavailable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Stores a batch over several stores that share no transaction: rows, membership, answers, heads, events, each step
 * begun when the one before is durable. A failure anywhere leaves a state from which the same batch can be written again.
 */
public final class StepwiseWriter implements PartitionWriter {

    private final MessageWrites messages;
    private final DirectoryWrites directory;
    private final Log<DeliveryEvent> deliveryLog;

    public StepwiseWriter(MessageWrites messages, DirectoryWrites directory, Log<DeliveryEvent> deliveryLog) {
        this.messages = messages;
        this.directory = directory;
        this.deliveryLog = deliveryLog;
    }

    @Override
    public void write(Batch batch, Runnable stored) {
        Map<ConversationId, List<Decided>> byConversation = new LinkedHashMap<>();
        for (Decided decided : batch.decided()) {
            byConversation
                    .computeIfAbsent(decided.event().conversation(), _ -> new ArrayList<>())
                    .add(decided);
        }
        byConversation.forEach(messages::rows);
        for (Decided decided : batch.decided()) {
            if (decided.change() != null) {
                directory.project(decided.change());
            }
        }
        stored.run();
        batch.cursors().forEach(messages::cursor);
        batch.heads().forEach(messages::head);
        for (Decided decided : batch.decided()) {
            if (!deliveryLog.append(decided.event())) {
                throw new StoreUnavailable("the delivery log is full");
            }
        }
    }
}
