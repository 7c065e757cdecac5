package chat.parley.embedded;

import static chat.parley.contracts.Script.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.parley.contracts.RecordedSession;
import chat.parley.domain.ConversationId;
import chat.parley.domain.PresenceStatus;
import chat.parley.domain.UserId;
import chat.parley.fabric.Presence.Seen;
import chat.parley.pipeline.port.StoreUnavailable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is there, and who is told. */
class PresenceTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration GRACE = Duration.ofSeconds(30);

    private Fabric fabric;

    @TempDir
    private Path directory;

    @BeforeEach
    void open() {
        fabric = new Fabric(directory);
        fabric.script.group("g", "ann", "bob", "cid");
        fabric.happen();
    }

    @AfterEach
    void close() {
        fabric.close();
    }

    @Test
    void onlineWhenAnyDeviceIsAwayWhenAllAre() {
        RecordedSession phone = fabric.connect("bob", "phone");
        assertThat(status("bob")).isEqualTo(PresenceStatus.ONLINE);
        fabric.say(phone, true);
        assertThat(status("bob")).isEqualTo(PresenceStatus.AWAY);
        RecordedSession desk = fabric.connect("bob", "desk");
        assertThat(status("bob")).isEqualTo(PresenceStatus.ONLINE);
        fabric.say(desk, true);
        assertThat(status("bob")).isEqualTo(PresenceStatus.AWAY);
        fabric.say(phone, false);
        assertThat(status("bob")).isEqualTo(PresenceStatus.ONLINE);
        fabric.presence.closed(phone);
        assertThat(status("bob")).isEqualTo(PresenceStatus.AWAY);
    }

    @Test
    void offlineThirtySecondsAfterTheLastSocketWent() {
        assertThat(status("bob")).isEqualTo(PresenceStatus.OFFLINE);
        RecordedSession phone = fabric.connect("bob", "phone");
        RecordedSession desk = fabric.connect("bob", "desk");
        fabric.say(desk, true);
        fabric.presence.closed(phone);
        fabric.pass(Duration.ofSeconds(29));
        fabric.presence.closed(desk);
        fabric.pass(GRACE.minusMillis(100));
        assertThat(status("bob")).isEqualTo(PresenceStatus.AWAY);
        fabric.pass(Duration.ofMillis(100));
        assertThat(status("bob")).isEqualTo(PresenceStatus.OFFLINE);
    }

    @Test
    void whoComesBackInTimeWasNeverGone() {
        RecordedSession ann = watching("ann", "bob");
        RecordedSession bob = fabric.connect("bob", "phone");
        fabric.step();
        fabric.presence.closed(bob);
        fabric.pass(GRACE.minusSeconds(1));
        fabric.connect("bob", "phone");
        fabric.pass(Duration.ofMinutes(2));
        assertThat(ann.told()).containsExactly("bob is OFFLINE, asked by w", "bob is ONLINE");
    }

    @Test
    void aDeviceThatConnectsAnewIsOnlineUntilItSaysOtherwise() {
        RecordedSession before = fabric.connect("bob", "phone");
        fabric.say(before, true);
        fabric.connect("bob", "phone");
        fabric.presence.closed(before);
        assertThat(status("bob")).isEqualTo(PresenceStatus.ONLINE);
    }

    @Test
    void aWatchIsAnsweredForEachUserAndThenToldOfChangesOnly() {
        RecordedSession bob = fabric.connect("bob", "phone");
        RecordedSession ann = watching("ann", "bob", "cid", "ann");
        assertThat(ann.told())
                .containsExactly(
                        "bob is ONLINE, asked by w", "cid is OFFLINE, asked by w", "ann is ONLINE, asked by w");
        fabric.say(bob, true);
        fabric.say(bob, true);
        fabric.pass(SECOND);
        fabric.presence.closed(bob);
        fabric.pass(GRACE);
        assertThat(ann.told().subList(3, ann.told().size())).containsExactly("bob is AWAY", "bob is OFFLINE");
    }

    @Test
    void onlyTheWatchingSocketIsTold() {
        watching("ann", "bob");
        RecordedSession desk = fabric.connect("ann", "desk");
        RecordedSession bob = fabric.connect("bob", "phone");
        fabric.say(bob, true);
        fabric.pass(SECOND);
        assertThat(desk.told()).isEmpty();
        assertThat(bob.told()).isEmpty();
    }

    @Test
    void aWatchReplacesTheLast() {
        RecordedSession ann = watching("ann", "bob");
        watch(ann, "cid");
        fabric.connect("bob", "phone");
        fabric.connect("cid", "phone");
        fabric.pass(SECOND);
        assertThat(ann.told())
                .containsExactly("bob is OFFLINE, asked by w", "cid is OFFLINE, asked by w", "cid is ONLINE");
        watch(ann);
        assertThat(fabric.presence.watchCount()).isZero();
    }

    @Test
    void whoSharesNoConversationIsLeftOutSilently() {
        fabric.connect("eve", "phone");
        RecordedSession ann = watching("ann", "eve", "bob", "nobody");
        assertThat(ann.told()).containsExactly("bob is OFFLINE, asked by w");
        assertThat(seen("eve", "bob", "ann", "eve")).extracting(Seen::user).containsExactly(user("eve"));
    }

    @Test
    void aDirectConversationIsEnough() {
        fabric.script.direct(ConversationId.direct(user("ann"), user("eve")).value(), "ann", "eve");
        fabric.happen();
        assertThat(watching("ann", "eve").told()).containsExactly("eve is OFFLINE, asked by w");
    }

    @Test
    void itEndsWithTheLastSharedConversation() {
        fabric.script.group("h", "ann", "bob");
        fabric.happen();
        RecordedSession ann = watching("ann", "bob");
        RecordedSession cid = watching("cid", "bob");
        fabric.script.remove("g", "ann", "bob");
        fabric.happen();
        RecordedSession bob = fabric.connect("bob", "phone");
        fabric.pass(SECOND);
        assertThat(presenceOf(ann)).containsExactly("bob is OFFLINE, asked by w", "bob is ONLINE");
        assertThat(presenceOf(cid)).containsExactly("bob is OFFLINE, asked by w");
        fabric.script.remove("h", "bob", "ann");
        fabric.happen();
        fabric.say(bob, true);
        fabric.pass(SECOND);
        assertThat(presenceOf(ann)).hasSize(2);
        assertThat(fabric.presence.watchCount()).isZero();
    }

    /** Who comes back asks anew. */
    @Test
    void anEndedWatchDoesNotComeBack() {
        RecordedSession ann = watching("ann", "bob");
        fabric.script.remove("g", "ann", "bob");
        fabric.happen();
        fabric.step();
        fabric.script.add("g", "ann", "bob");
        fabric.happen();
        fabric.connect("bob", "phone");
        fabric.pass(SECOND);
        assertThat(presenceOf(ann)).containsExactly("bob is OFFLINE, asked by w");
    }

    @Test
    void aWatchEndsWithItsSocket() {
        RecordedSession ann = watching("ann", "bob", "cid");
        assertThat(fabric.presence.watchCount()).isEqualTo(2);
        fabric.presence.closed(ann);
        assertThat(fabric.presence.watchCount()).isZero();
        // A watch that was looked after while the socket went.
        watch(ann, "bob");
        assertThat(fabric.presence.watchCount()).isZero();
    }

    @Test
    void flappingIsToldOnceASecondAndTheLastAlways() {
        RecordedSession ann = watching("ann", "bob");
        RecordedSession bob = fabric.connect("bob", "phone");
        fabric.step();
        for (int i = 0; i < 45; i++) {
            fabric.say(bob, i % 2 == 0);
            fabric.pass(Duration.ofMillis(100));
        }
        fabric.pass(SECOND);
        List<String> told = presenceOf(ann);
        assertThat(told.getLast()).isEqualTo("bob is AWAY");
        assertThat(told).hasSizeBetween(3, 8);
    }

    /** A watch that comes in the midst of flapping hears the end of it, too. */
    @Test
    void whoIsToldSomethingPassingIsToldTheEndOfIt() {
        watching("cid", "bob");
        RecordedSession bob = fabric.connect("bob", "phone");
        fabric.step();
        fabric.say(bob, true);
        fabric.step();
        RecordedSession ann = watching("ann", "bob");
        fabric.say(bob, false);
        fabric.pass(SECOND);
        assertThat(presenceOf(ann)).containsExactly("bob is AWAY, asked by w", "bob is ONLINE");
    }

    @Test
    void whatCannotBeToldNowIsToldWhenTheDirectoryAnswers() {
        RecordedSession ann = watching("ann", "bob");
        fabric.directoryDown = true;
        fabric.connect("bob", "phone");
        fabric.pass(Duration.ofSeconds(5));
        assertThat(presenceOf(ann)).hasSize(1);
        assertThatThrownBy(() -> watch(ann, "cid")).isInstanceOf(StoreUnavailable.class);
        fabric.directoryDown = false;
        fabric.pass(SECOND);
        assertThat(presenceOf(ann)).containsExactly("bob is OFFLINE, asked by w", "bob is ONLINE");
    }

    @Test
    void aNodeThatGoesAwayTellsNobodyThatAllLeave() {
        RecordedSession ann = watching("ann", "bob", "cid");
        RecordedSession bob = fabric.connect("bob", "phone");
        fabric.say(fabric.connect("bob", "desk"), true);
        fabric.step();
        fabric.presence.end();
        fabric.presence.closed(bob);
        fabric.pass(GRACE.plus(GRACE));
        assertThat(presenceOf(ann)).hasSize(3);
    }

    @Test
    void lastActiveIsWhenAnyDeviceLastDidSomething() {
        RecordedSession phone = fabric.connect("bob", "phone");
        RecordedSession desk = fabric.connect("bob", "desk");
        phone.setIdle(Duration.ofSeconds(40));
        desk.setIdle(Duration.ofSeconds(20));
        long now = fabric.clock.millis();
        assertThat(lastActive("bob")).isEqualTo(now - 20_000);
        fabric.presence.closed(desk);
        assertThat(lastActive("bob")).isEqualTo(now - 20_000);
        phone.setIdle(Duration.ofSeconds(10));
        assertThat(lastActive("bob")).isEqualTo(now - 10_000);
        fabric.presence.closed(phone);
        fabric.pass(Duration.ofMinutes(5));
        assertThat(lastActive("bob")).isEqualTo(now - 10_000);
        assertThat(seen("ann", "cid").getFirst().lastActiveTs()).isNull();
    }

    @Test
    void lastActiveIsThereAfterACrash() {
        fabric.connect("bob", "phone");
        fabric.pass(Duration.ofSeconds(61));
        long stored = fabric.clock.millis();
        fabric.close();
        fabric = new Fabric(directory);
        assertThat(lastActive("bob")).isBetween(stored - 61_000, stored);
    }

    @Test
    void lastActiveOfTheMomentIsThereAfterAnOrderlyEnd() {
        RecordedSession bob = fabric.connect("bob", "phone");
        fabric.connect("cid", "phone");
        fabric.pass(Duration.ofSeconds(10));
        fabric.presence.end();
        fabric.presence.closed(bob);
        long end = fabric.clock.millis();
        fabric.presence.store();
        fabric.close();
        fabric = new Fabric(directory);
        assertThat(Stream.of("bob", "cid").map(this::lastActive)).containsExactly(end, end);
    }

    private RecordedSession watching(String viewer, String... users) {
        RecordedSession session = fabric.connect(viewer, "watching");
        watch(session, users);
        return session;
    }

    private void watch(RecordedSession session, String... users) {
        fabric.presence.watch(session, "w", users(users));
    }

    private static List<UserId> users(String... users) {
        return Stream.of(users).map(UserId::new).toList();
    }

    private List<Seen> seen(String viewer, String... users) {
        return fabric.presence.seenBy(user(viewer), users(users));
    }

    private PresenceStatus status(String user) {
        return seen("ann", user).getFirst().status();
    }

    private long lastActive(String user) {
        Long ts = seen("ann", user).getFirst().lastActiveTs();
        return ts == null ? 0 : ts;
    }

    /** What a session heard of presence, apart from conversations. */
    private static List<String> presenceOf(RecordedSession session) {
        return session.told().stream()
                .filter(frame -> frame.matches("\\w+ is (ONLINE|AWAY|OFFLINE).*"))
                .toList();
    }
}
