package chat.parley.embedded;

import chat.parley.accounts.TokenHash;
import chat.parley.domain.ConversationId;
import chat.parley.domain.DeviceId;
import chat.parley.domain.MessageId;
import chat.parley.domain.Platform;
import chat.parley.domain.Position;
import chat.parley.domain.ReceiptKind;
import chat.parley.domain.UserId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** The keys, as they are drawn in the description of this package. */
final class Keys {

    static final byte[] COVERED = "covered".getBytes(StandardCharsets.US_ASCII);
    static final byte[] DELIVERED = "delivered".getBytes(StandardCharsets.US_ASCII);
    static final byte[] RESERVED = "reserved".getBytes(StandardCharsets.US_ASCII);
    static final byte[] PUSHED = "pushed".getBytes(StandardCharsets.US_ASCII);
    static final byte[] OWED = "owed".getBytes(StandardCharsets.US_ASCII);

    static final int POSITION_BYTES = Integer.BYTES + Long.BYTES;

    /** Ends the key of a cursor of what was delivered; one of what was read ends with its user. */
    static final int DELIVERED_CURSOR = 1;

    static final int PROFILE = 0;
    static final int TITLE = 1;
    static final int TENURE = 2;

    static final int ACCOUNT = 0;
    static final int LOGIN = 1;
    static final int DEVICE = 2;

    static final int NAME_IS_ID = 0;
    static final int NAME_IS_SHOWN = 1;

    private Keys() {}

    /** All that belongs to a conversation, in most families, begins with this. */
    static byte[] conversation(ConversationId conversation) {
        return ids(0, conversation.value()).key();
    }

    static byte[] message(ConversationId conversation, MessageId id) {
        return ids(Long.BYTES, conversation.value()).int64(id.value()).key();
    }

    static byte[] cursor(ConversationId conversation, UserId user, ReceiptKind kind) {
        return switch (kind) {
            case READ -> ids(0, conversation.value(), user.value()).key();
            case DELIVERED ->
                ids(1, conversation.value(), user.value())
                        .int8(DELIVERED_CURSOR)
                        .key();
        };
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

    static byte[] account(UserId user) {
        return ids(1, user.value()).int8(ACCOUNT).key();
    }

    /** All rows of a kind of a user begin with this. */
    static byte[] ofUser(UserId user, int kind) {
        return ids(1, user.value()).int8(kind).key();
    }

    static byte[] login(UserId user, String login) {
        return ids(1 + bytesOf(login), user.value()).int8(LOGIN).id(login).key();
    }

    static byte[] device(UserId user, DeviceId device) {
        return ids(1 + bytesOf(device.value()), user.value())
                .int8(DEVICE)
                .id(device.value())
                .key();
    }

    /** What all names of a kind with this beginning begin with. */
    static byte[] namesFrom(int kind, String beginning) {
        byte[] folded = folded(beginning).getBytes(StandardCharsets.ISO_8859_1);
        byte[] key = new byte[1 + folded.length];
        key[0] = (byte) kind;
        System.arraycopy(folded, 0, key, 1, folded.length);
        return key;
    }

    static byte[] name(int kind, String name, UserId user) {
        String folded = folded(name);
        return new RowWriter(1 + bytesOf(folded) + bytesOf(user.value()))
                .int8(kind)
                .id(folded)
                .id(user.value())
                .key();
    }

    /** Without a difference of capitals, as the bytes of UTF-8, one in each character. */
    static String folded(String name) {
        byte[] utf8 = name.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
        return new String(utf8, StandardCharsets.ISO_8859_1);
    }

    static byte[] pushToken(Platform platform, String token) {
        return TokenHash.of((platform + " " + token).getBytes(StandardCharsets.UTF_8))
                .bytes();
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

    /** What an id takes in a key. */
    static int bytesOf(String id) {
        return id.length() + 1;
    }

    private static RowWriter ids(int more, String id) {
        return new RowWriter(id.length() + 1 + more).id(id);
    }

    private static RowWriter ids(int more, String one, String two) {
        return new RowWriter(one.length() + 1 + two.length() + 1 + more).id(one).id(two);
    }
}
