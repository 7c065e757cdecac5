package chat.parley.pipeline;

import chat.parley.domain.MembershipChange;
import chat.parley.domain.Message;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that one accepted entry writes.
 *
 * @param messages in the order of their {@code seq}
 * @param change what it changes of the members, null for a send
 */
public record Decided(
        IndexRow index, List<Message> messages, @Nullable MembershipChange change, DeliveryEvent event) {

    public Decided {
        messages = List.copyOf(messages);
    }
}
