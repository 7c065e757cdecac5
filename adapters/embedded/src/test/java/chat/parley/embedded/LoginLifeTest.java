package chat.parley.embedded;

import static chat.parley.contracts.Script.user;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.accounts.Accounts;
import chat.parley.accounts.Accounts.Answer;
import chat.parley.accounts.Device;
import chat.parley.accounts.Devices;
import chat.parley.accounts.Grant;
import chat.parley.accounts.Lifetimes;
import chat.parley.accounts.LoginSession;
import chat.parley.accounts.Logins;
import chat.parley.accounts.port.AccessTokens;
import chat.parley.accounts.port.OpenSockets;
import chat.parley.accounts.port.PasswordHasher;
import chat.parley.domain.DeviceId;
import chat.parley.domain.Platform;
import chat.parley.domain.UserId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of logins as time passes and tokens are used, over a real store and a clock that is driven. */
class LoginLifeTest {

    private static final Lifetimes LIFETIMES = new Lifetimes(Duration.ofHours(1), Duration.ofDays(90));

    private final DrivenClock clock = new DrivenClock();
    private final List<String> closed = new ArrayList<>();
    private final CountedHasher hasher = new CountedHasher();
    private EmbeddedStore store;
    private Devices devices;
    private Logins logins;
    private Accounts accounts;

