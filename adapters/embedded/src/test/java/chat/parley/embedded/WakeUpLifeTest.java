package chat.parley.embedded;

import static chat.parley.contracts.Script.conversation;
import static chat.parley.contracts.Script.user;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.domain.Message;
import chat.parley.domain.Platform;
import chat.parley.push.Notification;
import chat.parley.push.Planner;
import chat.parley.push.Preferences;
import chat.parley.push.Preferences.Level;
import chat.parley.push.PushCounters.Answer;
import chat.parley.push.PushCounters.Fault;
import chat.parley.push.PushGateway;
import chat.parley.push.PushOutcome;
import chat.parley.push.PushRules;
import chat.parley.push.PushTarget;
import chat.parley.push.Trace.Reason;
import chat.parley.push.Trace.Step;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a wake-up that is owed: collapsed, taken back, tried again, and what its device is shown. */
class WakeUpLifeTest {

    private static final Duration INTERVAL = PushRules.DEFAULT.interval();

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
    void manyMessagesAreOneNotificationWithTheirCount() {
        List<Message> all = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            all.add(world.say("g", "ann", "text " + i));
        }
        world.settle();
        assertThat(world.apns().sent).singleElement().satisfies(sent -> {
            assertThat(sent.show().text()).isEqualTo("text 399");
            assertThat(sent.show().unread()).isEqualTo(400);
            assertThat(sent.show().badge()).isEqualTo(400);
        });
        assertThat(world.steps(all.getFirst(), "bob")).hasSize(1).hasOnlyElementsOfType(Step.CollapsedInto.class);
        assertThat(world.counters.collapsed()).isEqualTo(399);
    }

    @Test
    void aNotificationIsReplacedNotSoonerThanTheInterval() {
        world.say("g", "ann", "one");
        world.settle();
        Message two = world.say("g", "ann", "two");
        world.settle();
        assertThat(world.sent()).hasSize(1);
        Message three = world.say("g", "ann", "three");
        world.settle();
        assertThat(world.steps(two, "bob")).containsExactly(new Step.CollapsedInto(three.id()));
        world.pass(INTERVAL);
        world.work();
        assertThat(world.sent()).hasSize(2);
        assertThat(world.apns().sent.getLast().show()).satisfies(show -> {
            assertThat(show.text()).isEqualTo("three");
            assertThat(show.unread()).isEqualTo(3);
        });
    }

    @Test
    void theBadgeIsOfAllConversationsAtTheMomentOfSending() {
        world.script.group("h", "cid", "bob");
        world.script.direct("d", "ann", "bob");
        world.happen();
        world.apns().closedUntil = world.clock.millis() + 60_000;
        Message first = world.say("g", "ann", "one");
        world.say("h", "cid", "two");
        world.say("h", "cid", "three");
        world.settle();
        world.read("bob", first);
        world.say("d", "ann", "four");
        world.pass(Duration.ofSeconds(60));
        world.work();
        assertThat(world.sent())
                .hasSize(2)
                .allSatisfy(one -> assertThat(one.badge()).isEqualTo(3));
    }

    @Test
    void whatIsReadElsewhereWhileItWaitsIsTakenBack() {
        world.apns().closedUntil = world.clock.millis() + 60_000;
        Message message = world.say("g", "ann", "one");
        world.settle();
        assertThat(world.owed()).isEqualTo(1);
        world.read("bob", message);
        world.settle();
        assertThat(world.owed()).isZero();
        assertThat(world.rows("bob", "g")).isEmpty();
        assertThat(world.steps(message, "bob")).containsExactly(new Step.Suppressed(Reason.READ));
    }

    @Test
    void whatIsReadRightBeforeItIsDueIsNotSent() throws InterruptedException {
        world.apns().closedUntil = world.clock.millis() + 60_000;
        Message message = world.say("g", "ann", "one");
        world.settle();
        world.pass(Duration.ofMinutes(1));
        world.read("bob", message);
        world.gateway.step(Duration.ZERO);
        assertThat(world.sent()).isEmpty();
        assertThat(world.steps(message, "bob")).containsExactly(new Step.Suppressed(Reason.READ));
    }

    @Test
    void whatIsReadElsewhereAfterItWasShownIsCleared() {
        Message message = world.say("g", "ann", "one");
        world.settle();
        world.read("bob", message);
        world.settle();
        assertThat(world.apns().notifications())
                .hasSize(2)
                .element(1)
                .isEqualTo(new Notification.Clear(
                        conversation("g"),
                        message.id(),
                        0,
                        world.clock.millis() + PushRules.DEFAULT.ttl().toMillis()));
        assertThat(world.rows("bob", "g")).isEmpty();
    }

    @Test
    void onesOwnMessageIsReadUpToItself() {
        world.say("g", "ann", "one");
        world.settle();
        Message own = world.say("g", "bob", "two");
        world.settle();
        assertThat(world.apns().notifications().getLast())
                .isInstanceOfSatisfying(
                        Notification.Clear.class,
                        clear -> assertThat(clear.upTo()).isEqualTo(own.id()));
    }

    @Test
    void aDeviceThatIsConnectedClearsByItself() {
        Message message = world.say("g", "ann", "one");
        world.settle();
        world.connect("bob", "phone");
        world.read("bob", message);
        world.settle();
        assertThat(world.sent()).hasSize(1);
        assertThat(world.rows("bob", "g")).isEmpty();
    }

    @Test
    void whatIsReadWhileItIsUnderWayIsClearedAlsoWhenItArrivesLast() {
        world.apns().holds = true;
        Message message = world.say("g", "ann", "one");
        world.settle();
        world.read("bob", message);
        world.settle();
        assertThat(world.apns().notifications()).hasSize(2).last().isInstanceOf(Notification.Clear.class);
        world.apns().sent.getLast().answer().complete(RecordedProvider.ACCEPTED);
        world.work();
        assertThat(world.rows("bob", "g")).isEmpty();
        world.apns().holds = false;
        world.apns().sent.getFirst().answer().complete(RecordedProvider.ACCEPTED);
        world.work();
        assertThat(world.apns().notifications()).hasSize(3).last().isInstanceOf(Notification.Clear.class);
        assertThat(world.rows("bob", "g")).isEmpty();
    }

    @Test
    void whatMayHaveArrivedBeforeACrashIsCleared() {
        world.apns().holds = true;
        Message message = world.say("g", "ann", "one");
        world.settle();
        world.restart();
        world.apns().holds = false;
        world.read("bob", message);
        world.settle();
        assertThat(world.apns().notifications()).hasSize(2).last().isInstanceOf(Notification.Clear.class);
    }

    @Test
    void whatNeverArrivedIsNotCleared() {
        world.apns().answers = _ -> new PushOutcome.RetryLater(Duration.ofHours(1), "busy");
        Message message = world.say("g", "ann", "one");
        world.settle();
        world.read("bob", message);
        world.settle();
        assertThat(world.sent()).hasSize(1);
        assertThat(world.rows("bob", "g")).isEmpty();
    }

    @Test
    void whatComesWhileOneIsUnderWayIsOwedAfterwards() {
        world.apns().holds = true;
        world.say("g", "ann", "one");
        world.settle();
        world.say("g", "ann", "two");
        world.settle();
        assertThat(world.sent()).hasSize(1);
        world.apns().holds = false;
        world.apns().sent.getFirst().answer().complete(RecordedProvider.ACCEPTED);
        world.work();
        assertThat(world.sent()).hasSize(1);
        world.pass(INTERVAL);
        world.work();
        assertThat(world.sent()).hasSize(2);
        assertThat(world.apns().sent.getLast().show().text()).isEqualTo("two");
        assertThat(world.owed()).isZero();
    }

    @Test
    void whatIsMutedOrLeftWhileItWaitsIsNotSent() {
        world.device("cid", "phone", Platform.APNS);
        world.apns().closedUntil = world.clock.millis() + 60_000;
        Message message = world.say("g", "ann", "one");
        world.settle();
        world.preferences.put(user("bob"), conversation("g"), new Preferences.OfConversation(Level.NONE, null));
        world.script.remove("g", "ann", "cid");
        world.happen();
        world.pass(Duration.ofMinutes(1));
        world.work();
        assertThat(world.sent()).isEmpty();
        assertThat(world.steps(message, "bob")).containsExactly(new Step.Suppressed(Reason.MUTED));
        assertThat(world.steps(message, "cid")).containsExactly(new Step.Suppressed(Reason.NO_MEMBER));
    }

    @Test
    void whoIsBackWhenItIsDueIsNotWoken() {
        world.apns().closedUntil = world.clock.millis() + 60_000;
        Message message = world.say("g", "ann", "one");
        world.settle();
        world.connect("bob", "phone");
        world.pass(Duration.ofMinutes(1));
        world.work();
        assertThat(world.sent()).isEmpty();
        assertThat(world.steps(message, "bob")).containsExactly(new Step.Suppressed(Reason.CONNECTED));
    }

    @Test
    void whatFailsIsTriedAgainUntilItIsTaken() {
        world.apns().answers = _ -> new PushOutcome.RetryLater(null, "busy");
        Message message = world.say("g", "ann", "one");
        world.settle();
        for (int i = 0; i < 10; i++) {
            world.pass(Duration.ofMinutes(10));
            world.work();
        }
        assertThat(world.sent().size()).isBetween(11, 40);
        assertThat(world.steps(message, "bob"))
                .hasSizeBetween(3, 6)
                .first()
                .isInstanceOfSatisfying(
                        Step.Delayed.class, step -> assertThat(step.reason()).isEqualTo("busy"));
        world.apns().answers = _ -> RecordedProvider.ACCEPTED;
        world.pass(Duration.ofMinutes(10));
        world.work();
        assertThat(world.owed()).isZero();
        assertThat(world.steps(message, "bob").getLast()).isEqualTo(new Step.Pushed(Platform.APNS, "p1"));
    }

    @Test
    void nothingIsTriedBeforeTheProviderSays() {
        world.apns().answers = _ -> new PushOutcome.RetryLater(Duration.ofHours(2), "later");
        world.say("g", "ann", "one");
        world.settle();
        world.pass(Duration.ofHours(2).minusMillis(1));
        world.work();
        assertThat(world.sent()).hasSize(1);
        world.pass(Duration.ofMillis(1));
        world.work();
        assertThat(world.sent()).hasSize(2);
    }

    @Test
    void untilItsTimeIsOver() {
        world.apns().answers = _ -> new PushOutcome.RetryLater(Duration.ofDays(3), "later");
        Message message = world.say("g", "ann", "one");
        world.settle();
        for (int i = 0; i < 4; i++) {
            world.pass(Duration.ofDays(3));
            world.work();
        }
        assertThat(world.sent()).hasSize(3);
        assertThat(world.owed()).isZero();
        assertThat(world.steps(message, "bob").getLast()).isEqualTo(new Step.Suppressed(Reason.EXPIRED));
    }

    @Test
    void aTokenThatIsGoneIsDropped() {
        world.apns().answers = _ -> new PushOutcome.TokenGone("unregistered");
        Message message = world.say("g", "ann", "one");
        world.settle();
        assertThat(world.targets.of(user("bob"))).isEmpty();
        assertThat(world.rows("bob", "g")).isEmpty();
        assertThat(world.steps(message, "bob")).containsExactly(new Step.Suppressed(Reason.TOKEN_GONE));
        world.say("g", "ann", "two");
        world.settle();
        assertThat(world.sent()).hasSize(1);
    }

    @Test
    void aTokenThatWasReplacedMeanwhileIsTriedNext() {
        world.apns().holds = true;
        world.say("g", "ann", "one");
        world.settle();
        PushTarget next = world.device("bob", "phone", Platform.FCM, "another");
        world.apns().sent.getFirst().answer().complete(new PushOutcome.TokenGone("unregistered"));
        world.work();
        assertThat(world.targets.of(user("bob"))).containsExactly(next);
        assertThat(world.provider(Platform.FCM).sent).hasSize(1);
        assertThat(world.owed()).isZero();
    }

    @Test
    void whatIsRefusedIsNotTriedAgain() {
        world.apns().answers = _ -> new PushOutcome.Refused("too odd");
        Message message = world.say("g", "ann", "one");
        world.settle();
        world.pass(Duration.ofDays(1));
        world.work();
        assertThat(world.sent()).hasSize(1);
        assertThat(world.steps(message, "bob")).containsExactly(new Step.Failed("too odd"));
        assertThat(world.owed()).isZero();
    }

    @Test
    void badCredentialsPauseTheProviderAndCostNoWakeUp() {
        world.script.group("h", "ann", "bob");
        world.script.group("i", "ann", "bob");
        world.happen();
        world.apns().answers = _ -> new PushOutcome.BadCredentials("expired");
        Message message = world.say("g", "ann", "one");
        world.settle();
        world.say("h", "ann", "two");
        world.say("i", "ann", "three");
        world.settle();
        assertThat(world.sent()).hasSize(1);
        assertThat(world.steps(message, "bob"))
                .singleElement()
                .isInstanceOfSatisfying(
                        Step.Delayed.class,
                        step -> assertThat(step.reason()).isEqualTo("the credentials are not taken: expired"));
        assertThat(world.owed()).isEqualTo(3);
        world.pass(Duration.ofMinutes(1));
        world.work();
        assertThat(world.sent()).hasSize(2);
        assertThat(world.counters.answers(Platform.APNS, Answer.BAD_CREDENTIALS))
                .isEqualTo(2);
        world.apns().answers = _ -> RecordedProvider.ACCEPTED;
        world.pass(Duration.ofMinutes(2));
        world.work();
        assertThat(world.sent()).hasSize(5);
        assertThat(world.owed()).isZero();
    }

    @Test
    void aProviderThatHoldsOrIsClosedDelaysNoOther() {
        world.device("cid", "phone", Platform.FCM);
        world.apns().holds = true;
        world.say("g", "ann", "one");
        world.settle();
        assertThat(world.provider(Platform.FCM).sent).hasSize(1);
        world.apns().closedUntil = Long.MAX_VALUE;
        world.pass(INTERVAL);
        world.say("g", "ann", "two");
        world.settle();
        assertThat(world.apns().sent).hasSize(1);
        assertThat(world.provider(Platform.FCM).sent).hasSize(2);
    }

    @Test
    void aProviderHasOnlySoManyToAnswer() {
        world.rules(new PushRules(Duration.ofDays(7), INTERVAL, Preferences.Preview.FULL, 3, 1_000, 0, 0));
        world.apns().holds = true;
        for (int i = 0; i < 5; i++) {
            world.script.group("g" + i, "ann", "bob");
            world.happen();
            world.say("g" + i, "ann", "one");
        }
        world.settle();
        assertThat(world.sent()).hasSize(3);
        world.apns().sent.getFirst().answer().complete(RecordedProvider.ACCEPTED);
        world.work();
        assertThat(world.sent()).hasSize(4);
    }

    @Test
    void whatAProviderHasNoRoomForStaysAsItIs() {
        world.apns().holds = true;
        world.apns().room = 3;
        for (int i = 0; i < 5; i++) {
            world.script.group("g" + i, "ann", "bob");
            world.happen();
            world.say("g" + i, "ann", "one");
        }
        world.settle();
        assertThat(world.sent()).hasSize(3);
        assertThat(world.wakeUps.due(Platform.APNS, world.clock.millis(), 10)).hasSize(2);
    }

    @Test
    void anAnswerThatNeverComesIsNotWaitedForWithoutEnd() {
        world.apns().holds = true;
        world.say("g", "ann", "one");
        world.settle();
        world.apns().holds = false;
        world.pass(PushGateway.LEASE.plusMillis(1));
        world.work();
        assertThat(world.sent()).hasSize(2);
        assertThat(world.counters.answers(Platform.APNS, Answer.NONE)).isEqualTo(1);
        assertThat(world.owed()).isZero();
    }

    @Test
    void aRestartLosesNothing() {
        world.apns().holds = true;
        world.say("g", "ann", "planned and sent");
        world.settle();
        world.script.group("h", "ann", "bob");
        world.happen();
        world.say("h", "ann", "on the log");
        world.restart();
        world.apns().holds = false;
        world.settle();
        assertThat(world.sent()).hasSize(2);
        world.pass(PushGateway.LEASE);
        world.work();
        assertThat(world.apns().sent)
                .extracting(sent -> sent.show().text())
                .containsExactly("planned and sent", "on the log", "planned and sent");
        assertThat(world.owed()).isZero();
    }

    @Test
    void aUserIsWokenOnlySoOften() {
        world.rules(new PushRules(Duration.ofDays(7), INTERVAL, Preferences.Preview.FULL, 100, 1_000, 60, 2));
        for (int i = 0; i < 6; i++) {
            world.script.group("g" + i, "ann", "bob");
            world.happen();
            world.say("g" + i, "ann", "one");
        }
        world.settle();
        assertThat(world.sent()).hasSize(2);
        assertThat(world.owed()).isEqualTo(4);
        for (int i = 0; i < 120; i++) {
            world.pass(Duration.ofSeconds(1));
            world.work();
        }
        assertThat(world.sent()).hasSize(6);
    }

    @Test
    void whoIsWokenOftenEnoughIsNotLookedAt() throws InterruptedException {
        world.rules(new PushRules(Duration.ofDays(7), INTERVAL, Preferences.Preview.FULL, 100, 1_000, 1, 1));
        world.say("g", "ann", "one");
        world.settle();
        world.script.group("h", "ann", "bob");
        world.happen();
        Message message = world.say("h", "ann", "two");
        world.pass(Planner.GRACE);
        world.planner.step(Duration.ZERO);
        world.damaged.add(conversation("h"));
        world.work();
        assertThat(world.counters.faults(Fault.FAILED_LOOK)).isZero();
        assertThat(world.steps(message, "bob"))
                .singleElement()
                .isInstanceOfSatisfying(
                        Step.Delayed.class,
                        step -> assertThat(step.reason()).isEqualTo("too many notifications for this user"));
    }

    @Test
    void theUnreadOfAUserAreCountedOnceForAllThatIsDue() {
        world.device("bob", "tablet", Platform.APNS);
        world.device("bob", "watch", Platform.APNS);
        world.say("g", "ann", "one");
        world.settle();
        assertThat(world.apns().sent)
                .hasSize(3)
                .allSatisfy(sent -> assertThat(sent.show().badge()).isEqualTo(1));
        assertThat(world.membershipLooks).isEqualTo(1);
        world.say("g", "ann", "two");
        world.settle();
        world.pass(INTERVAL);
        world.work();
        assertThat(world.apns().sent.getLast().show().badge()).isEqualTo(2);
    }

    @Test
    void beyondTheMostThatMayWaitNothingIsOwed() {
        world.rules(new PushRules(Duration.ofDays(7), INTERVAL, Preferences.Preview.FULL, 100, 1, 0, 0));
        world.apns().closedUntil = Long.MAX_VALUE;
        world.say("g", "ann", "one");
        world.settle();
        world.script.group("h", "ann", "bob");
        world.happen();
        Message message = world.say("h", "ann", "two");
        world.settle();
        assertThat(world.owed()).isEqualTo(1);
        assertThat(world.steps(message, "bob")).containsExactly(new Step.Suppressed(Reason.LIMIT));
    }

    @Test
    void theWayOfAMessageTellsWhatWaits() {
        world.apns().closedUntil = world.clock.millis() + 60_000;
        Message message = world.say("g", "ann", "one");
        assertThat(world.ways.of(conversation("g"), message.id()).plannedThrough())
                .isLessThan(world.clock.millis());
        world.pass(Planner.GRACE);
        world.work();
        assertThat(world.ways.of(conversation("g"), message.id()).waiting())
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.user()).isEqualTo(user("bob"));
                    assertThat(one.closedUntil()).isEqualTo(world.apns().closedUntil);
                });
    }

    @Test
    void aTestIsSentAtOnce() {
        PushTarget target = world.device("cid", "phone", Platform.FCM);
        assertThat(world.gateway.test(target)).isCompletedWithValue(RecordedProvider.ACCEPTED);
        assertThat(world.sent()).singleElement().isInstanceOf(Notification.Test.class);
        PushTarget browser = world.device("cid", "browser", Platform.WEBPUSH);
        assertThat(world.gateway.test(browser).toCompletableFuture().join()).isInstanceOf(PushOutcome.Refused.class);
        world.provider(Platform.FCM).closedUntil = Long.MAX_VALUE;
        assertThat(world.gateway.test(target).toCompletableFuture().join()).isInstanceOf(PushOutcome.RetryLater.class);
    }
}
