package chat.parley.embedded;

import chat.parley.domain.BodyHash;
import chat.parley.domain.ClientMsgId;
import chat.parley.domain.ConversationId;
import chat.parley.domain.Limits;
import chat.parley.domain.MessageId;
import chat.parley.domain.UserId;
import chat.parley.pipeline.EntryKey;
import chat.parley.pipeline.IndexRow;

/**
 * Keys and values of the index. A send's row stands under its sender and key alone, so that one look tells whether the key
 * was used and in which conversation; should it be used in two, which takes a race, the later row stands under {@link
 * #own a key of its own}.
 *
 * <p>The first two bytes of a key are its bucket, by log time: old rows go a bucket at a time.
 */
final class IndexRows {

    /** The bucket of what never expires. */
    static final int FOR_EVER = 0;

    /** Half of the time for which a key is known. */
    private static final long BUCKET_MILLIS = Limits.KEY_MILLIS / 2;

    /** Buckets that are looked into, the newest included: every row is there for 45 days of log time at least. */
    private static final int BUCKETS_KEPT = 4;

    private static final int BUCKET_MAX = 0xfffe;

    private static final int CREATION = 0;
    private static final int CHANGE = 1;
    private static final int SEND = 2;

    private IndexRows() {}

    /** @return the bucket of an index row of this log time, 1 or more */
    static int bucket(long logTimeMillis) {
        return Math.clamp(logTimeMillis / BUCKET_MILLIS, FOR_EVER + 1, BUCKET_MAX);
    }

    /** The bucket of the index row of this key that was written at this log time. */
    static int bucket(EntryKey key, long logTimeMillis) {
        return key instanceof EntryKey.OfCreation ? FOR_EVER : bucket(logTimeMillis);
    }

    /** The oldest bucket that anybody looks into when the log has come to this time. */
    static int oldestBucket(long logTimeMillis) {
        return Math.max(FOR_EVER + 1, bucket(logTimeMillis) - BUCKETS_KEPT + 1);
    }

    /** All rows of a bucket begin with this. */
    static byte[] start(int bucket) {
        return inBucket(bucket, 0).key();
    }

    static byte[] key(int bucket, EntryKey entry) {
        return switch (entry) {
            case EntryKey.OfCreation(ConversationId conversation) ->
                inBucket(bucket, 1 + Keys.bytesOf(conversation.value()))
                        .int8(CREATION)
                        .id(conversation.value())
                        .key();
            case EntryKey.OfPosition change -> {
                String conversation = change.conversation().value();
                yield inBucket(bucket, 1 + Keys.bytesOf(conversation) + Keys.POSITION_BYTES)
                        .int8(CHANGE)
                        .id(conversation)
                        .position(change.position())
                        .key();
            }
            case EntryKey.OfSend send -> sent(bucket, send.sender(), send.clientMsgId());
        };
    }

    /** Where the first send of this sender with this key stands, whatever its conversation. */
    static byte[] sent(int bucket, UserId sender, ClientMsgId key) {
        return sent(bucket, sender, key, 0).key();
    }

    /** Where a send stands whose sender had used the key in another conversation before. */
    static byte[] own(int bucket, EntryKey.OfSend send) {
        String conversation = send.conversation().value();
        return sent(bucket, send.sender(), send.clientMsgId(), Keys.bytesOf(conversation))
                .id(conversation)
                .key();
    }

    private static RowWriter sent(int bucket, UserId sender, ClientMsgId key, int more) {
        int bytes = 1 + Keys.bytesOf(sender.value()) + Keys.bytesOf(key.value()) + more;
        return inBucket(bucket, bytes).int8(SEND).id(sender.value()).id(key.value());
    }

    private static RowWriter inBucket(int bucket, int more) {
        return new RowWriter(Short.BYTES + more).int16(bucket);
    }

    static byte[] write(RowWriter row, byte[] key, IndexRow index) {
        return row.clear()
                .id(index.key().conversation().value())
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

    static IndexRow read(byte[] key, byte[] value) {
        return RowReader.whole(key, value, row -> {
            ConversationId conversation = new ConversationId(row.id());
            return new IndexRow(
                    entryKey(key, conversation),
                    row.position(),
                    row.int8(),
                    new MessageId(row.int64()),
                    row.number(),
                    row.number(),
                    row.number(),
                    row.number(),
                    new BodyHash(row.int64(), row.int64()));
        });
    }

    static int bucketOf(byte[] key) {
        return RowReader.ofKey(key).int16();
    }

    private static EntryKey entryKey(byte[] key, ConversationId conversation) {
        RowReader reader = RowReader.ofKey(key).skip(Short.BYTES);
        int kind = reader.int8();
        return switch (kind) {
            case CREATION -> new EntryKey.OfCreation(conversation);
            case CHANGE -> {
                reader.id();
                yield new EntryKey.OfPosition(conversation, reader.position());
            }
            case SEND -> new EntryKey.OfSend(conversation, new UserId(reader.id()), new ClientMsgId(reader.id()));
            default -> throw new DamagedRow("there is no key of kind " + kind);
        };
    }
}
