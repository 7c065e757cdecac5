package chat.parley.embedded;

import chat.parley.domain.ConversationId;
import chat.parley.domain.Message;
import chat.parley.domain.MessageId;
import chat.parley.domain.Position;
import chat.parley.domain.UserId;
import chat.parley.pipeline.DeliveryEvent;
import chat.parley.pipeline.ReplyTo;
import java.util.List;

/**
 * The value of a delivery event. It names its messages, which are stored already, instead of holding them twice.
 *
 * @param logPosition where it stands in the delivery log: the position of its entry, unless it was appended by itself
 * @param messages how many messages it has
 * @param first id of the first of them
 */
record EventRow(
        Position logPosition,
        long logTimeMillis,
        ConversationId conversation,
        Position position,
        int messages,
        MessageId first,
        Position membersVersion,
        boolean changed,
        List<UserId> departed,
        ReplyTo origin) {

    static byte[] write(RowWriter row, byte[] key, long logTimeMillis, DeliveryEvent event) {
        int messages = event.messages().size();
        row.clear()
                .number(logTimeMillis)
                .id(event.conversation().value())
                .position(event.position())
                .number(messages)
                .int64(messages == 0 ? 0 : event.messages().getFirst().id().value())
                .position(event.membersVersion())
                .int8(event.changed() ? 1 : 0)
                .int64(event.origin().incarnation())
                .int64(event.origin().request())
                .int64(event.origin().connection());
        return MessageRow.users(row, event.departed()).valueOf(key);
    }

    static EventRow read(byte[] key, byte[] value) {
        Position logPosition = RowReader.ofKey(key).position();
        return RowReader.whole(key, value, row -> {
            long logTimeMillis = row.number();
            ConversationId conversation = new ConversationId(row.id());
            Position position = row.position();
            int messages = (int) row.number();
            MessageId first = new MessageId(row.int64());
            Position membersVersion = row.position();
            boolean changed = row.int8() == 1;
            ReplyTo origin = new ReplyTo(row.int64(), row.int64(), row.int64());
            return new EventRow(
                    logPosition,
                    logTimeMillis,
                    conversation,
                    position,
                    messages,
                    first,
                    membersVersion,
                    changed,
                    MessageRow.users(row),
                    origin);
        });
    }

    DeliveryEvent event(List<Message> all) {
        return new DeliveryEvent(conversation, position, all, membersVersion, changed, departed, origin);
    }
}
