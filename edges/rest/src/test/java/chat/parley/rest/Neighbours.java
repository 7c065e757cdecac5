package chat.parley.rest;

import chat.parley.accounts.Accounts;
import chat.parley.accounts.Devices;
import chat.parley.accounts.Lifetimes;
import chat.parley.accounts.Logins;
import chat.parley.accounts.Users;
import chat.parley.accounts.port.AccessTokens;
import chat.parley.accounts.port.DeviceRecords;
import chat.parley.accounts.port.HasherBusy;
import chat.parley.accounts.port.LoginRecords;
import chat.parley.accounts.port.OpenSockets;
import chat.parley.accounts.port.PasswordHasher;
import chat.parley.accounts.port.UserRecords;
import chat.parley.domain.DeviceId;
import chat.parley.domain.UserId;
import chat.parley.embedded.EmbeddedStore;
import chat.parley.fabric.port.Authenticator;
import chat.parley.fabric.port.Authenticator.Verdict;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The accounts of a node without sockets. Passwords are not hashed, and an access token is {@code token-of-USER}. */
final class Neighbours {

    /** Nobody may use it: it is for when too many wait. */
    static final String BUSY = "the busy password";

    /** The sockets that were closed: of which login, or of which device. */
    final List<String> ended = new CopyOnWriteArrayList<>();

    private final People people;

    Neighbours(EmbeddedStore store, Faults faults) {
        UserRecords records = faults.over(UserRecords.class, store.users());
        DeviceRecords deviceRecords = faults.over(DeviceRecords.class, store.devices());
        LoginRecords loginRecords = faults.over(LoginRecords.class, store.logins());
        Clock clock = Clock.systemUTC();
        OpenSockets sockets = new OpenSockets() {
            @Override
            public void endLogin(UserId user, String login) {
                ended.add("login of " + user);
            }

            @Override
            public void endDevice(UserId user, DeviceId device) {
                ended.add(device + " of " + user);
            }
        };
        AccessTokens tokens = (user, login, issued, life) -> "token-of-" + user;
        SecureRandom random = new SecureRandom();
        Devices devices = new Devices(deviceRecords, sockets, clock);
        Logins logins = new Logins(loginRecords, devices, sockets, tokens, Lifetimes.defaults(), clock, random);
        byte[] key = "a key of thirty-two bytes at least".getBytes(StandardCharsets.US_ASCII);
        Accounts accounts = new Accounts(records, new Unhashed(), logins, key, clock);
        people = new People(accounts, new Users(records, clock), devices);
    }

    People people() {
        return people;
    }

    /** The same where another issuer makes the tokens. */
    People ofAnotherIssuer() {
        return new People(null, people.users(), people.devices());
    }

    Authenticator over(Authenticator issuer) {
        return token -> {
            Verdict verdict = issuer.verify(token);
            if (verdict instanceof Verdict.Accepted(var user, var _, var _)) {
                people.users().met(user);
            }
            return verdict;
        };
    }

    private static final class Unhashed implements PasswordHasher {
        @Override
        public String hash(String password) {
            if (password.equals(BUSY)) {
                throw new HasherBusy(Duration.ofSeconds(2));
            }
            return "hash of " + password;
        }

        @Override
        public boolean matches(String password, @Nullable String hash) {
            return hash(password).equals(hash);
        }

        @Override
        public boolean isOutdated(String hash) {
            return false;
        }
    }
}
