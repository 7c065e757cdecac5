package chat.parley.contracts;

import static chat.parley.contracts.Script.user;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.accounts.Device;
import chat.parley.accounts.Sighting;
import chat.parley.accounts.port.DeviceRecords;
import chat.parley.domain.DeviceId;
import chat.parley.domain.Platform;
import chat.parley.domain.UserId;
import chat.parley.push.PushTarget;
import chat.parley.push.port.PushTargets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every {@link PushTargets} does. */
@Timeout(60)
public abstract class PushTargetsContract {

    private static final UserId ANN = user("ann");
    private static final UserId BOB = user("bob");
    private static final int MAX = 3;

    protected abstract PushTargets targets();

    /** Whose targets they are. Empty. */
    protected abstract DeviceRecords devices();

    @Test
    void areTheDevicesThatHaveAToken() {
        assertThat(targets().of(ANN)).isEmpty();
        put(new Device(ANN, new DeviceId("phone"), Platform.APNS, "t1", 1, null, "key", null));
        put(new Device(ANN, new DeviceId("desk"), Platform.UNIFIEDPUSH, "t2", 1, null));
        put(new Device(ANN, new DeviceId("tv"), null, null, 1, null));
        put(device(BOB, "phone", "t3"));
        assertThat(targets().of(ANN))
                .containsExactlyInAnyOrder(
                        new PushTarget(ANN, new DeviceId("phone"), Platform.APNS, "t1", "key"),
                        new PushTarget(ANN, new DeviceId("desk"), Platform.UNIFIEDPUSH, "t2", null));
        assertThat(targets().of(user("an"))).isEmpty();
    }

    @Test
    void everyChangeOfADeviceIsSeenAtOnce() {
        assertThat(tokens(ANN)).isEmpty();
        put(device(ANN, "phone", "t1"));
        assertThat(tokens(ANN)).containsExactly("t1");
        put(device(ANN, "phone", "t2"));
        assertThat(tokens(ANN)).containsExactly("t2");
        put(new Device(ANN, new DeviceId("phone"), Platform.APNS, "t2", 1, null, "key", null));
        assertThat(targets().of(ANN)).extracting(PushTarget::pushKey).containsExactly("key");
        assertThat(tokens(BOB)).isEmpty();
        put(device(BOB, "phone", "t2"));
        assertThat(tokens(BOB)).containsExactly("t2");
        assertThat(tokens(ANN)).as("it is another's now").isEmpty();
        assertThat(devices().remove(BOB, new DeviceId("phone"))).isTrue();
        assertThat(tokens(BOB)).isEmpty();
    }

    @Test
    void thatADeviceMadeRoomIsSeenAtOnce() {
        for (int i = 0; i < MAX; i++) {
            put(new Device(ANN, new DeviceId("d" + i), Platform.APNS, "t" + i, 10 + i, null));
        }
        assertThat(tokens(ANN)).containsExactlyInAnyOrder("t0", "t1", "t2");
        put(new Device(ANN, new DeviceId("d3"), Platform.APNS, "t3", 20, null));
        assertThat(tokens(ANN)).containsExactlyInAnyOrder("t1", "t2", "t3");
        devices().seen(List.of(new Sighting(ANN, new DeviceId("d4"), 30, null, true)), MAX);
        assertThat(tokens(ANN)).containsExactlyInAnyOrder("t2", "t3");
    }

    @Test
    void aTokenThatIsGoneIsDroppedAndItIsKnownSinceWhen() {
        put(new Device(ANN, new DeviceId("phone"), Platform.APNS, "t1", 1, null, "key", null));
        put(device(ANN, "desk", "t2"));
        targets().gone(target(ANN, "phone", Platform.APNS, "t1"), 77);
        assertThat(tokens(ANN)).containsExactly("t2");
        Device phone = find("phone");
        assertThat(phone).isEqualTo(device(ANN, "phone", "t1").tokenGone(77));
        assertThat(phone).extracting(Device::pushToken, Device::tokenGoneAt).containsExactly(null, 77L);
        assertThat(find("desk")).isEqualTo(device(ANN, "desk", "t2"));

        put(device(BOB, "phone", "t1"));
        assertThat(tokens(BOB)).as("it is free").containsExactly("t1");
        put(device(ANN, "phone", "t4"));
        assertThat(find("phone")).extracting(Device::tokenGoneAt).isNull();
        assertThat(tokens(ANN)).containsExactlyInAnyOrder("t2", "t4");
    }

    @Test
    void whatReplacedATokenThatIsGoneStays() {
        put(device(ANN, "phone", "t2"));
        List<PushTarget> before = targets().of(ANN);
        targets().gone(target(ANN, "phone", Platform.APNS, "t1"), 77);
        targets().gone(target(ANN, "phone", Platform.FCM, "t2"), 77);
        targets().gone(target(ANN, "desk", Platform.APNS, "t2"), 77);
        targets().gone(target(BOB, "phone", Platform.APNS, "t2"), 77);
        assertThat(targets().of(ANN)).isEqualTo(before);
        assertThat(find("phone")).isEqualTo(device(ANN, "phone", "t2"));
        assertThat(devices().of(BOB)).isEmpty();
    }

    /** Others look all the time, so that what was there before is being read while it changes. */
    @Test
    void aLookThatBeginsAfterAChangeSeesIt() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        try (ExecutorService others = Executors.newFixedThreadPool(2)) {
            List<Future<?>> looking = List.of(others.submit(() -> look(done)), others.submit(() -> look(done)));
            try {
                for (int i = 0; i < 300; i++) {
                    put(device(ANN, "phone", "t" + i));
                    assertThat(tokens(ANN)).containsExactly("t" + i);
                    if (i % 3 == 0) {
                        targets().gone(target(ANN, "phone", Platform.APNS, "t" + i), i);
                        assertThat(tokens(ANN)).isEmpty();
                    }
                }
            } finally {
                done.set(true);
            }
            for (Future<?> one : looking) {
                one.get(30, TimeUnit.SECONDS);
            }
        }
    }

    private void look(AtomicBoolean done) {
        while (!done.get()) {
            assertThat(targets().of(ANN)).hasSizeLessThan(2);
        }
    }

    private List<String> tokens(UserId user) {
        return targets().of(user).stream().map(PushTarget::token).toList();
    }

    private void put(Device device) {
        assertThat(devices().put(device, MAX)).isTrue();
    }

    private @Nullable Device find(String device) {
        return devices().find(ANN, new DeviceId(device));
    }

    private static Device device(UserId user, String id, String token) {
        return new Device(user, new DeviceId(id), Platform.APNS, token, 1, null);
    }

    private static PushTarget target(UserId user, String device, Platform platform, String token) {
        return new PushTarget(user, new DeviceId(device), platform, token, null);
    }
}
