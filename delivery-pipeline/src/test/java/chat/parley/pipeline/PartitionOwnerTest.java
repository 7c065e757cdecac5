package chat.parley.pipeline;

import static chat.parley.pipeline.Desk.ANNA;
import static chat.parley.pipeline.Desk.BEN;
import static chat.parley.pipeline.Desk.GROUP;
import static chat.parley.pipeline.Desk.group;
import static chat.parley.pipeline.Desk.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.parley.domain.Position;
import chat.parley.pipeline.port.StoreUnavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class PartitionOwnerTest {

    private final Desk desk = new Desk();
    private final ListLog<Entry> log = new ListLog<>();
    private final List<Outcome> answers = new ArrayList<>();
    private final PartitionOwner owner = owner();

    private PartitionOwner owner() {
        Sequencer sequencer = new Sequencer(
                1,
                desk.store,
                desk.store,
                new StepwiseWriter(desk.store, desk.store, desk.deliveryLog),
                (_, outcome) -> answers.add(outcome));
        return new PartitionOwner(log, sequencer);
    }

    @BeforeEach
    void twoEntries() {
        append(group(BEN));
        append(send(BEN, "k1"));
    }

    @Test
    void thePositionMovesWhenAllIsStored() throws InterruptedException {
        assertThat(owner.step(Duration.ZERO)).isEqualTo(2);
        assertThat(log.committed).isEqualTo(new Position(0, 2));
        assertThat(owner.step(Duration.ZERO)).isZero();
    }

    @Test
    void aFailedBatchIsReadAgain() throws InterruptedException {
        desk.store.failing = "rows";
        assertThatThrownBy(() -> owner.step(Duration.ZERO)).isInstanceOf(StoreUnavailable.class);
        assertThat(log.committed).isEqualTo(Position.START);
        assertThat(owner.step(Duration.ZERO)).isEqualTo(2);
        assertThat(desk.messages(GROUP)).hasSize(2);
    }

    @Test
    void nothingIsLeftOutWhenAnotherOwnerMovedThePosition() throws InterruptedException {
        owner.step(Duration.ZERO);
        append(send(BEN, "k2"));
        log.failing = true;
        assertThatThrownBy(() -> owner.step(Duration.ZERO)).isInstanceOf(StoreUnavailable.class);
        append(send(BEN, "k3"));
        owner().step(Duration.ZERO);
        assertThat(log.committed).isEqualTo(new Position(0, 4));
        append(send(ANNA, "k4"));
        assertThat(owner.step(Duration.ZERO)).as("from its own position on").isEqualTo(3);
        assertThat(desk.messages(GROUP)).hasSize(5);
    }

    @Test
    void aNewOwnerBeginsAtTheCommittedPosition() throws InterruptedException {
        owner.step(Duration.ZERO);
        append(send(BEN, "k2"));
        assertThat(owner().step(Duration.ZERO)).isEqualTo(1);
        assertThat(desk.messages(GROUP)).hasSize(3);
    }

    private void append(Command command) {
        log.append(new Entry(command, new ReplyTo(1, log.entries.size() + 1, 0), Entry.RULES));
    }
}
