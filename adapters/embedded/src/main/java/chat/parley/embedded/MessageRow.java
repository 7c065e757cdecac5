package chat.parley.embedded;

import chat.parley.domain.Body;
import chat.parley.domain.ClientMsgId;
import chat.parley.domain.Content;
import chat.parley.domain.ConversationId;
import chat.parley.domain.Event;
import chat.parley.domain.Message;
import chat.parley.domain.MessageId;
import chat.parley.domain.Position;
import chat.parley.domain.UserId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The value of a message. The conversation and the id are in its key. */
final class MessageRow {

    private static final int BODY = 0;
    private static final int CREATED = 1;
    private static final int MEMBERS_ADDED = 2;
    private static final int MEMBER_REMOVED = 3;
    private static final int MEMBER_LEFT = 4;
    private static final int RENAMED = 5;
    private static final int ROLE_CHANGED = 6;

    private MessageRow() {}

    static byte[] write(RowWriter row, byte[] key, Message message) {
        row.clear()
                .number(message.seq())
                .number(message.position().generation())
                .number(message.position().offset())
                .number(message.serverTs())
                .number(message.messageCount())
                .id(message.from().value())
                .id(message.clientMsgId() == null ? "" : message.clientMsgId().value());
        content(row, message.content());
        return row.valueOf(key);
    }

    static Message read(byte[] key, byte[] value) {
        RowReader ids = RowReader.ofKey(key);
        ConversationId conversation = new ConversationId(ids.id());
        MessageId id = new MessageId(ids.int64());
        return RowReader.whole(key, value, row -> {
            long seq = row.number();
            Position position = new Position((int) row.number(), row.number());
            long serverTs = row.number();
            long messageCount = row.number();
            UserId from = new UserId(row.id());
            String clientMsgId = row.id();
            return new Message(
                    conversation,
                    id,
                    seq,
                    from,
                    content(row),
                    serverTs,
                    clientMsgId.isEmpty() ? null : new ClientMsgId(clientMsgId),
                    messageCount,
                    position);
        });
    }

    private static void content(RowWriter row, Content content) {
        switch (content) {
            case Body(var text, var mediaIds) -> {
                optional(row.int8(BODY), text).number(mediaIds.size());
                mediaIds.forEach(row::text);
            }
            case Event.Created(var members, var title) -> users(optional(row.int8(CREATED), title), members);
            case Event.MembersAdded(var members) -> users(row.int8(MEMBERS_ADDED), members);
            case Event.MemberRemoved(var member) -> row.int8(MEMBER_REMOVED).id(member.value());
            case Event.MemberLeft(var member) -> row.int8(MEMBER_LEFT).id(member.value());
            case Event.Renamed(var title) -> row.int8(RENAMED).text(title);
            case Event.RoleChanged(var member, var role) ->
                row.int8(ROLE_CHANGED).id(member.value()).int8(RosterRows.code(role));
        }
    }

    private static Content content(RowReader row) {
        int kind = row.int8();
        return switch (kind) {
            case BODY -> {
                String text = optional(row);
                int count = row.count();
                List<String> mediaIds = new ArrayList<>(count);
                for (int i = 0; i < count; i++) {
                    mediaIds.add(row.text());
                }
                yield new Body(text, mediaIds);
            }
            case CREATED -> {
                String title = optional(row);
                yield new Event.Created(users(row), title);
            }
            case MEMBERS_ADDED -> new Event.MembersAdded(users(row));
            case MEMBER_REMOVED -> new Event.MemberRemoved(new UserId(row.id()));
            case MEMBER_LEFT -> new Event.MemberLeft(new UserId(row.id()));
            case RENAMED -> new Event.Renamed(row.text());
            case ROLE_CHANGED -> new Event.RoleChanged(new UserId(row.id()), RosterRows.role(row.int8()));
            default -> throw new DamagedRow("there is no content of kind " + kind);
        };
    }

    static RowWriter users(RowWriter row, List<UserId> users) {
        row.number(users.size());
        users.forEach(user -> row.id(user.value()));
        return row;
    }

    static List<UserId> users(RowReader row) {
        int count = row.count();
        List<UserId> users = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            users.add(new UserId(row.id()));
        }
        return users;
    }

    private static RowWriter optional(RowWriter row, @Nullable String text) {
        return text == null ? row.int8(0) : row.int8(1).text(text);
    }

    private static @Nullable String optional(RowReader row) {
        return row.int8() == 0 ? null : row.text();
    }
}
