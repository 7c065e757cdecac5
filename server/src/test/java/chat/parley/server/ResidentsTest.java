package chat.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.accounts.Accounts;
import chat.parley.accounts.Accounts.Answer;
import chat.parley.accounts.Grant;
import chat.parley.accounts.Lifetimes;
import chat.parley.contracts.RecordedSession;
import chat.parley.domain.DeviceId;
import chat.parley.domain.UserId;
import chat.parley.embedded.EmbeddedRegistry;
import chat.parley.embedded.EmbeddedStore;
import chat.parley.fabric.CloseReason;
import chat.parley.fabric.Connection;
import chat.parley.fabric.Sessions;
import chat.parley.fabric.port.Authenticator;
import chat.parley.fabric.port.Authenticator.Verdict;
import chat.parley.fabric.port.Registry;
import chat.parley.server.auth.JwtAuthenticator;
import chat.parley.server.auth.Secret;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A logout between any two steps by which a socket comes in, with the real accounts and no threads. */
class ResidentsTest {

    private static final Secret SECRET = Secret.configured("0123456789abcdef0123456789abcdef");
    private static final String CLOSED = "closed: " + CloseReason.LOGIN_ENDED;

    private final HookedRegistry registry = new HookedRegistry();
    private EmbeddedStore store;
    private Residents residents;
    private Sessions sessions;
    private Authenticator authenticator;
    private Grant grant;

    @BeforeEach
    void open(@TempDir Path directory) {
        store = EmbeddedStore.open(directory);
        residents = new Residents(store, SECRET, Lifetimes.defaults(), Clock.systemUTC());
        sessions = new Sessions(1, registry, residents);
        residents.live(sessions);
        authenticator = residents.over(JwtAuthenticator.ofSecret(SECRET));
        grant = registered();
    }

    @AfterEach
    void close() {
        residents.close();
        store.close();
    }

    @Test
    void beforeItsTokenIsVerified() {
        logout();
        assertThat(authenticator.verify(grant.accessToken())).isInstanceOf(Verdict.Rejected.class);
    }

    @Test
    void beforeItIsRegistered() {
        RecordedSession session = verified();
        logout();
        sessions.open(session);
        assertThat(session.told()).containsExactly(CLOSED);
    }

    @Test
    void whileItIsRegistered() {
        RecordedSession session = verified();
        registry.afterRegistration = this::logout;
        sessions.open(session);
        // By the logout, which found it, and by the last look at its login.
        assertThat(session.told()).isNotEmpty().containsOnly(CLOSED);
    }

    @Test
    void afterIt() {
        RecordedSession session = verified();
        sessions.open(session);
        assertThat(session.told()).isEmpty();
        logout();
        assertThat(session.told()).containsExactly(CLOSED);
    }

    @Test
    void whenItComesByALaterToken() {
        RecordedSession session = verified();
        sessions.open(session);
        assertThat(sessions.staysAdmitted(session)).isTrue();
        logout();
        assertThat(sessions.staysAdmitted(session)).isFalse();
    }

    private Grant registered() {
        Answer answer = accounts().register(new UserId("ann"), "the password", null);
        assertThat(answer).isInstanceOf(Answer.Granted.class);
        return ((Answer.Granted) answer).grant();
    }

    private RecordedSession verified() {
        if (!(authenticator.verify(grant.accessToken()) instanceof Verdict.Accepted(var user, var _, var login))) {
            throw new AssertionError("the token is not good");
        }
        RecordedSession session = new RecordedSession(1, 1, user.value(), "phone");
        session.setLogin(Objects.requireNonNull(login));
        return session;
    }

    private void logout() {
        assertThat(accounts().logout(grant.refreshToken())).isTrue();
    }

    private Accounts accounts() {
        return Objects.requireNonNull(residents.people().accounts());
    }

    /** Lets something happen when a session can be found and does not know it yet. */
    private static final class HookedRegistry implements Registry {
        private final Registry embedded = new EmbeddedRegistry();
        private Runnable afterRegistration = () -> {};

        @Override
        public @Nullable Connection register(UserId user, DeviceId device, Connection connection) {
            Connection before = embedded.register(user, device, connection);
            afterRegistration.run();
            return before;
        }

        @Override
        public boolean unregister(UserId user, DeviceId device, Connection connection) {
            return embedded.unregister(user, device, connection);
        }

        @Override
        public List<Connection> connections(UserId user) {
            return embedded.connections(user);
        }
    }
}
