package chat.parley.pipeline;

import static chat.parley.pipeline.Desk.ANNA;
import static chat.parley.pipeline.Desk.BEN;
import static chat.parley.pipeline.Desk.CLEO;
import static chat.parley.pipeline.Desk.TIME;
import static chat.parley.pipeline.Desk.add;
import static chat.parley.pipeline.Desk.group;
import static chat.parley.pipeline.Desk.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.parley.domain.Position;
import chat.parley.pipeline.port.StoreUnavailable;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StepwiseWriterTest {

    private final Desk desk = new Desk();
    private Batch batch = new Batch(Position.START, List.of(), List.of(), List.of());
    private final StepwiseWriter writer = new StepwiseWriter(desk.store, desk.store, desk.deliveryLog);

    @BeforeEach
    void aBatch() {
        Sequencer sequencer = new Sequencer(1, desk.store, desk.store, (decided, _) -> batch = decided, (_, _) -> {});
        sequencer.process(List.of(
                desk.entry(group(BEN), TIME), desk.entry(send(BEN, "k"), TIME), desk.entry(add(ANNA, CLEO), TIME)));
        desk.store.calls.clear();
    }

    @Test
    void eachStepIsBegunWhenTheOneBeforeIsDone() {
        writer.write(batch, () -> desk.store.calls.add("answers"));
        assertThat(desk.store.calls)
                .containsExactly(
                        "rows 3", "project 0/1", "project 0/3", "answers", "write cursor ben", "write head 0/3");
        assertThat(desk.deliveryLog.entries)
                .extracting(event -> event.entry().position().offset())
                .containsExactly(1L, 2L, 3L);
    }

    @ParameterizedTest
    @CsvSource({"rows, 0", "project, 1", "write cursor, 4", "write head, 5"})
    void aFailureEndsIt(String failing, int done) {
        desk.store.failing = failing;
        assertThatThrownBy(() -> writer.write(batch, () -> desk.store.calls.add("answers")))
                .isInstanceOf(StoreUnavailable.class);
        assertThat(desk.store.calls).hasSize(done);
        assertThat(desk.deliveryLog.entries).isEmpty();
    }

    @Test
    void aFullDeliveryLogIsAFailure() {
        desk.deliveryLog.full = true;
        assertThatThrownBy(() -> writer.write(batch, () -> {})).isInstanceOf(StoreUnavailable.class);
    }
}
