package chat.parley.embedded;

import chat.parley.accounts.Account;
import chat.parley.accounts.Device;
import chat.parley.accounts.User;
import chat.parley.domain.UserId;
import chat.parley.embedded.AccountRows.Owner;
import java.util.Arrays;
import org.rocksdb.RocksDBException;

/** Holds users, their names, their devices and the push tokens against each other. */
final class AccountsCheck {

    private final Database database;
    private final Findings findings;
    private long users;

    AccountsCheck(Database database, Findings findings) {
        this.database = database;
        this.findings = findings;
    }

    /** @return how many users there are */
    long run() throws RocksDBException {
        RowWalk rows = new RowWalk(database, findings);
        rows.through(Family.USERS, this::checkRowOfUser);
        rows.through(Family.NAMES, this::checkName);
        rows.through(Family.PUSH_TOKENS, this::checkPushToken);
        return users;
    }

    private void checkRowOfUser(byte[] key, byte[] value) throws RocksDBException {
        switch (AccountRows.kindOf(key)) {
            case Keys.ACCOUNT -> checkAccount(AccountRows.account(key, value));
            case Keys.LOGIN -> AccountRows.login(key, value);
            case Keys.DEVICE -> checkDevice(AccountRows.device(key, value));
            default -> throw new DamagedRow("users have no rows of kind " + AccountRows.kindOf(key));
        }
    }

    private void checkAccount(Account account) throws RocksDBException {
        users++;
        for (byte[] name : StoredUsers.names(account.user())) {
            if (database.get(Family.NAMES, name) == null) {
                fault(account.user().id(), "cannot be found by a name of theirs");
            }
        }
    }

    private void checkDevice(Device device) throws RocksDBException {
        if (device.platform() == null || device.pushToken() == null) {
            return;
        }
        byte[] key = Keys.pushToken(device.platform(), device.pushToken());
        byte[] value = database.get(Family.PUSH_TOKENS, key);
        if (value == null || !AccountRows.owner(key, value).equals(new Owner(device.user(), device.id()))) {
            fault(device.user(), "the push token of device " + device.id() + " is not listed as that one's");
        }
    }

    private void checkName(byte[] key, byte[] value) throws RocksDBException {
        RowReader.ofValue(key, value).end();
        UserId user = StoredUsers.userNamed(key);
        Account account = StoredUsers.load(database, user);
        if (account == null || !isNameOf(account.user(), key)) {
            fault(user, "is found by a name that is none of theirs");
        }
    }

    private static boolean isNameOf(User user, byte[] key) {
        return StoredUsers.names(user).stream().anyMatch(name -> Arrays.equals(name, key));
    }

    private void checkPushToken(byte[] key, byte[] value) throws RocksDBException {
        Owner owner = AccountRows.owner(key, value);
        Device device = StoredDevices.load(database, owner.user(), owner.device());
        if (device == null
                || device.platform() == null
                || device.pushToken() == null
                || !Arrays.equals(key, Keys.pushToken(device.platform(), device.pushToken()))) {
            fault(owner.user(), "a push token is listed as that of device " + owner.device() + ", which has another");
        }
    }

    private void fault(UserId user, String what) {
        findings.fault("user " + user, what);
    }
}
