package chat.parley.embedded;

import chat.parley.domain.ConversationId;
import chat.parley.domain.DeviceId;
import chat.parley.domain.MessageId;
import chat.parley.domain.Platform;
import chat.parley.domain.UserId;
import chat.parley.push.WakeUp;
import chat.parley.push.WakeUp.Pending;
import chat.parley.push.WakeUp.Shown;
import java.util.List;

/**
 * Keys and values of what is owed to devices. A conversation's stand together, since most are asked for by its members; a
 * second family lists those that are owed by platform and by when they are due.
 */
final class WakeUpRows {

    private static final int PENDING = 1;
    private static final int SHOWN = 2;

    /** By their places in this list they are stored. */
    private static final List<WakeUp.Kind> KINDS = List.of(WakeUp.Kind.SHOW, WakeUp.Kind.CLEAR);

    private WakeUpRows() {}

    static byte[] key(WakeUp.Key key) {
        return ids(new RowWriter(bytesOf(key)), key).key();
    }

    static WakeUp.Key keyOf(byte[] key) {
        return key(RowReader.ofKey(key));
    }

    /** All rows of a user for a conversation begin with this. */
    static byte[] of(UserId user, ConversationId conversation) {
        return new RowWriter(Keys.bytesOf(conversation.value()) + Keys.bytesOf(user.value()))
                .id(conversation.value())
                .id(user.value())
                .key();
    }

    /** All that are listed of a platform begin with this. */
    static byte[] due(Platform platform) {
        return new byte[] {(byte) PlatformNumbers.of(platform)};
    }

    static byte[] due(Platform platform, long dueAt, WakeUp.Key key) {
        RowWriter row = new RowWriter(1 + Long.BYTES + bytesOf(key))
                .int8(PlatformNumbers.of(platform))
                .int64(dueAt);
        return ids(row, key).key();
    }

    static int platformOfDue(byte[] due) {
        return RowReader.ofKey(due).int8();
    }

    static long timeOfDue(byte[] due) {
        return RowReader.ofKey(due).skip(1).int64();
    }

    static WakeUp.Key keyOfDue(byte[] due) {
        return key(RowReader.ofKey(due).skip(1 + Long.BYTES));
    }

    /** What is listed says all in its key. */
    static byte[] listed(RowWriter row, byte[] due) {
        return row.clear().valueOf(due);
    }

    private static int bytesOf(WakeUp.Key key) {
        return Keys.bytesOf(key.conversation().value())
                + Keys.bytesOf(key.user().value())
                + Keys.bytesOf(key.device().value());
    }

    private static RowWriter ids(RowWriter row, WakeUp.Key key) {
        return row.id(key.conversation().value())
                .id(key.user().value())
                .id(key.device().value());
    }

    private static WakeUp.Key key(RowReader ids) {
        ConversationId conversation = new ConversationId(ids.id());
        WakeUp.Key key = new WakeUp.Key(new UserId(ids.id()), new DeviceId(ids.id()), conversation);
        ids.end();
        return key;
    }

    static byte[] write(RowWriter row, byte[] key, WakeUp wakeUp) {
        Pending pending = wakeUp.pending();
        Shown shown = wakeUp.shown();
        row.clear()
                .int8(PlatformNumbers.of(wakeUp.platform()))
                .number(wakeUp.revision())
                .int8((pending == null ? 0 : PENDING) | (shown == null ? 0 : SHOWN));
        if (pending != null) {
            row.int8(KINDS.indexOf(pending.kind()))
                    .int64(pending.message().value())
                    .number(pending.seq())
                    .number(pending.since())
                    .number(pending.dueAt())
                    .number(pending.tries());
        }
        if (shown != null) {
            row.int64(shown.message().value()).number(shown.seq()).number(shown.at());
        }
        return row.valueOf(key);
    }

    static WakeUp read(byte[] key, byte[] value) {
        return RowReader.whole(key, value, row -> {
            Platform platform = PlatformNumbers.platform(row.int8());
            long revision = row.number();
            int parts = row.int8();
            Pending pending = (parts & PENDING) == 0 ? null : pending(row);
            Shown shown =
                    (parts & SHOWN) == 0 ? null : new Shown(new MessageId(row.int64()), row.number(), row.number());
            return new WakeUp(keyOf(key), platform, pending, shown, revision);
        });
    }

    private static Pending pending(RowReader row) {
        int kind = row.int8();
        if (kind >= KINDS.size()) {
            throw new DamagedRow("nothing is owed of kind " + kind);
        }
        return new Pending(KINDS.get(kind), new MessageId(row.int64()), row.number(), row.number(), row.number(), (int)
                row.number());
    }

    /** How many are listed of each platform, by its number; the first is of none. */
    static byte[] counts(RowWriter row, byte[] key, long[] owed) {
        row.clear();
        for (long one : owed) {
            row.number(one);
        }
        return row.valueOf(key);
    }

    /** @param value of a release that knew fewer platforms, perhaps */
    static long[] counts(byte[] key, byte[] value) {
        return RowReader.whole(key, value, row -> {
            long[] owed = new long[PlatformNumbers.MAX + 1];
            for (int i = 0; !row.isAtEnd(); i++) {
                owed[i] = row.number();
            }
            return owed;
        });
    }
}
