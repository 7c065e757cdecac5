package chat.parley.pipeline;

import chat.parley.domain.ClientMsgId;
import chat.parley.domain.ConversationId;
import chat.parley.domain.Position;
import chat.parley.domain.UserId;

/** What makes two entries of the log the same wish. */
public sealed interface EntryKey {

    ConversationId conversation();

    /** A send, known for 30 days of log time. */
    record OfSend(ConversationId conversation, UserId sender, ClientMsgId clientMsgId) implements EntryKey {}

    /** A creation, known for ever. */
    record OfCreation(ConversationId conversation) implements EntryKey {}

    /** Any other entry is the same only as itself. */
    record OfPosition(ConversationId conversation, Position position) implements EntryKey {}
}
