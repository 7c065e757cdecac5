package chat.parley.push;

import chat.parley.domain.ConversationId;
import chat.parley.domain.ConversationType;
import chat.parley.domain.MessageId;
import org.jspecify.annotations.Nullable;

/** What is sent to a device, before a provider puts it into its own form. */
public sealed interface Notification {

    /** Unread messages of the user in all his conversations, at the moment of sending. */
    long badge();

    /** Until when a provider may keep it, Unix milliseconds. */
    long expiresAt();

    /**
     * A conversation has something new. It replaces what the device shows of the same conversation.
     *
     * @param upTo the last message that it tells of
     * @param title of the group; null in a direct conversation, and where nothing may be told
     * @param sender by his displayed name; null where nothing may be told
     * @param text null where it may not be told, and where the message has none
     * @param unread messages of the conversation that the user has not read
     * @param badge as above
     * @param mentioned whether the last message names the user
     */
    record Show(
            ConversationId conversation,
            ConversationType type,
            MessageId upTo,
            @Nullable String title,
            @Nullable String sender,
            @Nullable String text,
            long unread,
            long badge,
            boolean mentioned,
            long expiresAt)
            implements Notification {}

    /** What is shown of a conversation is to go. Nobody is disturbed by it. */
    record Clear(ConversationId conversation, MessageId upTo, long badge, long expiresAt) implements Notification {}

    /** The user asked to see whether he can be woken. */
    record Test(long badge, long expiresAt) implements Notification {}
}
