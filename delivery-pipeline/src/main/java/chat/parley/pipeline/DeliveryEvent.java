package chat.parley.pipeline;

import chat.parley.domain.ConversationId;
import chat.parley.domain.Message;
import chat.parley.domain.Position;
import chat.parley.domain.UserId;
import java.util.List;

/**
 * Something happened that those who are connected are to be told.
 *
 * @param position of the entry in the conversation log that it comes from
 * @param messages what is new, in the order of {@code seq}; none for a new direct conversation
 * @param membersVersion the roster to tell by is of this version or later
 * @param changed the conversation itself changed: its members are shown it anew
 * @param departed who is a member no more by this entry
 * @param origin the request it came by; its socket is not told of its own message
 */
public record DeliveryEvent(
        ConversationId conversation,
        Position position,
        List<Message> messages,
        Position membersVersion,
        boolean changed,
        List<UserId> departed,
        ReplyTo origin) {

    public DeliveryEvent {
        messages = List.copyOf(messages);
        departed = List.copyOf(departed);
    }
}
