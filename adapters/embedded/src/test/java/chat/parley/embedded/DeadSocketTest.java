package chat.parley.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.contracts.RecordedSession;
import chat.parley.domain.Message;
import chat.parley.domain.Platform;
import chat.parley.push.Trace.Step;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A socket that died without a word counted as connected until that was found out: what went to it is not lost. */
class DeadSocketTest {

    private static final Duration FOUND_OUT = Duration.ofSeconds(75);

    @TempDir
    Path directory;

    private PushWorld world;
    private RecordedSession phone;

    @BeforeEach
    void begin() {
        world = new PushWorld(directory);
        world.script.group("g", "ann", "bob", "cid");
        world.happen();
        world.device("bob", "phone", Platform.APNS);
        world.device("cid", "phone", Platform.APNS);
        phone = world.connect("bob", "phone");
    }

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void itsDeviceIsWokenForWhatItMayHaveMissed() {
        world.say("g", "ann", "one");
        world.say("g", "ann", "two");
        world.settle();
        assertThat(world.sent()).as("to cid, who is away").hasSize(1);
        world.pass(FOUND_OUT);
        world.dies(phone);
        world.work();
        world.settle();
        assertThat(world.sent()).as("to bob, and not to cid again").hasSize(2);
        assertThat(world.apns().sent.getLast().show()).satisfies(show -> {
            assertThat(show.text()).isEqualTo("two");
            assertThat(show.unread()).isEqualTo(2);
        });
    }

    @Test
    void whoIsBackOrHasReadOrWasDeafForLongerIsNotWoken() {
        world.say("g", "ann", "one");
        world.settle();
        world.pass(Duration.ofMinutes(2));
        world.dies(phone);
        world.work();
        world.settle();
        assertThat(world.sent())
                .as("it came long before the socket can have died")
                .hasSize(1);

        phone = world.connect("bob", "phone");
        Message read = world.say("g", "ann", "two");
        world.settle();
        world.read("bob", read);
        world.pass(FOUND_OUT);
        world.dies(phone);
        world.work();
        world.settle();
        assertThat(world.steps(read, "bob")).noneMatch(Step.Pushed.class::isInstance);

        phone = world.connect("bob", "phone");
        Message back = world.say("g", "ann", "three");
        world.settle();
        world.pass(FOUND_OUT);
        world.dies(phone);
        world.work();
        world.connect("bob", "phone");
        world.settle();
        assertThat(world.steps(back, "bob")).noneMatch(Step.Pushed.class::isInstance);
    }
}
