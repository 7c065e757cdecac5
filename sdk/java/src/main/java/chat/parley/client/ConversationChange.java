package chat.parley.client;

/**
 * A conversation was created, joined, changed or left.
 *
 * @param conversation as it is now; with {@code removed} only its id and type are certain
 * @param removed whether the user is in it no more
 */
public record ConversationChange(Conversation conversation, boolean removed) {}
