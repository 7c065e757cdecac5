package chat.parley.embedded;

import chat.parley.domain.ClientMsgId;
import chat.parley.domain.ConversationId;
import chat.parley.domain.Limits;
import chat.parley.domain.MessageId;
import chat.parley.domain.Position;
import chat.parley.domain.UserId;
import chat.parley.pipeline.EntryKey;
import chat.parley.pipeline.IndexRow;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The keys, as they are drawn in the description of this package. */
final class Keys {

    static final byte[] COVERED = "covered".getBytes(StandardCharsets.US_ASCII);
    static final byte[] DELIVERED = "delivered".getBytes(StandardCharsets.US_ASCII);
    static final byte[] RESERVED = "reserved".getBytes(StandardCharsets.US_ASCII);

    static final int POSITION_BYTES = Integer.BYTES + Long.BYTES;

    static final int PROFILE = 0;
    static final int TITLE = 1;
    static final int TENURE = 2;

    static final int CREATION = 0;
    static final int CHANGE = 1;
    static final int SEND = 2;

    /** The bucket of what never expires. */
    static final int FOR_EVER = 0;

    /** Half of the time for which a key is known. */
    static final long BUCKET_MILLIS = Limits.KEY_MILLIS / 2;

    /** Buckets that are looked into, the newest included: every row is there for 45 days of log time at least. */
    static final int BUCKETS_KEPT = 4;

    private Keys() {}

    /** All that belongs to a conversation, in most families, begins with this. */
    static byte[] conversation(ConversationId conversation) {
        return ids(0, conversation.value()).key();
    }

    static byte[] message(ConversationId conversation, MessageId id) {
        return ids(Long.BYTES, conversation.value()).int64(id.value()).key();
    }

    /** @return the bucket of an index row of this log time, 1 or more */
    static int bucket(long logTimeMillis) {
        return Math.clamp(logTimeMillis / BUCKET_MILLIS, 1, 0xfffe);
    }

    /** The oldest bucket that anybody looks into when the log has come to this time. */
    static int oldestBucket(long logTimeMillis) {
        return Math.max(FOR_EVER + 1, bucket(logTimeMillis) - BUCKETS_KEPT + 1);
    }

    /** The bucket of the index row of this key that was written at this log time. */
    static int bucket(EntryKey key, long logTimeMillis) {
        return key instanceof EntryKey.OfCreation ? FOR_EVER : bucket(logTimeMillis);
    }

    static byte[] index(IndexRow row) {
        return index(bucket(row.key(), row.logTime()), row.key());
    }

    static byte[] index(int bucket, EntryKey key) {
        String conversation = key.conversation().value();
        return switch (key) {
            case EntryKey.OfCreation _ ->
                inBucket(bucket, conversation, 1).int8(CREATION).key();
            case EntryKey.OfPosition change ->
                inBucket(bucket, conversation, 1 + POSITION_BYTES)
                        .int8(CHANGE)
                        .position(change.position())
                        .key();
            case EntryKey.OfSend send -> {
                String sender = send.sender().value();
                String clientMsgId = send.clientMsgId().value();
                yield inBucket(bucket, conversation, 1 + sender.length() + 1 + clientMsgId.length() + 1)
                        .int8(SEND)
                        .id(sender)
                        .id(clientMsgId)
                        .key();
            }
        };
    }

    /** Where a sender has used a key. No conversation has an empty id, so these come first in their bucket. */
    static byte[] sent(int bucket, UserId sender, ClientMsgId key) {
        return inBucket(
                        bucket,
                        "",
                        1 + sender.value().length() + 1 + key.value().length() + 1)
                .int8(SEND)
                .id(sender.value())
                .id(key.value())
                .key();
    }

    /** All index rows of a bucket begin with this. */
    static byte[] bucketStart(int bucket) {
        return new RowWriter(Short.BYTES).int16(bucket).key();
    }

    static byte[] cursor(ConversationId conversation, UserId user) {
        return ids(0, conversation.value(), user.value()).key();
    }

    static byte[] profile(ConversationId conversation) {
        return ids(1, conversation.value()).int8(PROFILE).key();
    }

    static byte[] title(ConversationId conversation, Position from) {
        return ids(1 + POSITION_BYTES, conversation.value())
                .int8(TITLE)
                .position(from)
                .key();
    }

    static byte[] tenure(ConversationId conversation, UserId user, Position joined) {
        int more = 1 + user.value().length() + 1 + POSITION_BYTES;
        return ids(more, conversation.value())
                .int8(TENURE)
                .id(user.value())
                .position(joined)
                .key();
    }

    static byte[] user(UserId user) {
        return ids(0, user.value()).key();
    }

    static byte[] membership(UserId user, ConversationId conversation) {
        return ids(0, user.value(), conversation.value()).key();
    }

    static byte[] event(Position position) {
        return new RowWriter(POSITION_BYTES).position(position).key();
    }

    static boolean hasPrefix(byte[] key, byte[] prefix) {
        return key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }

    /** Whether a key that begins with a conversation is that of this message. */
    static boolean isMessage(byte[] key, byte[] conversation, MessageId id) {
        return hasPrefix(key, conversation)
                && RowReader.ofKey(key).skip(conversation.length).int64() == id.value();
    }

    static MessageId messageId(byte[] key) {
        RowReader ids = RowReader.ofKey(key);
        ids.id();
        return new MessageId(ids.int64());
    }

    /** All index rows of a conversation in a bucket begin with this. */
    static byte[] inBucket(int bucket, ConversationId conversation) {
        return inBucket(bucket, conversation.value(), 0).key();
    }

    /** Whose row it is, in the families that are ordered by conversations. */
    static ConversationId conversationOf(byte[] key) {
        return new ConversationId(RowReader.ofKey(key).id());
    }

    /** The first key behind all that begin with this one, which ends in a zero. */
    static byte[] behind(byte[] prefix) {
        byte[] next = prefix.clone();
        next[next.length - 1]++;
        return next;
    }

    private static RowWriter inBucket(int bucket, String conversation, int more) {
        return new RowWriter(Short.BYTES + conversation.length() + 1 + more)
                .int16(bucket)
                .id(conversation);
    }

    private static RowWriter ids(int more, String id) {
        return new RowWriter(id.length() + 1 + more).id(id);
    }

    private static RowWriter ids(int more, String one, String two) {
        return new RowWriter(one.length() + 1 + two.length() + 1 + more).id(one).id(two);
    }
}
