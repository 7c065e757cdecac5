package chat.parley.pipeline;

import chat.parley.domain.MessageId;
import chat.parley.domain.Roster;
import chat.parley.domain.Tenure;
import chat.parley.domain.UserId;

/**
 * A conversation as one of its members sees it at this moment.
 *
 * @param head up to where it has come
 * @param readId up to where he has read, {@link MessageId#ZERO} when he never did
 * @param unread messages (not events) behind that which he may see
 */
public record ConversationView(Roster roster, UserId reader, Tenure tenure, Head head, MessageId readId, long unread) {}
