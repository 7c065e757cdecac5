package chat.parley.embedded;

import static chat.parley.contracts.Script.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.parley.accounts.Device;
import chat.parley.contracts.Script;
import chat.parley.domain.ConversationId;
import chat.parley.domain.DeviceId;
import chat.parley.domain.Membership;
import chat.parley.domain.Platform;
import chat.parley.domain.UserId;
import chat.parley.push.PushTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** Directories of format 1, made by putting rows as it had them in the place of today's. */
class UpgradeTest {

    private static final List<UserId> USERS = List.of(user("ann"), user("bob"), user("cid"), user("eve"));

    /** Families that format 2 did not have. */
    private static final List<Family> FAMILIES_SINCE_2 =
            List.of(Family.PUSH_LOG, Family.WAKEUPS, Family.DUE, Family.TRACES, Family.PREFERENCES);

    /** Families that format 1 did not have besides. */
    private static final List<Family> FAMILIES_SINCE_1 =
            List.of(Family.USERS, Family.NAMES, Family.PUSH_TOKENS, Family.LAST_ACTIVE);

    @TempDir
    private Path data;

    private Map<UserId, Map<ConversationId, Membership>> before = Map.of();

    @BeforeEach
    void fill() {
        SampleData.fill(data);
        try (EmbeddedStore store = EmbeddedStore.open(data)) {
            before = memberships(store);
        }
    }

    @Test
    void listsMembershipsAnew() throws Exception {
        assertThat(before.get(user("bob"))).hasSize(25);
        toFormat1(1);
        assertThat(format()).isEqualTo("parley embedded 1\n");
        try (EmbeddedStore store = EmbeddedStore.open(data)) {
            assertThat(memberships(store)).isEqualTo(before);
            assertThat(store.users().search("a", 1)).isEmpty();
        }
        assertThat(format()).isEqualTo("parley embedded 3\n");
        assertThat(Verifier.verify(data, _ -> {}).faults()).isEmpty();
        try (EmbeddedStore store = EmbeddedStore.open(data)) {
            assertThat(memberships(store)).isEqualTo(before);
        }
    }

    @Test
    void doesItAgainAfterACrashInTheMiddle() throws Exception {
        toFormat1(2);
        try (EmbeddedStore store = EmbeddedStore.open(data)) {
            assertThat(memberships(store)).isEqualTo(before);
        }
        assertThat(Verifier.verify(data, _ -> {}).faults()).isEmpty();
    }

    /** Whoever says the new format has all of it: the number comes last. */
    @Test
    void staysOfTheOlderFormatWhenARowCannotBeRead() throws Exception {
        toFormat1(1);
        byte[] key;
        byte[] whole;
        try (Tampered tampered = new Tampered(data)) {
            key = firstTenure(tampered);
            whole = tampered.get(Family.MEMBERS, key);
            byte[] value = whole.clone();
            value[2] ^= 1;
            tampered.put(Family.MEMBERS, key, value);
        }
        assertThatThrownBy(() -> EmbeddedStore.open(data))
                .isInstanceOf(DataDirectoryRefused.class)
                .hasMessageContaining("checksum")
                .hasMessageContaining("restore a backup");
        assertThat(format()).isEqualTo("parley embedded 1\n");
        try (Tampered tampered = new Tampered(data)) {
            tampered.put(Family.MEMBERS, key, whole);
        }
        try (EmbeddedStore store = EmbeddedStore.open(data)) {
            assertThat(memberships(store)).isEqualTo(before);
        }
    }

    @Test
    void isNotLookedAtBefore() throws Exception {
        toFormat1(1);
        assertThatThrownBy(() -> Verifier.verify(data, _ -> {}))
                .isInstanceOf(DataDirectoryRefused.class)
                .hasMessageContaining("format 1")
                .hasMessageContaining("start the server once");
    }

