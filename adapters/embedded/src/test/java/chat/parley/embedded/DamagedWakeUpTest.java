package chat.parley.embedded;

import static chat.parley.contracts.Script.conversation;
import static chat.parley.contracts.Script.user;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.domain.DeviceId;
import chat.parley.domain.MessageId;
import chat.parley.domain.Platform;
import chat.parley.push.WakeUp;
import chat.parley.push.port.WakeUps;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A damaged row of what is owed to a device costs that device its wake-up, and no other. */
class DamagedWakeUpTest {

    private static final WakeUp ANN = row("ann", 10);
    private static final WakeUp BOB = row("bob", 20);

    @TempDir
    private Path data;

    private Opened opened;

    @BeforeEach
    void damage() {
        opened = new Opened(data);
        put(ANN, 0);
        put(BOB, 0);
        opened.close();
        try (Tampered tampered = new Tampered(data)) {
            byte[] key = WakeUpRows.key(ANN.key());
            byte[] value = tampered.get(Family.WAKEUPS, key);
            value[3] ^= 1;
            tampered.put(Family.WAKEUPS, key, value);
        }
        assertThat(Verifier.verify(data, _ -> {}).isClean()).isFalse();
        opened = new Opened(data);
    }

    @AfterEach
    void isWholeAgain() {
        opened.close();
        assertThat(Verifier.verify(data, _ -> {}).faults()).isEmpty();
    }

    @Test
    void theOthersAreSentAndItIsGone() {
        assertThat(wakeUps().find(List.of(ANN.key(), BOB.key()))).containsOnlyKeys(BOB.key());
        assertThat(wakeUps().of(user("ann"), conversation("g"))).isEmpty();
        assertThat(wakeUps().due(Platform.FCM, 100, 1)).containsExactly(BOB);
        assertThat(wakeUps().owed(Platform.FCM)).isEqualTo(1);
    }

    @Test
    void itIsWrittenOver() {
        WakeUp again = row("ann", 30);
        put(again, 0);
        assertThat(wakeUps().due(Platform.FCM, 100, 10)).containsExactly(BOB, again);
        assertThat(wakeUps().owed(Platform.FCM)).isEqualTo(2);
    }

    private WakeUps wakeUps() {
        return opened.store().wakeUps();
    }

    private void put(WakeUp row, long seen) {
        assertThat(wakeUps().write(List.of(new WakeUps.Change(row.key(), seen, row))))
                .isEmpty();
    }

    private static WakeUp row(String user, long dueAt) {
        WakeUp.Key key = new WakeUp.Key(user(user), new DeviceId("phone"), conversation("g"));
        WakeUp.Pending pending = new WakeUp.Pending(WakeUp.Kind.SHOW, new MessageId(1), 1, 1, dueAt, 0);
        return new WakeUp(key, Platform.FCM, pending, null, 1);
    }
}
