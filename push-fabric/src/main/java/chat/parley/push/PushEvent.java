package chat.parley.push;

import chat.parley.domain.ConversationId;
import chat.parley.domain.DeviceId;
import chat.parley.domain.MessageId;
import chat.parley.domain.Position;
import chat.parley.domain.UserId;
import java.util.List;

/** What the push log holds: what may owe a wake-up, or take one back. */
public sealed interface PushEvent {

    ConversationId conversation();

    /**
     * A message was told to those who were connected.
     *
     * @param position of its entry, by which it is known who hears it
     * @param live the devices it went to, where they are few enough to be named
     * @param sockets how many it went to
     */
    record Told(
            ConversationId conversation,
            MessageId message,
            long seq,
            Position position,
            UserId from,
            List<Home> live,
            int sockets)
            implements PushEvent {

        public Told {
            live = List.copyOf(live);
        }
    }

    /** A user has read a conversation up to and including a message. */
    record Read(ConversationId conversation, UserId user, MessageId upTo, long seq) implements PushEvent {}

    /** A device of a user. */
    record Home(UserId user, DeviceId device) {}
}
