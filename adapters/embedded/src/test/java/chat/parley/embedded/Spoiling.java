package chat.parley.embedded;

import static chat.parley.contracts.Script.conversation;
import static chat.parley.contracts.Script.user;

import chat.parley.domain.Body;
import chat.parley.domain.ClientMsgId;
import chat.parley.domain.ConversationId;
import chat.parley.domain.DeviceId;
import chat.parley.domain.Membership;
import chat.parley.domain.Message;
import chat.parley.domain.MessageId;
import chat.parley.domain.Platform;
import chat.parley.domain.Position;
import chat.parley.domain.ReceiptKind;
import chat.parley.domain.Role;
import chat.parley.domain.Tenure;
import chat.parley.pipeline.CatchUp.LogEnd;
import chat.parley.pipeline.Cursor;
import chat.parley.pipeline.EntryKey;
import chat.parley.pipeline.Head;
import chat.parley.pipeline.IndexRow;
import chat.parley.push.WakeUp;
import java.nio.file.Path;
import java.util.function.BiConsumer;

/** Ways in which rows, each with a right checksum, contradict each other. */
enum Spoiling {
    MESSAGE_GONE("stands where", (data, message) -> data.delete(Family.MESSAGES, keyOf(message))),
    MESSAGE_COUNTED_WRONG(
            "messages, the one before",
            (data, message) -> put(
                    data,
                    new Message(
                            message.conversation(),
                            message.id(),
                            message.seq(),
                            message.from(),
                            message.content(),
                            message.serverTs(),
                            message.clientMsgId(),
                            message.messageCount() + 1,
                            message.position()))),
    TEXT_CHANGED(
            "has the index row",
            (data, message) -> put(
                    data,
                    new Message(
                            message.conversation(),
                            message.id(),
                            message.seq(),
                            message.from(),
                            Body.text("never said"),
                            message.serverTs(),
                            message.clientMsgId(),
                            message.messageCount(),
                            message.position()))),
    INDEX_ROW_GONE(
            "has no index row",
            (data, message) -> data.delete(Family.INDEX, indexKey(MessageGroup.indexRow(message, 1)))),
    INDEX_ROW_TOO_MANY("has no message of seq", (data, message) -> {
        IndexRow row = MessageGroup.indexRow(message, 1);
        var other = new EntryKey.OfSend(message.conversation(), message.from(), new ClientMsgId("other"));
        IndexRow extra = new IndexRow(
                other,
                row.position(),
                1,
                new MessageId(row.id().value() + 77),
                row.seq(),
                row.serverTs(),
                row.logTime(),
                row.messageCount(),
                row.hash());
        byte[] key = indexKey(extra);
        data.put(Family.INDEX, key, IndexRows.write(row(), key, extra));
    }),
    HEAD_BEHIND("its head is", (data, message) -> {
        byte[] key = Keys.conversation(message.conversation());
        Head head = new Head(
                message.conversation(),
                message.position(),
                message.seq(),
                message.id(),
                message.serverTs(),
                message.messageCount());
        data.put(Family.HEADS, key, StateRows.head(row(), key, head));
    }),
    HEAD_GONE(
            "it has no head", (data, message) -> data.delete(Family.HEADS, Keys.conversation(message.conversation()))),
    CURSOR_BEYOND(
            "beyond the last",
            (data, message) -> cursor(
                    data, new Cursor(message.conversation(), user("bob"), ReceiptKind.READ, message.id(), 1_000, 900))),
    CURSOR_NOWHERE(
            "where no message is",
            (data, message) -> cursor(
                    data,
                    new Cursor(
                            message.conversation(),
                            user("bob"),
                            ReceiptKind.READ,
                            new MessageId(message.id().value() + (1L << 21)),
                            message.seq(),
                            900))),
    CURSOR_COUNTS_WRONG(
            "its message",
            (data, message) -> cursor(
                    data,
                    new Cursor(
                            message.conversation(),
                            user("bob"),
                            ReceiptKind.READ,
                            message.id(),
                            message.seq(),
                            message.messageCount() + 1))),
    DELIVERED_COUNTS_WRONG(
            "its message",
            (data, message) -> cursor(
                    data,
                    new Cursor(
                            message.conversation(),
                            user("bob"),
                            ReceiptKind.DELIVERED,
                            message.id(),
                            message.seq(),
                            message.messageCount() - 1))),
    MEMBERSHIP_GONE(
            "not listed as one of its member",
            (data, message) -> data.delete(Family.MEMBERSHIPS, Keys.membership(user("bob"), message.conversation()))),
    MEMBERSHIP_TOO_MANY("who is no member", (data, message) -> {
        byte[] key = Keys.membership(user("ann"), message.conversation());
        data.put(
                Family.MEMBERSHIPS,
                key,
                StateRows.membership(row(), key, new Membership(message.position(), MessageId.ZERO, 0)));
    }),
    MEMBERSHIP_OF_ANOTHER("by another membership", (data, message) -> {
        byte[] key = Keys.membership(user("bob"), message.conversation());
        Membership other = new Membership(message.position(), MessageId.ZERO, 1);
        data.put(Family.MEMBERSHIPS, key, StateRows.membership(row(), key, other));
    }),
    TENURE_WITHOUT_EVENT("a tenure says", (data, message) -> {
        byte[] key = Keys.tenure(message.conversation(), user("eve"), message.position());
        Tenure tenure = Tenure.begun(message.position(), Role.ADMIN, 0);
        data.put(Family.MEMBERS, key, RosterRows.tenure(row(), key, tenure));
    }),
    EVENT_WITHOUT_TENURE("an event says", (data, message) -> {
        Position founded = SpoiledGroup.founded(data, message.conversation());
        data.delete(Family.MEMBERS, Keys.tenure(message.conversation(), user("cid"), founded));
    }),
    TITLE_GONE(
            "its titles begin at",
            (data, message) -> data.delete(
                    Family.MEMBERS,
                    Keys.title(message.conversation(), SpoiledGroup.founded(data, message.conversation())))),
    PROFILE_GONE(
            "it has no members", (data, message) -> data.delete(Family.MEMBERS, Keys.profile(message.conversation()))),
    UNDELIVERED_EVENT_GONE(
            "are not delivered yet",
            (data, message) -> data.delete(Family.EVENTS, Keys.event(SpoiledGroup.last(data)))),
    NAME_GONE(
            "cannot be found by a name",
            (data, message) -> data.delete(Family.NAMES, Keys.name(Keys.NAME_IS_ID, "ann", user("ann")))),
    NAME_TOO_MANY("none of theirs", (data, message) -> {
        byte[] key = Keys.name(Keys.NAME_IS_SHOWN, "somebody", user("ann"));
        data.put(Family.NAMES, key, AccountRows.name(row(), key));
    }),
    PUSH_TOKEN_GONE(
            "is not listed as that one's",
            (data, message) -> data.delete(Family.PUSH_TOKENS, Keys.pushToken(Platform.FCM, "token-phone"))),
    DEVICE_GONE(
            "which has another",
            (data, message) -> data.delete(Family.USERS, Keys.device(user("ann"), new DeviceId("desk")))),
    WAKE_UP_GONE("that it is not owed", (data, message) -> data.delete(Family.WAKEUPS, WakeUpRows.key(woken("phone")))),
    WAKE_UP_DUE_OTHERWISE("that is not listed", (data, message) -> {
        byte[] key = WakeUpRows.key(woken("phone"));
        WakeUp row = WakeUpRows.read(key, data.get(Family.WAKEUPS, key));
        data.put(
                Family.WAKEUPS,
                key,
                WakeUpRows.write(row(), key, new WakeUp(row.key(), Platform.APNS, row.pending(), null, 2)));
    }),
    DUE_GONE(
            "are counted",
            (data, message) ->
                    data.delete(Family.DUE, WakeUpRows.due(Platform.FCM, SampleData.PUSH_DUE, woken("phone")))),
    DUE_TOO_MANY("that it is not owed", (data, message) -> {
        byte[] key = WakeUpRows.due(Platform.FCM, SampleData.PUSH_DUE, woken("desk"));
        data.put(Family.DUE, key, WakeUpRows.listed(row(), key));
    }),
    PUSH_EVENT_GONE(
            "behind 0/20 comes 0/22", (data, message) -> data.delete(Family.PUSH_LOG, Keys.event(new Position(0, 21)))),
    TRACE_UNREADABLE("family traces: a row is damaged", (data, message) -> {
        MessageId traced = new MessageId(7);
        byte[] key = Keys.behind(TraceRows.of(message.conversation(), traced));
        data.put(Family.TRACES, key, row().valueOf(key));
    }),
    PREFERENCE_UNREADABLE("family preferences: a row is damaged", (data, message) -> {
        byte[] key = PreferenceRows.key(message.conversation(), user("ann"));
        data.put(Family.PREFERENCES, key, row().int8(9).int8(0).valueOf(key));
    }),
    COVERED_TOO_LITTLE(
            "beyond everything that is stored",
            (data, message) -> data.put(
                    Family.META,
                    Keys.COVERED,
                    StateRows.logEnd(row(), Keys.COVERED, new LogEnd(message.position(), message.serverTs())))),
    ACKNOWLEDGED_LOST(
            "was acknowledged",
            (data, message) -> data.put(
                    Family.META,
                    Keys.COVERED,
                    StateRows.logEnd(row(), Keys.COVERED, new LogEnd(message.position(), message.serverTs()))));

