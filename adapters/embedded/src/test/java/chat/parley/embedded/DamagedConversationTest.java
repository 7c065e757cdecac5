package chat.parley.embedded;

import static chat.parley.contracts.Script.conversation;
import static chat.parley.contracts.Script.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.parley.contracts.Script;
import chat.parley.domain.Body;
import chat.parley.domain.ClientMsgId;
import chat.parley.domain.Position;
import chat.parley.pipeline.Command;
import chat.parley.pipeline.DeliveryEvent;
import chat.parley.pipeline.Entry;
import chat.parley.pipeline.Outcome;
import chat.parley.pipeline.PartitionOwner;
import chat.parley.pipeline.ReplyTo;
import chat.parley.pipeline.Sequencer;
import chat.parley.pipeline.port.Log;
import chat.parley.pipeline.port.Log.Logged;
import chat.parley.pipeline.port.StoreUnavailable;
import chat.parley.pipeline.port.UnreadableEntry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A flipped bit in one conversation is that conversation's trouble alone. */
class DamagedConversationTest {

    @TempDir
    private Path directory;

    private final Map<Long, Outcome> answers = new HashMap<>();

    @BeforeEach
    void twoGroups() {
        try (EmbeddedStore store = EmbeddedStore.open(directory)) {
            Script script = new Script();
            script.group("damaged", "ann", "bob");
            script.group("whole", "ann", "bob");
            store.write(script.batch(), () -> {});
        }
    }

    @Test
    void aDamagedHeadRefusesItsConversationAlone() throws InterruptedException {
        flip(Family.HEADS, Keys.conversation(conversation("damaged")));
        onlyTheWholeOneTakesSends();
    }

    @Test
    void aDamagedProfileRefusesItsConversationAlone() throws InterruptedException {
        flip(Family.MEMBERS, Keys.profile(conversation("damaged")));
        onlyTheWholeOneTakesSends();
    }

    @Test
    void aStoreThatIsClosedIsNoDamage() {
        EmbeddedStore store = EmbeddedStore.open(directory);
        store.close();
        assertThatThrownBy(() -> store.head(conversation("whole")))
                .isInstanceOfSatisfying(
                        StoreUnavailable.class,
                        e -> assertThat(EmbeddedStore.isDamage(e)).isFalse());
    }

    @Test
    void aDamagedEventIsNamedAndThoseBesideItAreRead() throws InterruptedException {
        flip(Family.EVENTS, Keys.event(new Position(0, 1)));
        try (EmbeddedStore store = EmbeddedStore.open(directory)) {
            Log<DeliveryEvent> log = store.deliveryLog();
            assertThatThrownBy(() -> log.read(Position.START, 10, Duration.ZERO))
                    .isInstanceOfSatisfying(
                            UnreadableEntry.class, e -> assertThat(e.position()).isEqualTo(new Position(0, 1)));
            assertThat(log.read(new Position(0, 1), 10, Duration.ZERO)).hasSize(1);
        }
    }

    @Test
    void eventsBeforeADamagedOneAreReadFirst() throws InterruptedException {
        flip(Family.EVENTS, Keys.event(new Position(0, 2)));
        try (EmbeddedStore store = EmbeddedStore.open(directory)) {
            assertThat(store.deliveryLog().read(Position.START, 10, Duration.ZERO))
                    .extracting(Logged::position)
                    .containsExactly(new Position(0, 1));
        }
    }

    private void onlyTheWholeOneTakesSends() throws InterruptedException {
        try (EmbeddedStore store = EmbeddedStore.open(directory)) {
            Log<Entry> log = store.conversationLog(Clock.systemUTC(), 10);
            PartitionOwner owner = new PartitionOwner(
                    log,
                    new Sequencer(
                            1,
                            store,
                            store,
                            store,
                            (to, outcome) -> answers.put(to.request(), outcome),
                            (id, failure) -> EmbeddedStore.isDamage(failure)));
            for (String id : List.of("damaged", "whole", "damaged", "whole")) {
                long request = answers.size() + 1L;
                log.append(new Entry(
                        new Command.Send(
                                conversation(id), user("ann"), new ClientMsgId("k" + request), Body.text("hello")),
                        new ReplyTo(1, request, 0),
                        Entry.RULES));
                owner.step(Duration.ZERO);
            }
            assertThat(answers.get(1L)).isInstanceOf(Outcome.Unavailable.class);
            assertThat(answers.get(2L)).isInstanceOf(Outcome.Stored.class);
            assertThat(answers.get(3L)).isInstanceOf(Outcome.Unavailable.class);
            assertThat(answers.get(4L)).isInstanceOf(Outcome.Stored.class);
        }
    }

    private void flip(Family family, byte[] key) {
        try (Tampered data = new Tampered(directory)) {
            byte[] value = data.get(family, key);
            value[0] ^= 1;
            data.put(family, key, value);
        }
    }
}
