package chat.parley.contracts;

import static chat.parley.contracts.Script.user;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.accounts.Device;
import chat.parley.accounts.LoginSession;
import chat.parley.accounts.LoginSession.Spent;
import chat.parley.accounts.TokenHash;
import chat.parley.accounts.port.DeviceRecords;
import chat.parley.accounts.port.LoginRecords;
import chat.parley.domain.DeviceId;
import chat.parley.domain.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every {@link LoginRecords} does. */
public abstract class LoginRecordsContract {

    /** Empty. */
    protected abstract LoginRecords logins();

    /** Of the same store. */
    protected abstract DeviceRecords devices();

    @Test
    void keepsLoginsByUserAndId() {
        LoginSession one = session("ann", "l1", 10);
        LoginSession two = new LoginSession(user("ann"), "l2", 1, 2, hash(3), List.of(new Spent(hash(4), 5)));
        logins().add(one);
        logins().add(two);
        logins().add(session("ann2", "l1", 11));
        assertThat(logins().find(user("ann"), "l1")).isEqualTo(one);
        assertThat(logins().find(user("ann"), "l2")).isEqualTo(two);
        assertThat(logins().find(user("ann"), "l")).isNull();
        assertThat(logins().of(user("ann"))).containsExactlyInAnyOrder(one, two);
    }

    @Test
    void replacesOnlyWhatIsStillThere() {
        LoginSession before = session("ann", "l1", 10);
        LoginSession after = session("ann", "l1", 20);
        assertThat(logins().replace(before, after)).isFalse();
        logins().add(before);
        assertThat(logins().replace(before, after)).isTrue();
        assertThat(logins().replace(before, session("ann", "l1", 30))).isFalse();
        assertThat(logins().find(user("ann"), "l1")).isEqualTo(after);
    }

    @Test
    void ofARaceToReplaceOneWins() throws Exception {
        LoginSession before = session("ann", "l1", 10);
        logins().add(before);
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<Boolean>> racers = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                LoginSession after = session("ann", "l1", 100 + i);
                racers.add(threads.submit(() -> logins().replace(before, after)));
            }
            int winners = 0;
            for (Future<Boolean> one : racers) {
                winners += one.get(30, TimeUnit.SECONDS) ? 1 : 0;
            }
            assertThat(winners).isEqualTo(1);
        }
    }

    @Test
    void anEndTakesThePushTokensOfItsDevicesAndOfNoOther() {
        logins().add(session("ann", "l1", 10));
        logins().add(session("ann", "l2", 10));
        put("phone", "l1");
        put("desk", "l2");
        logins().end(user("ann"), "l1");
        logins().end(user("ann"), "never");
        assertThat(logins().find(user("ann"), "l1")).isNull();
        assertThat(logins().of(user("ann"))).hasSize(1);
        assertThat(device("phone").pushToken()).isNull();
        assertThat(device("phone").platform()).isEqualTo(Platform.APNS);
        assertThat(device("desk").pushToken()).isEqualTo("token of desk");
    }

    @Test
    void forgetsThoseThatWereNotUsed() {
        logins().add(session("ann", "old", 10));
        logins().add(session("ann", "new", 20));
        logins().add(session("bob", "old", 19));
        put("phone", "old");
        logins().removeUnusedSince(20);
        assertThat(logins().of(user("ann"))).extracting(LoginSession::id).containsExactly("new");
        assertThat(logins().of(user("bob"))).isEmpty();
        assertThat(device("phone").pushToken()).isNull();
    }

    private void put(String device, String login) {
        devices().put(new Device(user("ann"), new DeviceId(device), Platform.APNS, "token of " + device, 1, login), 10);
    }

    private Device device(String id) {
        return Objects.requireNonNull(devices().find(user("ann"), new DeviceId(id)));
    }

    private static LoginSession session(String user, String id, long usedAt) {
        return new LoginSession(user(user), id, 1, usedAt, hash(1), List.of());
    }

    private static TokenHash hash(int of) {
        return TokenHash.of(new byte[] {(byte) of});
    }
}
