package chat.parley.embedded;

import static chat.parley.contracts.Script.conversation;
import static chat.parley.contracts.Script.user;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.contracts.RecordedSession;
import chat.parley.domain.Message;
import chat.parley.domain.Platform;
import chat.parley.push.Planner;
import chat.parley.push.Preferences;
import chat.parley.push.Preferences.Level;
import chat.parley.push.Preferences.Preview;
import chat.parley.push.Preferences.QuietHours;
import chat.parley.push.PushRules;
import chat.parley.push.Trace.Reason;
import chat.parley.push.Trace.Step;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which devices a message wakes, and which not, and what is said of it. */
class WhoIsWokenTest {

    private PushWorld world;

    @BeforeEach
    void open(@TempDir Path directory) {
        world = new PushWorld(directory);
        world.script.group("g", "ann", "bob", "cid");
        world.happen();
        world.device("bob", "phone", Platform.APNS);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aDeviceWithoutASocketIsWoken() {
        Message message = world.say("g", "ann", "hello");
        world.settle();
        assertThat(world.apns().sent).singleElement().satisfies(sent -> {
            assertThat(sent.target().user()).isEqualTo(user("bob"));
            assertThat(sent.show().upTo()).isEqualTo(message.id());
            assertThat(sent.show().title()).isEqualTo("g");
            assertThat(sent.show().sender()).isEqualTo("Name of ann");
            assertThat(sent.show().text()).isEqualTo("hello");
            assertThat(sent.show().unread()).isEqualTo(1);
        });
        assertThat(world.steps(message, "bob")).containsExactly(new Step.Pushed(Platform.APNS, "p1"));
        assertThat(world.owed()).isZero();
    }

    @Test
    void onlyAfterTheGrace() {
        world.say("g", "ann", "hello");
        world.pass(Planner.GRACE.minusMillis(700));
        world.work();
        assertThat(world.sent()).isEmpty();
        assertThat(world.planner.pause()).isEqualTo(Duration.ofMillis(700));
        world.pass(Duration.ofMillis(699));
        world.work();
        assertThat(world.sent()).isEmpty();
        assertThat(world.planner.pause()).isEqualTo(Planner.TOGETHER);
        world.pass(Duration.ofMillis(1));
        world.work();
        assertThat(world.sent()).hasSize(1);
        assertThat(world.planner.pause()).isZero();
    }

    /** Else each look would find one that has just ripened, and read all others again. */
    @Test
    void thoseThatRipenOneAfterTheOtherAreWaitedForTogether() throws InterruptedException {
        world.say("g", "ann", "one");
        world.pass(Duration.ofMillis(1));
        world.say("g", "ann", "two");
        world.pass(Planner.GRACE.minusMillis(1));
        assertThat(world.planner.step(Duration.ZERO)).isEqualTo(1);
        assertThat(world.planner.pause()).isEqualTo(Planner.TOGETHER);
    }

    @Test
    void notTheDeviceThatHasASocketButTheOther() {
        world.device("bob", "tablet", Platform.APNS);
        world.connect("bob", "phone");
        Message message = world.say("g", "ann", "hello");
        world.settle();
        assertThat(world.apns().sent)
                .singleElement()
                .satisfies(sent -> assertThat(sent.target().device().value()).isEqualTo("tablet"));
        assertThat(world.steps(message, "bob")).containsExactly(new Step.Live(), new Step.Pushed(Platform.APNS, "p1"));
    }

    @Test
    void aSocketThatBreaksWithinTheGraceIsNone() {
        RecordedSession session = world.connect("bob", "phone");
        world.say("g", "ann", "hello");
        world.sessions.closed(session);
        world.settle();
        assertThat(world.sent()).hasSize(1);
    }

    @Test
    void whoComesBackWithinTheGraceIsNotWoken() {
        Message message = world.say("g", "ann", "hello");
        world.connect("bob", "phone");
        world.settle();
        assertThat(world.sent()).isEmpty();
        assertThat(world.steps(message, "bob")).containsExactly(new Step.Suppressed(Reason.CONNECTED));
    }

    @Test
    void neverTheSender() {
        world.device("ann", "phone", Platform.APNS);
        world.say("g", "ann", "hello");
        world.settle();
        assertThat(world.apns().sent).extracting(sent -> sent.target().user()).containsExactly(user("bob"));
    }

    @Test
    void eventsWakeNobody() {
        world.script.rename("g", "ann", "other");
        world.script.add("g", "ann", "dan");
        world.happen();
        world.settle();
        assertThat(world.sent()).isEmpty();
        assertThat(world.counters.logged()).isZero();
    }

    @Test
    void whoHasLeftIsNotWoken() {
        world.say("g", "ann", "hello");
        world.script.remove("g", "ann", "bob");
        world.happen();
        world.settle();
        assertThat(world.sent()).isEmpty();
    }

    @Test
    void whoComesLaterIsNotWokenForWhatWasBefore() {
        world.device("dan", "phone", Platform.APNS);
        world.say("g", "ann", "hello");
        world.script.add("g", "ann", "dan");
        world.happen();
        world.settle();
        assertThat(world.apns().sent).extracting(sent -> sent.target().user()).containsExactly(user("bob"));
    }

    @Test
    void whatIsReadElsewhereWithinTheGraceWakesNobody() {
        Message message = world.say("g", "ann", "hello");
        world.read("bob", message);
        world.settle();
        assertThat(world.sent()).isEmpty();
        assertThat(world.steps(message, "bob")).containsExactly(new Step.Suppressed(Reason.READ));
    }

    @Test
    void whoMutedIsNotWoken() {
        level("bob", Level.NONE, null);
        Message message = world.say("g", "ann", "hello @bob");
        world.settle();
        assertThat(world.sent()).isEmpty();
        assertThat(world.steps(message, "bob")).containsExactly(new Step.Suppressed(Reason.MUTED));
    }

    @Test
    void aMuteEnds() {
        level("bob", Level.NONE, world.clock.millis() + 10_000);
        world.say("g", "ann", "one");
        world.settle();
        assertThat(world.sent()).isEmpty();
        world.pass(Duration.ofSeconds(8));
        world.say("g", "ann", "two");
        world.settle();
        assertThat(world.sent()).hasSize(1);
    }

    @Test
    void whoWantsMentionsIsWokenByThemAlone() {
        level("bob", Level.MENTIONS, null);
        world.say("g", "ann", "hello @cid");
        world.say("g", "ann", "hello @Bob.");
        Message after = world.say("g", "ann", "and hello again");
        world.settle();
        assertThat(world.apns().sent).singleElement().satisfies(sent -> {
            assertThat(sent.show().text()).isEqualTo("hello @Bob.");
            assertThat(sent.show().mentioned()).isTrue();
            assertThat(sent.show().unread()).isEqualTo(3);
        });
        assertThat(world.steps(after, "bob")).containsExactly(new Step.Suppressed(Reason.MUTED));
    }

    @Test
    void quietHoursAreOfTheUsersZone() {
        // 00:00 UTC is 09:00 in Tokyo.
        quiet(LocalTime.of(8, 0), LocalTime.of(10, 0), "Asia/Tokyo");
        Message message = world.say("g", "ann", "hello");
        world.settle();
        assertThat(world.sent()).isEmpty();
        assertThat(world.steps(message, "bob")).containsExactly(new Step.Suppressed(Reason.QUIET_HOURS));
        quiet(LocalTime.of(23, 0), LocalTime.of(8, 0), "Asia/Tokyo");
        world.say("g", "ann", "hello");
        world.settle();
        assertThat(world.sent()).hasSize(1);
    }

    @Test
    void thePreviewIsTheStricterOfTheUsersAndTheServers() {
        world.preferences.put(user("bob"), new Preferences(Preview.SENDER, null));
        world.say("g", "ann", "one @bob");
        world.settle();
        assertThat(world.apns().sent.getLast().show())
                .satisfies(show -> assertThat(show.text()).isNull())
                .satisfies(show -> assertThat(show.sender()).isEqualTo("Name of ann"));
        world.rules(PushRules.DEFAULT.withPreview(Preview.NOTHING));
        world.pass(Duration.ofMinutes(1));
        world.say("g", "ann", "two @bob");
        world.settle();
        assertThat(world.apns().sent.getLast().show()).satisfies(show -> {
            assertThat(show.text()).isNull();
            assertThat(show.sender()).isNull();
            assertThat(show.title()).isNull();
            assertThat(show.mentioned()).isFalse();
            assertThat(show.unread()).isEqualTo(2);
        });
    }

    @Test
    void ofWhomThereIsNoTokenOrNoProviderItIsSaid() {
        world.device("cid", "browser", Platform.WEBPUSH);
        Message message = world.say("g", "bob", "hello");
        world.settle();
        assertThat(world.sent()).isEmpty();
        assertThat(world.steps(message, "ann")).containsExactly(new Step.Suppressed(Reason.NO_TOKEN));
        assertThat(world.steps(message, "cid")).containsExactly(new Step.Suppressed(Reason.NO_PROVIDER));
    }

    @Test
    void inLargeGroupsOnlyThoseWhoWereOwedSomethingHaveSteps() {
        String[] many = IntStream.range(0, 40).mapToObj(i -> "u" + i).toArray(String[]::new);
        world.script.group("big", many);
        world.happen();
        world.device("u1", "phone", Platform.APNS);
        world.device("u2", "phone", Platform.APNS);
        world.connect("u2", "phone");
        Message message = world.say("big", "u0", "hello");
        world.settle();
        assertThat(world.traces.of(conversation("big"), message.id()))
                .singleElement()
                .satisfies(trace -> assertThat(trace.user()).isEqualTo(user("u1")));
    }

    private void level(String who, Level level, @Nullable Long until) {
        world.preferences.put(user(who), conversation("g"), new Preferences.OfConversation(level, until));
    }

    private void quiet(LocalTime from, LocalTime to, String zone) {
        world.preferences.put(user("bob"), new Preferences(Preview.FULL, new QuietHours(from, to, ZoneId.of(zone))));
    }
}
