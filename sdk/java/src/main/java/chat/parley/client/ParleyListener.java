package chat.parley.client;

import java.util.Map;

/**
 * What a client tells its application. All methods do nothing unless overridden.
 *
 * <p>They are called one after the other, never two at a time for one client. They may take their time: when too much
 * waits for them, the client stops reading from the server. They must not wait for a send or a catch-up of the same
 * client (the blocking calls throw {@link IllegalStateException} there). An exception is logged, and the next event
 * follows.
 */
public interface ParleyListener {

    /**
     * A message or an event of a conversation, the user's own included: each once, and each conversation's in the order
     * of {@code seq}. When this returns, the client keeps that it was given; a program that ended before that is given it
     * again at the next start.
     *
     * @param message what came
     */
    default void onMessage(Message message) {}

    /**
     * Somebody received or read.
     *
     * @param receipt how far
     */
    default void onReceipt(Receipt receipt) {}

    /**
     * Somebody types, or stopped.
     *
     * @param typing who and where
     */
    default void onTyping(Typing typing) {}

    /**
     * A watched user came, went, or was found.
     *
     * @param presence who, and whether
     */
    default void onPresence(Presence presence) {}

    /**
     * A conversation was created, joined, changed or left.
     *
     * @param change what it is now
     */
    default void onConversation(ConversationChange change) {}

    /**
     * The connection changed.
     *
     * @param change where it stands now
     */
    default void onState(ConnectionChange change) {}

    /**
     * The server has a send. Also told by the future of the send; this is told of sends of an earlier run, too.
     *
     * @param message what was sent
     * @param sent where it stands
     */
    default void onSent(OutgoingMessage message, Sent sent) {}

    /**
     * The server refused a send for good, or it can be sent no more. It has left the outbox.
     *
     * @param message what was to be sent
     * @param reason why not
     */
    default void onSendFailed(OutgoingMessage message, ParleyException reason) {}

    /**
     * All that was missed has been given to {@link #onMessage}.
     *
     * @param standings the conversations in which something is new, all of them at the first catch-up; by id
     */
    default void onSynced(Map<String, Standing> standings) {}

    /**
     * The server answered something with an error that no call waits for, such as a receipt for an unknown message.
     *
     * @param error what it said
     */
    default void onError(ParleyException error) {}
}
