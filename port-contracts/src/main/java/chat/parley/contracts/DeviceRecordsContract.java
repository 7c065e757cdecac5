package chat.parley.contracts;

import static chat.parley.contracts.Script.user;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.accounts.Device;
import chat.parley.accounts.Sighting;
import chat.parley.accounts.port.DeviceRecords;
import chat.parley.domain.DeviceId;
import chat.parley.domain.Platform;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every {@link DeviceRecords} does. */
public abstract class DeviceRecordsContract {

    private static final int MAX = 3;

    /** Empty. */
    protected abstract DeviceRecords devices();

    @Test
    void keepsDevicesOfEachUser() {
        Device phone = device("ann", "phone", Platform.WEBPUSH, "{\"endpoint\":\"https://x\"}", 4);
        assertThat(put(phone)).isTrue();
        put(device("ann", "desk", Platform.APNS, "t2", 5));
        put(device("ann2", "phone", Platform.FCM, "t3", 6));
        assertThat(find("ann", "phone")).isEqualTo(phone);
        assertThat(find("ann", "pho")).isNull();
        assertThat(devices().of(user("ann")))
                .extracting(one -> one.id().value())
                .containsExactly("desk", "phone");
    }

    @Test
    void keepsItsKeyAsLongAsItsToken() {
        Device phone = new Device(
                user("ann"), new DeviceId("phone"), Platform.UNIFIEDPUSH, "https://x", 4, null, "key", 1_234L);
        assertThat(put(phone)).isTrue();
        assertThat(find("ann", "phone")).isEqualTo(phone);
        devices().seen(List.of(new Sighting(user("ann"), new DeviceId("phone"), 5, null, true)), MAX);
        assertThat(find("ann", "phone")).isEqualTo(phone.seen(5, null));
        put(device("bob", "phone", Platform.UNIFIEDPUSH, "https://x", 6));
        assertThat(find("ann", "phone"))
                .extracting(Device::pushToken, Device::pushKey, Device::tokenGoneAt)
                .containsExactly(null, null, 1_234L);
    }

    @Test
    void aPushTokenIsOfOneDevice() {
        put(device("ann", "phone", Platform.APNS, "t", 4));
        put(device("bob", "phone", Platform.APNS, "t", 5));
        assertThat(find("ann", "phone")).isEqualTo(device("ann", "phone", Platform.APNS, null, 4));
        assertThat(find("bob", "phone")).isEqualTo(device("bob", "phone", Platform.APNS, "t", 5));
        put(device("ann", "phone", Platform.FCM, "t", 6));
        assertThat(find("bob", "phone"))
                .as("another platform's is another")
                .extracting("pushToken")
                .isEqualTo("t");
    }

    @Test
    void aTokenGivenUpIsFree() {
        put(device("ann", "phone", Platform.APNS, "t1", 4));
        put(device("ann", "phone", Platform.APNS, "t2", 5));
        put(device("bob", "phone", Platform.APNS, "t1", 6));
        assertThat(find("ann", "phone")).isEqualTo(device("ann", "phone", Platform.APNS, "t2", 5));
        assertThat(devices().remove(user("bob"), new DeviceId("phone"))).isTrue();
        put(device("cid", "phone", Platform.APNS, "t1", 7));
        assertThat(find("cid", "phone")).isNotNull();
    }

    @Test
    void ofALoginThatIsNotThereNothingIsKept() {
        Device orphan = new Device(user("ann"), new DeviceId("phone"), Platform.APNS, "t", 4, "ended");
        assertThat(put(orphan)).isFalse();
        assertThat(find("ann", "phone")).isNull();
    }

    @Test
    void removes() {
        put(device("ann", "phone", Platform.APNS, "t", 4));
        assertThat(devices().remove(user("ann"), new DeviceId("desk"))).isFalse();
        assertThat(devices().remove(user("ann"), new DeviceId("phone"))).isTrue();
        assertThat(devices().remove(user("ann"), new DeviceId("phone"))).isFalse();
        assertThat(devices().of(user("ann"))).isEmpty();
    }

    @Test
    void notesWhenDevicesWereSeen() {
        put(device("ann", "phone", Platform.APNS, "t", 4));
        devices()
                .seen(
                        List.of(
                                new Sighting(user("ann"), new DeviceId("phone"), 9, "l1", true),
                                new Sighting(user("ann"), new DeviceId("desk"), 8, null, true),
                                new Sighting(user("bob"), new DeviceId("desk"), 7, null, true)),
                        MAX);
        assertThat(find("ann", "phone"))
                .isEqualTo(new Device(user("ann"), new DeviceId("phone"), Platform.APNS, "t", 9, "l1"));
        assertThat(find("ann", "desk")).isEqualTo(device("ann", "desk", null, null, 8));
        assertThat(find("bob", "desk")).isNotNull();
    }

    @Test
    void socketThatClosesBringsNoRemovedDeviceBack() {
        put(device("ann", "phone", Platform.APNS, "t", 1));
        devices().seen(List.of(new Sighting(user("ann"), new DeviceId("phone"), 2, null, false)), MAX);
        assertThat(find("ann", "phone")).isEqualTo(device("ann", "phone", Platform.APNS, "t", 2));
        assertThat(devices().remove(user("ann"), new DeviceId("phone"))).isTrue();
        devices().seen(List.of(new Sighting(user("ann"), new DeviceId("phone"), 3, null, false)), MAX);
        assertThat(find("ann", "phone")).isNull();
    }

    @Test
    void thoseLongestUnseenMakeRoom() {
        for (int i = 0; i < MAX + 1; i++) {
            put(device("ann", "d" + i, Platform.APNS, "t" + i, 10 + i));
        }
        assertThat(devices().of(user("ann")))
                .extracting(one -> one.id().value())
                .containsExactly("d1", "d2", "d3");
        devices().seen(List.of(new Sighting(user("ann"), new DeviceId("d9"), 99, null, true)), MAX);
        assertThat(devices().of(user("ann")))
                .extracting(one -> one.id().value())
                .containsExactly("d2", "d3", "d9");
        put(device("bob", "x", Platform.APNS, "t0", 1));
        assertThat(find("bob", "x")).isNotNull();
    }

    private boolean put(Device device) {
        return devices().put(device, MAX);
    }

    private @Nullable Device find(String user, String device) {
        return devices().find(user(user), new DeviceId(device));
    }

    private static Device device(
            String user, String id, @Nullable Platform platform, @Nullable String token, long seen) {
        return new Device(user(user), new DeviceId(id), platform, token, seen, null);
    }
}
