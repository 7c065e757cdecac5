package chat.parley.embedded;

import chat.parley.domain.ConversationId;
import chat.parley.domain.Membership;
import chat.parley.domain.MessageId;
import chat.parley.domain.Position;
import chat.parley.domain.ReceiptKind;
import chat.parley.domain.UserId;
import chat.parley.pipeline.CatchUp.LogEnd;
import chat.parley.pipeline.Cursor;
import chat.parley.pipeline.Expired;
import chat.parley.pipeline.Head;

/** The values of heads, floors, cursors, and of where the logs stand. */
final class StateRows {

    /** Up to where retention has taken a conversation's messages away. */
    record Floor(long seq, MessageId id, long messageCount) {
        Expired expired() {
            return new Expired(seq, messageCount);
        }
    }

    private StateRows() {}

    static byte[] head(RowWriter row, byte[] key, Head head) {
        return row.clear()
                .position(head.position())
                .number(head.seq())
                .int64(head.id().value())
                .number(head.serverTs())
                .number(head.messageCount())
                .valueOf(key);
    }

    static Head head(ConversationId conversation, byte[] key, byte[] value) {
        return RowReader.whole(
                key,
                value,
                row -> new Head(
                        conversation,
                        row.position(),
                        row.number(),
                        new MessageId(row.int64()),
                        row.number(),
                        row.number()));
    }

    static byte[] floor(RowWriter row, byte[] key, Floor floor) {
        return row.clear()
                .number(floor.seq())
                .int64(floor.id().value())
                .number(floor.messageCount())
                .valueOf(key);
    }

    static Floor floor(byte[] key, byte[] value) {
        return RowReader.whole(key, value, row -> new Floor(row.number(), new MessageId(row.int64()), row.number()));
    }

    static byte[] cursor(RowWriter row, byte[] key, Cursor cursor) {
        return row.clear()
                .number(cursor.seq())
                .int64(cursor.id().value())
                .number(cursor.messageCount())
                .number(cursor.movedAtMillis())
                .valueOf(key);
    }

    static Cursor cursor(byte[] key, byte[] value) {
        RowReader ids = RowReader.ofKey(key);
        ConversationId conversation = new ConversationId(ids.id());
        UserId user = new UserId(ids.id());
        ReceiptKind kind = ids.isAtEnd() ? ReceiptKind.READ : ReceiptKind.DELIVERED;
        return RowReader.whole(key, value, row -> {
            long seq = row.number();
            MessageId id = new MessageId(row.int64());
            long messageCount = row.number();
            // Rows of before there were receipts end here: sends alone moved them.
            return new Cursor(conversation, user, kind, id, seq, messageCount, row.isAtEnd() ? 0 : row.number());
        });
    }

    static byte[] time(RowWriter row, byte[] key, long unixMillis) {
        return row.clear().number(unixMillis).valueOf(key);
    }

    static long time(byte[] key, byte[] value) {
        return RowReader.whole(key, value, RowReader::number);
    }

    static byte[] logEnd(RowWriter row, byte[] key, LogEnd end) {
        return row.clear().position(end.position()).number(end.logTimeMillis()).valueOf(key);
    }

    static LogEnd logEnd(byte[] key, byte[] value) {
        return RowReader.whole(key, value, row -> new LogEnd(row.position(), row.number()));
    }

    static byte[] membership(RowWriter row, byte[] key, Membership membership) {
        return row.clear()
                .position(membership.since())
                .int64(membership.hiddenThrough().value())
                .number(membership.messagesBefore())
                .valueOf(key);
    }

    static Membership membership(byte[] key, byte[] value) {
        return RowReader.whole(
                key, value, row -> new Membership(row.position(), new MessageId(row.int64()), row.number()));
    }

    static byte[] position(RowWriter row, byte[] key, Position position) {
        return row.clear().position(position).valueOf(key);
    }

    static Position position(byte[] key, byte[] value) {
        return RowReader.whole(key, value, RowReader::position);
    }
}
