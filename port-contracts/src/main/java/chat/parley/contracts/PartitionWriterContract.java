package chat.parley.contracts;

import static chat.parley.contracts.Script.conversation;
import static chat.parley.contracts.Script.messagesOf;
import static chat.parley.contracts.Script.user;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.domain.MessageId;
import chat.parley.domain.Position;
import chat.parley.pipeline.Batch;
import chat.parley.pipeline.Decided;
import chat.parley.pipeline.DeliveryEvent;
import chat.parley.pipeline.port.Directory;
import chat.parley.pipeline.port.Log;
import chat.parley.pipeline.port.Log.Logged;
import chat.parley.pipeline.port.MessageStore;
import chat.parley.pipeline.port.PartitionWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What every {@link PartitionWriter} does, over all that it writes to. */
public abstract class PartitionWriterContract {

    protected abstract PartitionWriter writer();

    protected abstract MessageStore store();

    protected abstract Directory directory();

    protected abstract Log<DeliveryEvent> deliveryLog();

    /** Closes all in order and opens it again. */
    protected abstract void restart();

    @Test
    void theRowsAndMembersAreThereWhenTheAnswersGoOut() {
        Script script = new Script();
        script.group("g", "ann");
        Decided sent = script.send("g", "ann", "k");
        List<Object> seen = new ArrayList<>();
        writer().write(script.batch(), () -> {
            seen.addAll(store().rowsAfter(conversation("g"), MessageId.ZERO, 10));
            seen.add(String.valueOf(store().latest(sent.index().key(), script.position())));
            seen.addAll(directory().conversationsOf(user("ann")));
        });
        assertThat(seen).hasSize(4).contains(sent.messages().getFirst(), conversation("g"));
        assertThat(seen).contains(sent.index().toString());
    }

    @Test
    void tellsOnceThatTheAnswersMayGoOut() {
        Script script = new Script();
        script.group("g", "ann");
        Batch batch = script.batch();
        AtomicInteger told = new AtomicInteger();
        writer().write(batch, told::incrementAndGet);
        assertThat(told).hasValue(1);
        writer().write(batch, told::incrementAndGet);
        assertThat(told).as("also when all of it was stored before").hasValue(2);
    }

    @Test
    void everyEntryBecomesOneEventInTheOrderOfTheLog() throws InterruptedException {
        Script script = new Script();
        List<Decided> all = List.of(
                script.group("g", "ann", "bob"),
                script.direct("d", "ann", "bob"),
                script.send("g", "ann", "k1"),
                script.refused(2).send("d", "bob", "k2"),
                script.succession("g", "ann", "bob", new Position(0, 1)));
        writer().write(script.batch(), () -> {});
        List<Logged<DeliveryEvent>> events = deliveryLog().read(Position.START, 100, Duration.ZERO);
        assertThat(events)
                .extracting(Logged::entry)
                .isEqualTo(all.stream().map(Decided::event).toList());
    }

    @Test
    void storingABatchAgainChangesNothing() {
        Script script = new Script();
        script.group("g", "ann", "bob");
        script.send("g", "ann", "k1");
        Batch first = script.batch();
        writer().write(first, () -> {});
        script.send("g", "ann", "k2");
        Batch second = script.batch();
        writer().write(second, () -> {});
        writer().write(first, () -> {});
        assertThat(store().head(conversation("g"))).isEqualTo(script.head("g"));
        List<Decided> all = new ArrayList<>(first.decided());
        all.addAll(second.decided());
        assertThat(store().rowsAfter(conversation("g"), MessageId.ZERO, 100)).isEqualTo(messagesOf(all));
    }

    @Test
    void anAnswerThatFailsLeavesAllOfItStored() {
        Script script = new Script();
        script.group("g", "ann");
        script.send("g", "ann", "k");
        Batch batch = script.batch();
        try {
            writer().write(batch, () -> {
                throw new IllegalStateException("the edge is gone");
            });
        } catch (IllegalStateException expected) {
            assertThat(expected).hasMessage("the edge is gone");
        }
        writer().write(batch, () -> {});
        assertThat(store().head(conversation("g"))).isEqualTo(script.head("g"));
        assertThat(store().rowsAfter(conversation("g"), MessageId.ZERO, 100)).isEqualTo(messagesOf(batch.decided()));
    }

    @Test
    void everythingIsThereAfterARestart() throws InterruptedException {
        Script script = new Script();
        List<Decided> all = new ArrayList<>();
        all.add(script.group("g", "ann", "bob"));
        for (int i = 0; i < 100; i++) {
            all.add(script.send("g", i % 2 == 0 ? "ann" : "bob", "k" + i));
            if (i % 10 == 0) {
                writer().write(script.batch(), () -> {});
            }
        }
        all.add(script.add("g", "ann", "cid"));
        writer().write(script.batch(), () -> {});
        restart();
        assertThat(store().head(conversation("g"))).isEqualTo(script.head("g"));
        assertThat(store().rowsAfter(conversation("g"), MessageId.ZERO, 1_000)).isEqualTo(messagesOf(all));
        for (Decided one : all) {
            assertThat(store().latest(one.index().key(), script.position())).isEqualTo(one.index());
        }
        assertThat(directory().conversationsOf(user("cid"))).containsExactly(conversation("g"));
        assertThat(deliveryLog().read(Position.START, 1_000, Duration.ZERO))
                .extracting(Logged::entry)
                .isEqualTo(all.stream().map(Decided::event).toList());
    }
}
