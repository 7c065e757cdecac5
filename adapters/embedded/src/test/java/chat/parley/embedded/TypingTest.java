package chat.parley.embedded;

import static chat.parley.contracts.Script.conversation;
import static chat.parley.contracts.Script.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.parley.contracts.RecordedSession;
import chat.parley.pipeline.Conversations.Access;
import chat.parley.pipeline.port.StoreUnavailable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who types, and who is told. */
class TypingTest {

    private static final String TYPES = "ann types in g";
    private static final String TYPES_NO_MORE = "ann types no more in g";

    private Fabric fabric;
    private RecordedSession bob;

    @BeforeEach
    void open(@TempDir Path directory) {
        fabric = new Fabric(directory);
        fabric.script.group("g", "ann", "bob");
        fabric.happen();
        bob = fabric.connect("bob", "phone");
    }

    @AfterEach
    void close() {
        fabric.close();
    }

    @Test
    void theOtherMembersDevicesAreTold() {
        RecordedSession desk = fabric.connect("bob", "desk");
        RecordedSession own = fabric.connect("ann", "desk");
        RecordedSession stranger = fabric.connect("eve", "phone");
        types(true);
        assertThat(bob.told()).containsExactly(TYPES);
        assertThat(desk.told()).containsExactly(TYPES);
        assertThat(own.told()).isEmpty();
        assertThat(stranger.told()).isEmpty();
        fabric.pass(Duration.ofSeconds(2));
        types(false);
        assertThat(bob.told()).containsExactly(TYPES, TYPES_NO_MORE);
    }

    @Test
    void itEndsByItselfAfterSixSeconds() {
        types(true);
        fabric.pass(Duration.ofMillis(5_900));
        assertThat(bob.told()).containsExactly(TYPES);
        fabric.pass(Duration.ofMillis(100));
        assertThat(bob.told()).containsExactly(TYPES, TYPES_NO_MORE);
        fabric.pass(Duration.ofSeconds(20));
        assertThat(bob.told()).hasSize(2);
    }

    @Test
    void whoGoesOnIsToldAgainEveryThreeSecondsAndDoesNotEnd() {
        for (int i = 0; i < 90; i++) {
            types(true);
            fabric.pass(Duration.ofMillis(100));
        }
        assertThat(bob.told()).containsExactly(TYPES, TYPES, TYPES);
        fabric.pass(Duration.ofMillis(5_800));
        assertThat(bob.told()).hasSize(3);
        fabric.pass(Duration.ofMillis(100));
        assertThat(bob.told()).endsWith(TYPES_NO_MORE);
    }

    @Test
    void whoBeginsAndEndsAllTheTimeIsToldOnceASecond() {
        for (int i = 0; i < 50; i++) {
            types(i % 2 == 0);
            fabric.pass(Duration.ofMillis(100));
        }
        assertThat(bob.told()).hasSizeBetween(3, 6);
        fabric.pass(Duration.ofSeconds(2));
        assertThat(bob.told()).endsWith(TYPES_NO_MORE);
    }

    @Test
    void aMessageEndsIt() {
        types(true);
        fabric.script.later(Duration.ofMillis(1));
        fabric.told(fabric.script.send("g", "ann", "k"));
        assertThat(bob.told()).hasSize(3).startsWith(TYPES).endsWith(TYPES_NO_MORE);
        fabric.pass(Duration.ofSeconds(10));
        assertThat(bob.told()).hasSize(3);
    }

    @Test
    void aMessageFromBeforeDoesNot() {
        var sent = fabric.script.send("g", "ann", "k");
        fabric.clock.pass(Duration.ofMillis(1));
        types(true);
        fabric.told(sent);
        assertThat(bob.told()).doesNotContain(TYPES_NO_MORE);
    }

    @Test
    void leavingEndsIt() {
        fabric.script.group("h", "bob", "ann", "cid");
        fabric.happen();
        RecordedSession cid = fabric.connect("cid", "phone");
        fabric.typing.set(user("ann"), conversation("h"), true);
        fabric.script.remove("h", "bob", "ann");
        fabric.happen();
        fabric.pass(Duration.ofSeconds(1));
        assertThat(cid.told()).startsWith("ann types in h").endsWith("ann types no more in h");
    }

    @Test
    void whoIsNoMemberIsNotHeard() {
        fabric.script.add("g", "ann", "cid");
        fabric.script.remove("g", "ann", "cid");
        fabric.happen();
        List<String> before = bob.told();
        assertThat(fabric.typing.set(user("eve"), conversation("g"), true)).isEqualTo(new Access.Unknown());
        assertThat(fabric.typing.set(user("ann"), conversation("x"), true)).isEqualTo(new Access.Unknown());
        assertThat(fabric.typing.set(user("cid"), conversation("g"), true)).isEqualTo(new Access.Former());
        assertThat(bob.told()).isEqualTo(before);
    }

    @Test
    void whoWasRemovedIsNotToldOfOthers() {
        fabric.script.add("g", "ann", "cid");
        fabric.script.remove("g", "ann", "cid");
        fabric.happen();
        RecordedSession cid = fabric.connect("cid", "phone");
        types(true);
        assertThat(cid.told()).isEmpty();
    }

    @Test
    void conversationsOfMoreThan32AreNotTold() {
        fabric.script.add("g", "ann", others(30));
        fabric.happen();
        types(true);
        assertThat(bob.told()).endsWith(TYPES);
        fabric.pass(Duration.ofSeconds(10));
        fabric.script.add("g", "ann", "one-more");
        fabric.happen();
        List<String> before = bob.told();
        types(true);
        fabric.pass(Duration.ofSeconds(10));
        assertThat(bob.told()).isEqualTo(before);
    }

    @Test
    void nobodyTypesInMoreThanFourAtATime() {
        for (int i = 0; i < 6; i++) {
            fabric.script.group("many" + i, "ann", "bob");
        }
        fabric.happen();
        for (int i = 0; i < 6; i++) {
            fabric.typing.set(user("ann"), conversation("many" + i), true);
        }
        assertThat(bob.told()).filteredOn(frame -> frame.contains("types in")).hasSize(4);
        fabric.pass(Duration.ofSeconds(8));
        fabric.typing.set(user("ann"), conversation("many5"), true);
        assertThat(bob.told()).endsWith("ann types in many5");
    }

    @Test
    void itsEndIsToldWhenTheDirectoryAnswers() {
        types(true);
        fabric.directoryDown = true;
        assertThatThrownBy(() -> types(true)).isInstanceOf(StoreUnavailable.class);
        fabric.pass(Duration.ofSeconds(7));
        assertThat(bob.told()).containsExactly(TYPES);
        fabric.directoryDown = false;
        fabric.step();
        assertThat(bob.told()).containsExactly(TYPES, TYPES_NO_MORE);
    }

    private void types(boolean active) {
        assertThat(fabric.typing.set(user("ann"), conversation("g"), active)).isInstanceOf(Access.Member.class);
    }

    private static String[] others(int count) {
        return IntStream.range(0, count).mapToObj(i -> "other" + i).toArray(String[]::new);
    }
}
