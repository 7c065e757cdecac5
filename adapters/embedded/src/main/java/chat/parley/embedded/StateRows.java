package chat.parley.embedded;

import chat.parley.domain.BodyHash;
import chat.parley.domain.ClientMsgId;
import chat.parley.domain.ConversationId;
import chat.parley.domain.MessageId;
import chat.parley.domain.Position;
import chat.parley.domain.UserId;
import chat.parley.pipeline.CatchUp.LogEnd;
import chat.parley.pipeline.EntryKey;
import chat.parley.pipeline.Head;
import chat.parley.pipeline.IndexRow;
import chat.parley.pipeline.ReadCursor;

/** The values of index rows, heads, floors, cursors, and of where the logs stand. */
final class StateRows {

    /** Up to where retention has taken a conversation's messages away. */
    record Floor(long seq, MessageId id) {}

    private StateRows() {}

    static byte[] index(RowWriter row, byte[] key, IndexRow index) {
        return row.clear()
                .position(index.position())
                .int8(index.messages())
                .int64(index.id().value())
                .number(index.seq())
                .number(index.serverTs())
                .number(index.logTime())
                .number(index.messageCount())
                .int64(index.hash().high())
                .int64(index.hash().low())
                .valueOf(key);
    }

    static IndexRow index(byte[] key, byte[] value) {
        return index(indexKey(key), key, value);
    }

    static IndexRow index(EntryKey entry, byte[] key, byte[] value) {
        return RowReader.whole(
                key,
                value,
                row -> new IndexRow(
                        entry,
                        row.position(),
                        row.int8(),
                        new MessageId(row.int64()),
                        row.number(),
                        row.number(),
                        row.number(),
                        row.number(),
                        new BodyHash(row.int64(), row.int64())));
    }

    private static EntryKey indexKey(byte[] key) {
        RowReader reader = RowReader.ofKey(key);
        reader.int16();
        ConversationId conversation = new ConversationId(reader.id());
        int kind = reader.int8();
        return switch (kind) {
            case Keys.CREATION -> new EntryKey.OfCreation(conversation);
            case Keys.CHANGE -> new EntryKey.OfPosition(conversation, reader.position());
            case Keys.SEND -> new EntryKey.OfSend(conversation, new UserId(reader.id()), new ClientMsgId(reader.id()));
            default -> throw new DamagedRow("there is no key of kind " + kind);
        };
    }

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
        return row.clear().number(floor.seq()).int64(floor.id().value()).valueOf(key);
    }

    static Floor floor(byte[] key, byte[] value) {
        return RowReader.whole(key, value, row -> new Floor(row.number(), new MessageId(row.int64())));
    }

    static byte[] sent(RowWriter row, byte[] key, ConversationId conversation) {
        return row.clear().id(conversation.value()).valueOf(key);
    }

    static ConversationId sent(byte[] key, byte[] value) {
        return RowReader.whole(key, value, row -> new ConversationId(row.id()));
    }

    static byte[] cursor(RowWriter row, byte[] key, ReadCursor cursor) {
        return row.clear()
                .number(cursor.seq())
                .int64(cursor.id().value())
                .number(cursor.messageCount())
                .valueOf(key);
    }

    static ReadCursor cursor(ConversationId conversation, UserId user, byte[] key, byte[] value) {
        return RowReader.whole(key, value, row -> {
            long seq = row.number();
            return new ReadCursor(conversation, user, new MessageId(row.int64()), seq, row.number());
        });
    }

    static byte[] logEnd(RowWriter row, byte[] key, LogEnd end) {
        return row.clear().position(end.position()).number(end.logTimeMillis()).valueOf(key);
    }

    static LogEnd logEnd(byte[] key, byte[] value) {
        return RowReader.whole(key, value, row -> new LogEnd(row.position(), row.number()));
    }

    static byte[] position(RowWriter row, byte[] key, Position position) {
        return row.clear().position(position).valueOf(key);
    }

    static Position position(byte[] key, byte[] value) {
        return RowReader.whole(key, value, RowReader::position);
    }
}
