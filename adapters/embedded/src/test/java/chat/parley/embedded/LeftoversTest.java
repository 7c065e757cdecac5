package chat.parley.embedded;

import static chat.parley.contracts.Script.user;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.domain.DeviceId;
import chat.parley.domain.Message;
import chat.parley.domain.Platform;
import chat.parley.push.Leftovers;
import chat.parley.push.Notification;
import chat.parley.push.WakeUp;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of a notification ends with its device and with the membership of its user. */
class LeftoversTest {

    private PushWorld world;
    private Message message;

    @BeforeEach
    void bobAndCidAreShownSomething(@TempDir Path directory) {
        world = new PushWorld(directory);
        world.script.group("g", "ann", "bob", "cid");
        world.happen();
        world.device("bob", "phone", Platform.APNS);
        world.device("cid", "phone", Platform.FCM);
        message = world.say("g", "ann", "one");
        world.settle();
        assertThat(world.sent()).hasSize(2);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void whatIsShownAndUnreadStays() {
        assertThat(sweep()).isZero();
        assertThat(world.rows("bob", "g")).extracting(WakeUp::shown).hasSize(1).doesNotContainNull();
    }

    @Test
    void theRowOfARemovedDeviceGoes() {
        world.store.devices().remove(user("bob"), new DeviceId("phone"));
        assertThat(sweep()).isEqualTo(1);
        assertThat(world.rows("bob", "g")).isEmpty();
        assertThat(world.rows("cid", "g")).hasSize(1);
        assertThat(sweep()).isZero();
    }

    @Test
    void whatIsShownOfAConversationThatOneHasLeftIsTakenAway() {
        world.script.remove("g", "bob", "bob");
        world.happen();
        world.settle();
        assertThat(sweep()).isEqualTo(1);
        world.work();
        assertThat(world.apns().notifications().getLast())
                .isInstanceOfSatisfying(
                        Notification.Clear.class,
                        clear -> assertThat(clear.upTo()).isEqualTo(message.id()));
        assertThat(world.rows("bob", "g")).isEmpty();
        assertThat(world.rows("cid", "g")).hasSize(1);
        assertThat(world.provider(Platform.FCM).sent).hasSize(1);
    }

    @Test
    void whatIsOwedIsLeftAlone() {
        world.apns().closedUntil = Long.MAX_VALUE;
        world.say("g", "ann", "two");
        world.settle();
        world.script.remove("g", "bob", "bob");
        world.happen();
        assertThat(sweep()).isZero();
        assertThat(world.owed()).isPositive();
    }

    private int sweep() {
        return new Leftovers(world.wakeUps, world.targets, world.conversations, world.clock).sweep();
    }
}
