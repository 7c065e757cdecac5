package chat.parley.embedded;

import static chat.parley.contracts.Script.conversation;
import static chat.parley.contracts.Script.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.parley.domain.Platform;
import chat.parley.pipeline.port.StoreUnavailable;
import chat.parley.push.Planner;
import chat.parley.push.PushCounters.Fault;
import chat.parley.push.PushGateway;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is broken for one conversation, row or provider is the others' trouble no longer than some tries. */
class PushFaultsTest {

    private PushWorld world;

    @BeforeEach
    void open(@TempDir Path directory) {
        world = new PushWorld(directory);
        world.script.group("g", "ann", "bob");
        world.script.group("h", "ann", "cid");
        world.happen();
        world.device("bob", "phone", Platform.APNS);
        world.device("cid", "phone", Platform.FCM);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aConversationThatCannotBePlannedIsPassedOver() {
        world.damaged.add(conversation("g"));
        world.say("g", "ann", "one");
        world.say("h", "ann", "two");
        world.pass(Duration.ofSeconds(2));
        for (int tries = 1; tries < 8; tries++) {
            assertThatThrownBy(() -> world.planner.step(Duration.ZERO)).isInstanceOf(StoreUnavailable.class);
        }
        world.work();
        assertThat(world.sent()).hasSize(1);
        assertThat(world.provider(Platform.FCM).sent).hasSize(1);
        assertThat(world.counters.faults(Fault.NOT_PLANNED)).isPositive();
        world.damaged.clear();
        world.say("g", "ann", "three");
        world.settle();
        assertThat(world.apns().sent).hasSize(1);
    }

    @Test
    void rowsOfOnePlatformThatCannotBeReadKeepBackNoOther() throws InterruptedException {
        world.say("g", "ann", "one");
        world.say("h", "ann", "two");
        world.pass(Duration.ofSeconds(2));
        world.planner.step(Duration.ZERO);
        world.damagedPlatforms.add(Platform.APNS);
        world.gateway.step(Duration.ZERO);
        assertThat(world.provider(Platform.FCM).sent).hasSize(1);
        world.gateway.step(Duration.ZERO);
        assertThatThrownBy(() -> world.gateway.step(Duration.ZERO)).isInstanceOf(StoreUnavailable.class);
        world.damagedPlatforms.clear();
        world.work();
        assertThat(world.apns().sent).hasSize(1);
    }

    @Test
    void anAnswerThatCannotBeWrittenDownKeepsBackNoOther() {
        world.apns().holds = true;
        world.provider(Platform.FCM).holds = true;
        world.say("g", "ann", "one");
        world.say("h", "ann", "two");
        world.settle();
        world.damagedRows.add(conversation("g"));
        world.apns().sent.getFirst().answer().complete(RecordedProvider.ACCEPTED);
        world.provider(Platform.FCM).sent.getFirst().answer().complete(RecordedProvider.ACCEPTED);
        for (int tries = 1; tries < 8; tries++) {
            assertThatThrownBy(() -> world.gateway.step(Duration.ZERO)).isInstanceOf(StoreUnavailable.class);
        }
        world.work();
        assertThat(world.wakeUps.owed(Platform.FCM)).isZero();
        assertThat(world.wakeUps.owed(Platform.APNS)).isEqualTo(1);
        world.damagedRows.clear();
        world.apns().holds = false;
        world.pass(PushGateway.LEASE);
        world.work();
        assertThat(world.owed()).isZero();
    }

    @Test
    void aLargeConversationIsPlannedInParts() throws InterruptedException {
        List<String> members = new ArrayList<>(List.of("ann", "bob"));
        for (int i = 0; i < 298; i++) {
            members.add("m" + i);
        }
        world.script.group("l", members.toArray(String[]::new));
        world.happen();
        for (int i = 0; i < 300; i++) {
            world.say("l", "ann", "text " + i);
        }
        world.pass(Planner.GRACE);
        assertThat(world.planner.step(Duration.ZERO)).isEqualTo(64 * 1024 / members.size());
        world.work();
        assertThat(world.counters.collapsed()).isEqualTo(299);
        assertThat(world.owed()).isZero();
    }

    @Test
    void aProviderThatThrowsOrFailsIsAskedAgain() {
        world.apns().answers = _ -> {
            throw new IllegalStateException("odd");
        };
        world.say("g", "ann", "one");
        world.settle();
        assertThat(world.owed()).isEqualTo(1);
        world.apns().holds = true;
        world.pass(Duration.ofMinutes(1));
        world.work();
        CompletableFuture<?> second = world.apns().sent.getLast().answer();
        second.completeExceptionally(new IllegalStateException("odd"));
        world.work();
        assertThat(world.owed()).isEqualTo(1);
        world.apns().holds = false;
        world.apns().answers = _ -> RecordedProvider.ACCEPTED;
        world.pass(PushGateway.LEASE);
        world.work();
        assertThat(world.owed()).isZero();
    }

    @Test
    void ofTwoGatewaysOneSends() throws InterruptedException {
        world.say("g", "ann", "one");
        world.pass(Duration.ofSeconds(2));
        world.planner.step(Duration.ZERO);
        PushGateway first = world.gateway;
        world.begin();
        world.apns().holds = true;
        first.step(Duration.ZERO);
        world.gateway.step(Duration.ZERO);
        assertThat(world.apns().sent)
                .singleElement()
                .satisfies(sent -> assertThat(sent.target().user()).isEqualTo(user("bob")));
    }
}