    @BeforeEach
    void open(@TempDir Path directory) {
        store = EmbeddedStore.open(directory);
        OpenSockets sockets = new OpenSockets() {
            @Override
            public void endLogin(UserId user, String login) {
                assertThat(logins.isLive(user, login))
                        .as("ended before its sockets are looked for")
                        .isFalse();
                closed.add(login);
            }

            @Override
            public void endDevice(UserId user, DeviceId device) {
                closed.add(device.value());
            }
        };
        AccessTokens tokens = (user, login, issued, life) -> login + "@" + issued.toEpochMilli();
        SecureRandom random = new SecureRandom();
        devices = new Devices(store.devices(), sockets, clock);
        logins = new Logins(store.logins(), devices, sockets, tokens, LIFETIMES, clock, random);
        byte[] key = "a key of thirty-two bytes at least".getBytes(StandardCharsets.US_ASCII);
        accounts = new Accounts(store.users(), hasher, logins, key, clock);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aSpentTokenIsAnsweredAgainToTheLetterForThirtySecondsAndThenEndsTheLogin() {
        Grant first = registered();
        Grant second = granted(accounts.refresh(first.refreshToken()));
        clock.pass(Duration.ofMillis(LoginSession.REPEAT_MILLIS));
        assertThat(accounts.refresh(first.refreshToken())).isEqualTo(new Answer.Granted(second));
        assertThat(closed).isEmpty();

        clock.pass(Duration.ofMillis(1));
        assertThat(accounts.refresh(first.refreshToken())).isEqualTo(new Answer.Refused());
        assertThat(closed).containsExactly(login(first));
        assertThat(accounts.refresh(second.refreshToken())).isEqualTo(new Answer.Refused());
    }

    @Test
    void aTokenLostOnTheWayIsAnsweredThoughItsSuccessorIsSpentToo() {
        Grant first = registered();
        Grant second = granted(accounts.refresh(first.refreshToken()));
        accounts.refresh(second.refreshToken());
        assertThat(accounts.refresh(first.refreshToken())).isEqualTo(new Answer.Granted(second));
        assertThat(closed).isEmpty();
    }

    @Test
    void refreshesAtOnceAreAnsweredAlike() throws Exception {
        Grant first = registered();
        Set<String> refreshTokens = new HashSet<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<Answer>> all = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                all.add(threads.submit(() -> accounts.refresh(first.refreshToken())));
            }
            for (Future<Answer> one : all) {
                refreshTokens.add(granted(one.get(30, TimeUnit.SECONDS)).refreshToken());
            }
        }
        assertThat(refreshTokens).hasSize(1).doesNotContain(first.refreshToken());
        assertThat(closed).isEmpty();
    }

    @Test
    void whatNobodyWasGivenEndsNothing() {
        Grant first = registered();
        String token = first.refreshToken();
        for (int i = 0; i < token.length() - 1; i++) {
            char other = token.charAt(i) == 'A' ? 'B' : 'A';
            String forged = token.substring(0, i) + other + token.substring(i + 1);
            assertThat(accounts.refresh(forged)).isEqualTo(new Answer.Refused());
            assertThat(accounts.logout(forged)).isFalse();
        }
        assertThat(closed).isEmpty();
        assertThat(accounts.refresh(token)).isInstanceOf(Answer.Granted.class);
    }

    @Test
    void logoutDropsThePushTokensOfItsDevices() {
        Grant first = registered();
        DeviceId phone = new DeviceId("phone");
        assertThat(devices.register(user("ann"), phone, Platform.FCM, "t", login(first)))
                .isNotNull();
        // The socket that it opened later says so as well, though nothing has written it yet.
        devices.register(user("ann"), new DeviceId("desk"), Platform.FCM, "t2", null);
        devices.opened(user("ann"), new DeviceId("desk"), login(first));

        assertThat(accounts.logout(first.refreshToken())).isTrue();

        for (Device device : devices.of(user("ann"))) {
            assertThat(device.pushToken()).as(device.id().value()).isNull();
        }
        assertThat(devices.register(user("ann"), phone, Platform.FCM, "t", login(first)))
                .as("a late registration of the login that has ended")
                .isNull();
        assertThat(accounts.logout(first.refreshToken())).isTrue();
    }

    @Test
    void aDeviceThatIsForgottenIsSignedOutAndTheLoginThatAskedGoesOn() {
        Grant desk = registered();
        Grant phone = granted(accounts.login("ann", "the password"));
        devices.opened(user("ann"), new DeviceId("desk"), login(desk));
        devices.opened(user("ann"), new DeviceId("tablet"), login(desk));
        devices.opened(user("ann"), new DeviceId("phone"), login(phone));

        assertThat(accounts.forget(user("ann"), new DeviceId("phone"), login(desk)))
                .isTrue();
        assertThat(closed).containsExactly(login(phone), "phone");
        assertThat(accounts.refresh(phone.refreshToken())).isEqualTo(new Answer.Refused());

        assertThat(accounts.forget(user("ann"), new DeviceId("tablet"), login(desk)))
                .isTrue();
        assertThat(accounts.refresh(desk.refreshToken())).isInstanceOf(Answer.Granted.class);
        assertThat(devices.of(user("ann")))
                .extracting(device -> device.id().value())
                .containsExactly("desk");
        assertThat(accounts.forget(user("ann"), new DeviceId("phone"), login(desk)))
                .isFalse();
    }

    @Test
    void aLoginThatNobodyRefreshesIsOver() {
        Grant first = registered();
        clock.pass(LIFETIMES.idleLogin());
        Grant second = granted(accounts.refresh(first.refreshToken()));
        clock.pass(LIFETIMES.idleLogin().plusMillis(1));
        assertThat(logins.isLive(user("ann"), login(first))).isFalse();
        assertThat(accounts.refresh(second.refreshToken())).isEqualTo(new Answer.Refused());
        logins.forgetIdle();
        assertThat(store.logins().of(user("ann"))).isEmpty();
    }

    @Test
    void theLoginLongestUnusedMakesRoom() {
        Grant first = registered();
        for (int i = 1; i <= Logins.PER_USER_MAX; i++) {
            clock.pass(Duration.ofSeconds(1));
            granted(accounts.login("ann", "the password"));
        }
        assertThat(closed).containsExactly(login(first));
        assertThat(store.logins().of(user("ann"))).hasSize(Logins.PER_USER_MAX);
    }

    @Test
    void whetherTheNameOrThePasswordIsWrongCostsAndSaysTheSame() {
        registered();
        store.users().meet(user("bob"), 1);
        for (String name : List.of("ann", "bob", "nobody", "no id", "ANN")) {
            int before = hasher.hashes;
            assertThat(accounts.login(name, "another password")).isEqualTo(new Answer.Refused());
            assertThat(hasher.hashes - before).as(name).isEqualTo(1);
        }
    }

    @Test
    void anOutdatedHashIsMadeAnewAtTheNextLogin() {
        registered();
        hasher.version = 2;
        granted(accounts.login("ann", "the password"));
        assertThat(Objects.requireNonNull(store.users().find(user("ann"))).passwordHash())
                .isEqualTo("2 the password");
        int before = hasher.hashes;
        granted(accounts.login("ann", "the password"));
        assertThat(hasher.hashes - before).isEqualTo(1);
    }

    private Grant registered() {
        return granted(accounts.register(user("ann"), "the password", null));
    }

    private static Grant granted(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Granted.class);
        return ((Answer.Granted) answer).grant();
    }

    private static String login(Grant grant) {
        return grant.accessToken().substring(0, grant.accessToken().indexOf('@'));
    }

    /** Counts instead of taking time. */
    private static final class CountedHasher implements PasswordHasher {
        private int hashes;
        private int version = 1;

        @Override
        public String hash(String password) {
            hashes++;
            return version + " " + password;
        }

        @Override
        public boolean matches(String password, @Nullable String hash) {
            hashes++;
            return hash != null && hash.substring(2).equals(password);
        }

        @Override
        public boolean isOutdated(String hash) {
            return !hash.startsWith(version + " ");
        }
    }
}
