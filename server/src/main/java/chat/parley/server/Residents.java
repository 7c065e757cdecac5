package chat.parley.server;

import chat.parley.accounts.Accounts;
import chat.parley.accounts.Devices;
import chat.parley.accounts.Lifetimes;
import chat.parley.accounts.Logins;
import chat.parley.accounts.Users;
import chat.parley.accounts.port.OpenSockets;
import chat.parley.domain.DeviceId;
import chat.parley.domain.UserId;
import chat.parley.embedded.EmbeddedStore;
import chat.parley.fabric.Session;
import chat.parley.fabric.Sessions;
import chat.parley.fabric.port.Admissions;
import chat.parley.fabric.port.Authenticator;
import chat.parley.pipeline.port.StoreUnavailable;
import chat.parley.push.Silences;
import chat.parley.rest.People;
import chat.parley.server.auth.Argon2Passwords;
import chat.parley.server.auth.Secret;
import chat.parley.server.auth.TokenMint;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The accounts, between the edges whose tokens and sockets they hear of and the fabric whose sockets they end. */
final class Residents implements Admissions, AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Residents.class.getName());

    private final Users users;
    private final Devices devices;
    private final @Nullable Logins logins;
    private final @Nullable Accounts accounts;
    private final @Nullable Argon2Passwords passwords;
    private final Silences silences = new Silences();
    private @Nullable Sessions sessions;

    /** @param secret null when another issuer makes the tokens, and so keeps the accounts */
    Residents(EmbeddedStore store, @Nullable Secret secret, Lifetimes lifetimes, Clock clock) {
        OpenSockets sockets = new OpenSockets() {
            @Override
            public void endLogin(UserId user, String login) {
                fabric().endLogin(user, login);
            }

            @Override
            public void endDevice(UserId user, DeviceId device) {
                fabric().endDevice(user, device);
            }
        };
        users = new Users(store.users(), clock);
        devices = new Devices(store.devices(), sockets, clock);
        if (secret == null) {
            logins = null;
            accounts = null;
            passwords = null;
        } else {
            SecureRandom random = new SecureRandom();
            passwords = new Argon2Passwords(random);
            logins = new Logins(
                    store.logins(), devices, sockets, new TokenMint(secret, clock), lifetimes, clock, random);
            accounts =
                    new Accounts(store.users(), passwords, logins, secret.key().getEncoded(), clock);
        }
    }

    /** Whose devices the push fabric is to look after. */
    Silences silences() {
        return silences;
    }

    /** To be told before any socket opens. */
    void live(Sessions in) {
        sessions = in;
    }

    private Sessions fabric() {
        return Objects.requireNonNull(sessions, "nobody has said where they live");
    }

    People people() {
        return new People(accounts, users, devices);
    }

    /** Tokens of a login that has ended are refused, and whoever has a good one is known from then on. */
    Authenticator over(Authenticator issuer) {
        return token -> {
            Authenticator.Verdict verdict = issuer.verify(token);
            if (!(verdict instanceof Authenticator.Verdict.Accepted(var user, var _, var login))) {
                return verdict;
            }
            if (!isLive(user, login)) {
                return new Authenticator.Verdict.Rejected("the login of this token has ended");
            }
            meet(user);
            return verdict;
        };
    }

    private boolean isLive(UserId user, @Nullable String login) {
        return login == null || logins == null || logins.isLive(user, login);
    }

    /** Nobody is refused because he cannot be written down, as on a full disk: it is tried again at the next token. */
    private void meet(UserId user) {
        try {
            users.met(user);
        } catch (StoreUnavailable e) {
            LOG.log(System.Logger.Level.DEBUG, "a user is not written down yet", e);
        }
    }

    @Override
    public boolean admit(Session session) {
        devices.opened(session.user(), session.device(), session.login());
        return isLive(session.user(), session.login());
    }

    @Override
    public void left(Session session) {
        devices.closed(session.user(), session.device(), session.login());
        if (session.mayHaveMissed()) {
            silences.note(session.user(), session.device());
        }
    }

    /** Writes what is only in memory. To be called now and then. */
    void flush() {
        devices.flush();
    }

    void forgetIdleLogins() {
        if (logins != null) {
            logins.forgetIdle();
        }
    }

    /** The last sightings of devices are written, so it comes before the store's end. */
    @Override
    public void close() {
        if (passwords != null) {
            passwords.close();
        }
        try {
            flush();
        } catch (StoreUnavailable e) {
            LOG.log(System.Logger.Level.DEBUG, "when devices were last seen is not written", e);
        }
    }
}
