package chat.parley.accounts;

import chat.parley.accounts.port.AccessTokens;
import chat.parley.accounts.port.LoginRecords;
import chat.parley.accounts.port.OpenSockets;
import chat.parley.domain.DeviceId;
import chat.parley.domain.UserId;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The logins that go on. One that has ended is good for nothing from that moment, whatever its tokens say. */
public final class Logins {

    /** Most logins of a user; beyond, the one that was not refreshed for the longest time ends. */
    public static final int PER_USER_MAX = 50;

    private final LoginRecords records;
    private final Devices devices;
    private final OpenSockets sockets;
    private final AccessTokens accessTokens;
    private final Lifetimes lifetimes;
    private final Clock clock;
    private final SecureRandom random;

    public Logins(
            LoginRecords records,
            Devices devices,
            OpenSockets sockets,
            AccessTokens accessTokens,
            Lifetimes lifetimes,
            Clock clock,
            SecureRandom random) {
        this.records = records;
        this.devices = devices;
        this.sockets = sockets;
        this.accessTokens = accessTokens;
        this.lifetimes = lifetimes;
        this.clock = clock;
        this.random = random;
    }

    /** Whether an access token of this login is still good, as far as the login is concerned. */
    public boolean isLive(UserId user, String login) {
        return find(user, login) != null;
    }

    /** Forgets those that nobody refreshed in time. May take long. */
    public void forgetIdle() {
        records.removeUnusedSince(idleSince());
    }

    /** Ends a login: closes its sockets and drops the push tokens of its devices. Nothing happens when it has ended. */
    void end(UserId user, String login) {
        // So that it is known which devices it used last.
        devices.flush();
        records.end(user, login);
        // After its end, so that a socket on its way in either is found here or finds the login ended.
        sockets.endLogin(user, login);
    }

    /** @see Accounts#forget */
    boolean forget(UserId user, DeviceId device, @Nullable String asking) {
        Device known = devices.find(user, device);
        // The login first: a socket on its way in would add the device again.
        if (known != null && known.login() != null && !known.login().equals(asking)) {
            end(user, known.login());
        }
        return devices.remove(user, device);
    }

    @Nullable
    LoginSession find(UserId user, String login) {
        LoginSession session = records.find(user, login);
        return session == null || isIdle(session) ? null : session;
    }

    boolean replace(LoginSession before, LoginSession after) {
        return records.replace(before, after);
    }

    void begin(UserId user, String login, TokenHash first, long now) {
        List<LoginSession> others = records.of(user).stream()
                .sorted(Comparator.comparingLong(LoginSession::usedAt))
                .toList();
        int tooMany = others.size() - PER_USER_MAX + 1;
        for (int i = 0; i < others.size(); i++) {
            if (i < tooMany || isIdle(others.get(i))) {
                end(user, others.get(i).id());
            }
        }
        records.add(new LoginSession(user, login, now, now, first, List.of()));
    }

    Grant grant(UserId user, String login, String refreshToken, long at) {
        String token = accessTokens.mint(user, login, Instant.ofEpochMilli(at), lifetimes.accessToken());
        return new Grant(user, token, refreshToken, lifetimes.accessToken());
    }

    byte[] random(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private boolean isIdle(LoginSession session) {
        return session.usedAt() < idleSince();
    }

    private long idleSince() {
        return clock.millis() - lifetimes.idleLogin().toMillis();
    }
}
