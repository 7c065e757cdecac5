package chat.parley.embedded;

import chat.parley.domain.ConversationId;
import chat.parley.domain.UserId;
import chat.parley.push.Preferences;
import chat.parley.push.Preferences.Level;
import chat.parley.push.Preferences.OfConversation;
import chat.parley.push.Preferences.Preview;
import chat.parley.push.Preferences.QuietHours;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;

/** Keys and values of how users want to be woken. */
final class PreferenceRows {

    static final int OF_USER = 0;
    static final int OF_CONVERSATION = 1;

    /** By their places in this list they are stored, as the others. */
    private static final List<Preview> PREVIEWS = List.of(Preview.FULL, Preview.SENDER, Preview.NOTHING);

    private static final List<Level> LEVELS = List.of(Level.ALL, Level.MENTIONS, Level.NONE);

    private PreferenceRows() {}

    static byte[] key(UserId user) {
        return new RowWriter(1 + Keys.bytesOf(user.value()))
                .int8(OF_USER)
                .id(user.value())
                .key();
    }

    /** All of a conversation begin with this. */
    static byte[] of(ConversationId conversation) {
        return ofConversation(conversation, 0).key();
    }

    static byte[] key(ConversationId conversation, UserId user) {
        return ofConversation(conversation, Keys.bytesOf(user.value()))
                .id(user.value())
                .key();
    }

    private static RowWriter ofConversation(ConversationId conversation, int more) {
        return new RowWriter(1 + Keys.bytesOf(conversation.value()) + more)
                .int8(OF_CONVERSATION)
                .id(conversation.value());
    }

    static int kindOf(byte[] key) {
        return RowReader.ofKey(key).int8();
    }

    /** Of a conversation's row. */
    static UserId userOf(byte[] key) {
        RowReader ids = RowReader.ofKey(key).skip(1);
        ids.id();
        return new UserId(ids.id());
    }

    static byte[] write(RowWriter row, byte[] key, Preferences preferences) {
        QuietHours quiet = preferences.quietHours();
        row.clear().int8(PREVIEWS.indexOf(preferences.preview())).int8(quiet == null ? 0 : 1);
        if (quiet != null) {
            row.number(quiet.from().toNanoOfDay())
                    .number(quiet.to().toNanoOfDay())
                    .text(quiet.zone().getId());
        }
        return row.valueOf(key);
    }

    static Preferences read(byte[] key, byte[] value) {
        return RowReader.whole(
                key,
                value,
                row -> new Preferences(one(PREVIEWS, row.int8()), row.int8() == 0 ? null : quietHours(row)));
    }

    private static QuietHours quietHours(RowReader row) {
        try {
            return new QuietHours(
                    LocalTime.ofNanoOfDay(row.number()), LocalTime.ofNanoOfDay(row.number()), ZoneId.of(row.text()));
        } catch (DateTimeException e) {
            throw new DamagedRow(String.valueOf(e.getMessage()));
        }
    }

    static byte[] write(RowWriter row, byte[] key, OfConversation preferences) {
        Long until = preferences.until();
        row.clear().int8(LEVELS.indexOf(preferences.level())).int8(until == null ? 0 : 1);
        if (until != null) {
            row.number(until);
        }
        return row.valueOf(key);
    }

    static OfConversation readOfConversation(byte[] key, byte[] value) {
        return RowReader.whole(
                key, value, row -> new OfConversation(one(LEVELS, row.int8()), row.int8() == 0 ? null : row.number()));
    }

    private static <T> T one(List<T> all, int number) {
        if (number >= all.size()) {
            throw new DamagedRow("there is no preference " + number);
        }
        return all.get(number);
    }
}
