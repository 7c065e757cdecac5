package chat.parley.embedded;

import chat.parley.domain.ConversationId;
import chat.parley.domain.ConversationType;
import chat.parley.domain.HistoryVisibility;
import chat.parley.domain.MessageId;
import chat.parley.domain.Position;
import chat.parley.domain.Profile;
import chat.parley.domain.Role;
import chat.parley.domain.Tenure;
import chat.parley.domain.UserId;

/** The values of a conversation's profile, titles and tenures. Codes are stored, and never change their meaning. */
final class RosterRows {

    /** @param version position of the last change of the roster */
    record ProfileRow(Profile profile, Position version) {}

    private RosterRows() {}

    static byte[] profile(RowWriter row, byte[] key, Profile profile, Position version) {
        return row.clear()
                .int8(profile.type() == ConversationType.DIRECT ? 0 : 1)
                .int8(profile.history() == HistoryVisibility.ALL ? 0 : 1)
                .id(profile.creator().value())
                .number(profile.createdAt())
                .position(version)
                .valueOf(key);
    }

    static ProfileRow profile(byte[] key, byte[] value) {
        ConversationId id = new ConversationId(RowReader.ofKey(key).id());
        return RowReader.whole(
                key,
                value,
                row -> new ProfileRow(
                        new Profile(
                                id,
                                row.int8() == 0 ? ConversationType.DIRECT : ConversationType.GROUP,
                                row.int8() == 0 ? HistoryVisibility.ALL : HistoryVisibility.JOINED,
                                new UserId(row.id()),
                                row.number()),
                        row.position()));
    }

    static byte[] title(RowWriter row, byte[] key, String title) {
        return row.clear().text(title).valueOf(key);
    }

    static String title(byte[] key, byte[] value) {
        return RowReader.whole(key, value, RowReader::text);
    }

    /** Position zero stands for a tenure that lasts: no entry has it. */
    static byte[] tenure(RowWriter row, byte[] key, Tenure tenure) {
        Position left = tenure.left();
        return row.clear()
                .position(left == null ? Position.START : left)
                .int8(code(tenure.role()))
                .position(tenure.memberSince())
                .number(tenure.joinedAt())
                .number(tenure.firstVisibleSeq())
                .int64(tenure.hiddenThrough().value())
                .number(tenure.messagesBefore())
                .valueOf(key);
    }

    /** @param joined as it is in the key */
    static Tenure tenure(Position joined, byte[] key, byte[] value) {
        return RowReader.whole(key, value, row -> {
            Position left = row.position();
            return new Tenure(
                    joined,
                    left.equals(Position.START) ? null : left,
                    role(row.int8()),
                    row.position(),
                    row.number(),
                    row.number(),
                    new MessageId(row.int64()),
                    row.number());
        });
    }

    static int code(Role role) {
        return switch (role) {
            case MEMBER -> 0;
            case ADMIN -> 1;
            case OWNER -> 2;
        };
    }

    static Role role(int code) {
        return switch (code) {
            case 0 -> Role.MEMBER;
            case 1 -> Role.ADMIN;
            case 2 -> Role.OWNER;
            default -> throw new DamagedRow("there is no role " + code);
        };
    }
}
