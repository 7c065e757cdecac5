package chat.parley.embedded;

import static chat.parley.contracts.Script.user;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.accounts.Device;
import chat.parley.accounts.LoginSession;
import chat.parley.accounts.TokenHash;
import chat.parley.accounts.port.DeviceRecords;
import chat.parley.contracts.PushTargetsContract;
import chat.parley.domain.DeviceId;
import chat.parley.domain.Platform;
import chat.parley.push.port.PushTargets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredPushTargetsTest extends PushTargetsContract {

    private Opened opened;

    @BeforeEach
    void open(@TempDir Path directory) {
        opened = new Opened(directory);
    }

    @AfterEach
    void close() {
        opened.close();
    }

    @Override
    protected PushTargets targets() {
        return opened.store().pushTargets();
    }

    @Override
    protected DeviceRecords devices() {
        return opened.store().devices();
    }

    @Test
    void aLoginsEndIsSeenAtOnce() {
        registered("phone", "one", 10);
        registered("desk", "two", 20);
        assertThat(targets().of(user("ann"))).hasSize(2);
        opened.store().logins().end(user("ann"), "two");
        assertThat(targets().of(user("ann")))
                .extracting(one -> one.device().value())
                .containsExactly("phone");
        opened.store().logins().removeUnusedSince(15);
        assertThat(targets().of(user("ann"))).isEmpty();
    }

    private void registered(String device, String login, long usedAt) {
        TokenHash hash = TokenHash.of(new byte[] {1});
        opened.store().logins().add(new LoginSession(user("ann"), login, 1, usedAt, hash, List.of()));
        Device known = new Device(user("ann"), new DeviceId(device), Platform.FCM, "token of " + device, 1, login);
        assertThat(devices().put(known, 10)).isTrue();
    }
}