    @Test
    void aFamilyThatIsMissingIsToldAndMade() throws Exception {
        try (Tampered tampered = new Tampered(data)) {
            tampered.database().dropFamily(Family.LAST_ACTIVE);
        }
        assertThat(Verifier.verify(data, _ -> {}).faults())
                .singleElement()
                .asString()
                .contains("no family of rows last_active", "start the server once");
        EmbeddedStore.open(data).close();
        assertThat(Verifier.verify(data, _ -> {}).faults()).isEmpty();
    }

    /** Devices of format 2 had no key, and nothing of push was there. */
    @Test
    void readsDevicesAsFormat2HadThem() throws Exception {
        Device phone;
        try (EmbeddedStore store = EmbeddedStore.open(data)) {
            phone = Objects.requireNonNull(store.devices().find(user("ann"), new DeviceId("phone")));
        }
        byte[] key = Keys.device(user("ann"), new DeviceId("phone"));
        try (Tampered tampered = new Tampered(data)) {
            byte[] old = new RowWriter(64)
                    .int8(PlatformNumbers.of(Platform.FCM))
                    .int8(1)
                    .text("token-phone")
                    .number(phone.lastSeen())
                    .int8(1)
                    .text("login")
                    .valueOf(key);
            tampered.put(Family.USERS, key, old);
            for (Family family : FAMILIES_SINCE_2) {
                tampered.database().dropFamily(family);
            }
            tampered.delete(Family.META, Keys.PUSHED);
            tampered.delete(Family.META, Keys.OWED);
        }
        Files.writeString(data.resolve("FORMAT"), "parley embedded 2\n");
        try (EmbeddedStore store = EmbeddedStore.open(data)) {
            assertThat(store.devices().find(user("ann"), phone.id())).isEqualTo(phone);
            assertThat(store.pushTargets().of(user("ann")))
                    .extracting(PushTarget::token)
                    .contains("token-phone");
            assertThat(store.wakeUps().owed(Platform.FCM)).isZero();
        }
        assertThat(format()).isEqualTo("parley embedded 3\n");
        assertThat(Verifier.verify(data, _ -> {}).faults()).isEmpty();
    }

    /** @param every of how many listed memberships one is left as format 1 wrote it */
    private void toFormat1(int every) throws IOException, RocksDBException {
        try (Tampered tampered = new Tampered(data)) {
            int rows = 0;
            try (RocksIterator listed = tampered.database().iterator(Family.MEMBERSHIPS)) {
                for (listed.seekToFirst(); listed.isValid(); listed.next()) {
                    byte[] key = listed.key();
                    Membership membership = StateRows.membership(key, listed.value());
                    if (rows++ % every == 0) {
                        byte[] old = StateRows.position(new RowWriter(64), key, membership.since());
                        tampered.put(Family.MEMBERSHIPS, key, old);
                    }
                }
            }
            for (Family family : FAMILIES_SINCE_1) {
                tampered.database().dropFamily(family);
            }
            for (Family family : FAMILIES_SINCE_2) {
                tampered.database().dropFamily(family);
            }
            tampered.delete(Family.META, Keys.PUSHED);
            tampered.delete(Family.META, Keys.OWED);
        }
        Files.writeString(data.resolve("FORMAT"), "parley embedded 1\n");
    }

    private static byte[] firstTenure(Tampered tampered) {
        ConversationId group = Script.conversation(SampleData.GROUP);
        byte[] prefix = Arrays.copyOf(Keys.profile(group), Keys.profile(group).length);
        prefix[prefix.length - 1] = Keys.TENURE;
        try (RocksIterator rows = tampered.database().iterator(Family.MEMBERS)) {
            rows.seek(prefix);
            return rows.key();
        }
    }

    private String format() throws IOException {
        return Files.readString(data.resolve("FORMAT"));
    }

    private static Map<UserId, Map<ConversationId, Membership>> memberships(EmbeddedStore store) {
        Map<UserId, Map<ConversationId, Membership>> all = new LinkedHashMap<>();
        USERS.forEach(user -> all.put(user, store.memberships(user)));
        return all;
    }
}
