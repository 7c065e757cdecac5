package chat.parley.embedded;

import chat.parley.accounts.Account;
import chat.parley.accounts.Device;
import chat.parley.accounts.LoginSession;
import chat.parley.accounts.LoginSession.Spent;
import chat.parley.accounts.TokenHash;
import chat.parley.accounts.User;
import chat.parley.domain.DeviceId;
import chat.parley.domain.Platform;
import chat.parley.domain.UserId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values of accounts, logins, devices, and of who has a name or a push token. */
final class AccountRows {

    /** Whose a push token is. */
    record Owner(UserId user, DeviceId device) {}

    private AccountRows() {}

    static byte[] account(RowWriter row, byte[] key, Account account) {
        row.clear();
        optional(row, account.user().username());
        row.text(account.user().displayName());
        optional(row, account.passwordHash());
        return row.number(account.createdAt()).valueOf(key);
    }

    static Account account(byte[] key, byte[] value) {
        UserId id = userOf(key);
        return RowReader.whole(key, value, row -> {
            String username = optional(row);
            return new Account(new User(id, username, row.text()), optional(row), row.number());
        });
    }

    static byte[] login(RowWriter row, byte[] key, LoginSession session) {
        row.clear().number(session.createdAt()).number(session.usedAt());
        hash(row, session.current()).number(session.spent().size());
        for (Spent spent : session.spent()) {
            hash(row, spent.hash()).number(spent.at());
        }
        return row.valueOf(key);
    }

    static LoginSession login(byte[] key, byte[] value) {
        String id = secondOf(key);
        return RowReader.whole(key, value, row -> {
            long createdAt = row.number();
            long usedAt = row.number();
            TokenHash current = hash(row);
            List<Spent> spent = new ArrayList<>();
            for (int i = row.count(); i > 0; i--) {
                spent.add(new Spent(hash(row), row.number()));
            }
            return new LoginSession(userOf(key), id, createdAt, usedAt, current, spent);
        });
    }

    static byte[] device(RowWriter row, byte[] key, Device device) {
        Platform platform = device.platform();
        row.clear().int8(platform == null ? 0 : PlatformNumbers.of(platform));
        optional(row, device.pushToken());
        row.number(device.lastSeen());
        optional(row, device.login());
        optional(row, device.pushKey());
        Long tokenGoneAt = device.tokenGoneAt();
        row.int8(tokenGoneAt == null ? 0 : 1);
        if (tokenGoneAt != null) {
            row.number(tokenGoneAt);
        }
        return row.valueOf(key);
    }

    static Device device(byte[] key, byte[] value) {
        DeviceId id = new DeviceId(secondOf(key));
        return RowReader.whole(key, value, row -> {
            int platform = row.int8();
            return new Device(
                    userOf(key),
                    id,
                    platform == 0 ? null : PlatformNumbers.platform(platform),
                    optional(row),
                    row.number(),
                    optional(row),
                    // Rows of format 2 end here.
                    row.isAtEnd() ? null : optional(row),
                    row.isAtEnd() || row.int8() == 0 ? null : row.number());
        });
    }

    static byte[] owner(RowWriter row, byte[] key, Owner owner) {
        return row.clear().id(owner.user().value()).id(owner.device().value()).valueOf(key);
    }

    static Owner owner(byte[] key, byte[] value) {
        return RowReader.whole(key, value, row -> new Owner(new UserId(row.id()), new DeviceId(row.id())));
    }

    /** A name's row says all in its key. */
    static byte[] name(RowWriter row, byte[] key) {
        return row.clear().valueOf(key);
    }

    static UserId userOf(byte[] key) {
        return new UserId(RowReader.ofKey(key).id());
    }

    static int kindOf(byte[] key) {
        RowReader ids = RowReader.ofKey(key);
        ids.id();
        return ids.int8();
    }

    private static String secondOf(byte[] key) {
        RowReader ids = RowReader.ofKey(key);
        ids.id();
        return ids.skip(1).id();
    }

    static void optional(RowWriter row, @Nullable String text) {
        row.int8(text == null ? 0 : 1);
        if (text != null) {
            row.text(text);
        }
    }

    static @Nullable String optional(RowReader row) {
        return row.int8() == 0 ? null : row.text();
    }

    private static RowWriter hash(RowWriter row, TokenHash hash) {
        for (byte one : hash.bytes()) {
            row.int8(one);
        }
        return row;
    }

    private static TokenHash hash(RowReader row) {
        byte[] bytes = new byte[TokenHash.BYTES];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) row.int8();
        }
        return new TokenHash(HexFormat.of().formatHex(bytes));
    }
}
