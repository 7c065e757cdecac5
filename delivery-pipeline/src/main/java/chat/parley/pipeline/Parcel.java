package chat.parley.pipeline;

import chat.parley.domain.ConversationId;
import chat.parley.domain.ConversationType;
import chat.parley.domain.Message;
import chat.parley.domain.UserId;
import java.util.List;

/** What is to be told, and to whom. */
public sealed interface Parcel {

    /** A message or event for the members, but not for the connection that it came by. */
    record NewMessage(Message message, List<UserId> to, ReplyTo origin) implements Parcel {}

    /** A cursor has moved, for these but not for the connection that moved it. */
    record ReceiptGiven(Cursor cursor, long serverTs, List<UserId> to, ReplyTo origin) implements Parcel {}

    /** The conversation looks different; each of these sees it in his own way. */
    record ConversationChanged(ConversationId conversation, List<UserId> to) implements Parcel {}

    /** Something could not be told, nor to whom: all who are connected are to look. */
    record Missed() implements Parcel {}

    /** These have left or were removed. */
    record ConversationLeft(ConversationId conversation, ConversationType type, List<UserId> to) implements Parcel {}
}