    private final String told;

    @SuppressWarnings("ImmutableEnumChecker") // the lambdas above hold nothing
    private final BiConsumer<Tampered, Message> how;

    Spoiling(String told, BiConsumer<Tampered, Message> how) {
        this.told = told;
        this.how = how;
    }

    /** What the verifier says of it. */
    String told() {
        return told;
    }

    void spoil(Path data) {
        try (Tampered tampered = new Tampered(data)) {
            ConversationId group = conversation(SampleData.GROUP);
            byte[] key = Keys.message(group, SampleData.someMessage(tampered));
            how.accept(tampered, MessageRow.read(key, tampered.get(Family.MESSAGES, key)));
        }
    }

    private static WakeUp.Key woken(String device) {
        return new WakeUp.Key(user("ann"), new DeviceId(device), conversation(SampleData.GROUP));
    }

    private static byte[] keyOf(Message message) {
        return Keys.message(message.conversation(), message.id());
    }

    private static byte[] indexKey(IndexRow row) {
        return IndexRows.key(IndexRows.bucket(row.key(), row.logTime()), row.key());
    }

    private static void put(Tampered data, Message message) {
        data.put(Family.MESSAGES, keyOf(message), MessageRow.write(row(), keyOf(message), message));
    }

    private static void cursor(Tampered data, Cursor cursor) {
        byte[] key = Keys.cursor(cursor.conversation(), cursor.user(), cursor.kind());
        data.put(Family.CURSORS, key, StateRows.cursor(row(), key, cursor));
    }

    private static RowWriter row() {
        return new RowWriter(64);
    }
}
