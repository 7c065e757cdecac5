package chat.parley.pipeline;

import static chat.parley.pipeline.Desk.ANNA;
import static chat.parley.pipeline.Desk.BEN;
import static chat.parley.pipeline.Desk.CLEO;
import static chat.parley.pipeline.Desk.DIRECT;
import static chat.parley.pipeline.Desk.GROUP;
import static chat.parley.pipeline.Desk.TIME;
import static chat.parley.pipeline.Desk.add;
import static chat.parley.pipeline.Desk.direct;
import static chat.parley.pipeline.Desk.group;
import static chat.parley.pipeline.Desk.remove;
import static chat.parley.pipeline.Desk.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.parley.domain.ConversationType;
import chat.parley.domain.Position;
import chat.parley.pipeline.port.StoreUnavailable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DeliveryWorkerTest {

    private final Desk desk = new Desk();
    private final List<Parcel> delivered = new ArrayList<>();
    private Clock clock = Clock.fixed(Instant.ofEpochMilli(TIME), ZoneOffset.UTC);
    private DeliveryWorker worker = worker();

    private DeliveryWorker worker() {
        return new DeliveryWorker(desk.deliveryLog, desk.store, delivered::addAll, clock);
    }

    @Test
    void aMessageIsForAllMembers() throws InterruptedException {
        desk.process(group(BEN));
        step();
        desk.process(send(ANNA, "k"));
        step();
        assertThat(delivered)
                .containsExactly(new Parcel.NewMessage(
                        desk.messages(GROUP).getLast(), List.of(ANNA, BEN), new ReplyTo(1, 2, 0)));
    }

    @Test
    void aChangeIsShownBeforeItsEvents() throws InterruptedException {
        desk.process(group(BEN), add(ANNA, CLEO));
        delivered.clear();
        step();
        assertThat(delivered.subList(2, 4))
                .satisfiesExactly(
                        shown -> assertThat(shown)
                                .isEqualTo(new Parcel.ConversationChanged(GROUP, List.of(ANNA, BEN, CLEO))),
                        told -> assertThat(told).isInstanceOf(Parcel.NewMessage.class));
        assertThat(((Parcel.NewMessage) delivered.get(1)).to())
                .as("Cleo came after the creation")
                .containsExactly(ANNA, BEN);
    }

    @Test
    void theRemovedIsToldThatHeIsAndNothingElse() throws InterruptedException {
        desk.process(group(BEN));
        step();
        desk.process(remove(ANNA, BEN));
        step();
        assertThat(delivered.getLast())
                .isEqualTo(new Parcel.ConversationLeft(GROUP, ConversationType.GROUP, List.of(BEN)));
        assertThat(((Parcel.NewMessage) delivered.get(1)).to()).containsExactly(ANNA);
    }

    @Test
    void whoIsNoMemberAnyMoreIsNotToldLate() throws InterruptedException {
        desk.process(group(BEN), send(ANNA, "k"), remove(ANNA, BEN));
        step();
        assertThat(delivered)
                .filteredOn(Parcel.NewMessage.class::isInstance)
                .allSatisfy(
                        parcel -> assertThat(((Parcel.NewMessage) parcel).to()).containsExactly(ANNA));
    }

    @Test
    void whoIsBackIsNotToldThatHeLeft() throws InterruptedException {
        desk.process(group(BEN), remove(ANNA, BEN), add(ANNA, BEN));
        step();
        assertThat(delivered).noneMatch(Parcel.ConversationLeft.class::isInstance);
    }

    @Test
    void aDirectConversationIsShownToBoth() throws InterruptedException {
        desk.process(direct(BEN, ANNA));
        step();
        assertThat(delivered).containsExactly(new Parcel.ConversationChanged(DIRECT, List.of(ANNA, BEN)));
    }

    @Test
    void afterAFailureTheSameEventsComeAgain() throws InterruptedException {
        desk.process(group(BEN), send(ANNA, "k"));
        desk.store.failing = "roster";
        assertThatThrownBy(() -> worker.step(Duration.ZERO)).isInstanceOf(StoreUnavailable.class);
        assertThat(delivered).isEmpty();
        assertThat(worker.step(Duration.ZERO)).isEqualTo(2);
        assertThat(worker.step(Duration.ZERO)).isZero();
        assertThat(desk.deliveryLog.committed).isEqualTo(new Position(0, 2));
        assertThat(delivered).hasSize(3);
    }

    @Test
    void theNextWorkerGoesOnWhereThePositionIs() throws InterruptedException {
        desk.process(group(BEN));
        step();
        worker = worker();
        assertThat(worker.step(Duration.ZERO)).isZero();
    }

    @Test
    void aPositionThatCouldNotBeMovedTellsTwice() {
        desk.process(group(BEN));
        desk.deliveryLog.failing = true;
        assertThatThrownBy(() -> worker.step(Duration.ZERO)).isInstanceOf(StoreUnavailable.class);
        assertThat(delivered).hasSize(2);
        assertThat(desk.deliveryLog.committed).isEqualTo(Position.START);
    }

    @Test
    void anEventAheadOfTheDirectoryStopsThePartition() {
        desk.process(group(BEN));
        desk.store.rosters.clear();
        assertThatThrownBy(() -> worker.step(Duration.ZERO)).isInstanceOf(InvariantBroken.class);
    }

    @Test
    void aConversationWhoseMembersCannotBeReadHoldsUpNobodyForEver() throws InterruptedException {
        desk.process(group(BEN), direct(ANNA, BEN), send(ANNA, "k"));
        desk.store.unreadable.add(GROUP);
        for (int i = 0; i < DeliveryWorker.TRIES_MAX; i++) {
            assertThatThrownBy(() -> worker.step(Duration.ZERO)).isInstanceOf(StoreUnavailable.class);
            assertThat(desk.deliveryLog.committed).isEqualTo(Position.START);
        }
        step();
        assertThat(delivered)
                .containsExactly(new Parcel.ConversationChanged(DIRECT, List.of(ANNA, BEN)), new Parcel.Missed());
        assertThat(desk.deliveryLog.committed).isEqualTo(new Position(0, 3));
    }

    @Test
    void everybodyIsToldToLookOnceInAWhile() throws InterruptedException {
        desk.process(group(BEN));
        desk.store.unreadable.add(GROUP);
        for (int i = 0; i < DeliveryWorker.TRIES_MAX; i++) {
            assertThatThrownBy(() -> worker.step(Duration.ZERO)).isInstanceOf(StoreUnavailable.class);
        }
        step();
        desk.process(send(ANNA, "k"));
        step();
        assertThat(delivered).isEmpty();
        assertThat(desk.deliveryLog.committed).as("a crash would forget it").isEqualTo(new Position(0, 1));
        clock = Clock.offset(clock, DeliveryWorker.MISSED_EVERY);
        worker = worker();
        for (int i = 0; i < DeliveryWorker.TRIES_MAX; i++) {
            assertThatThrownBy(() -> worker.step(Duration.ZERO)).isInstanceOf(StoreUnavailable.class);
        }
        step();
        assertThat(delivered).containsExactly(new Parcel.Missed());
        assertThat(desk.deliveryLog.committed).isEqualTo(new Position(0, 2));
    }

    @Test
    void whatCanBeReadAgainIsToldAgain() throws InterruptedException {
        desk.process(group(BEN));
        desk.store.unreadable.add(GROUP);
        for (int i = 0; i < DeliveryWorker.TRIES_MAX; i++) {
            assertThatThrownBy(() -> worker.step(Duration.ZERO)).isInstanceOf(StoreUnavailable.class);
        }
        desk.store.unreadable.clear();
        step();
        assertThat(delivered).hasSize(2);
        desk.process(send(ANNA, "k"));
        desk.store.unreadable.add(GROUP);
        assertThatThrownBy(() -> worker.step(Duration.ZERO))
                .as("it is waited for again")
                .isInstanceOf(StoreUnavailable.class);
    }

    @Test
    void whereNoSocketCanBeFoundAllAreToldToLook() throws InterruptedException {
        List<Parcel> told = new ArrayList<>();
        worker = new DeliveryWorker(
                desk.deliveryLog,
                desk.store,
                parcels -> {
                    if (!parcels.contains(new Parcel.Missed())) {
                        throw new StoreUnavailable("the registry");
                    }
                    told.addAll(parcels);
                },
                clock);
        desk.process(group(BEN));
        for (int i = 1; i < DeliveryWorker.TRIES_MAX; i++) {
            assertThatThrownBy(() -> worker.step(Duration.ZERO)).isInstanceOf(StoreUnavailable.class);
        }
        assertThat(worker.step(Duration.ZERO)).isEqualTo(1);
        assertThat(told).containsExactly(new Parcel.Missed());
        assertThat(desk.deliveryLog.committed).isEqualTo(new Position(0, 1));
    }

    @Test
    void anEventThatIsLostIsPassedOver() throws InterruptedException {
        desk.process(group(BEN), direct(ANNA, BEN));
        desk.deliveryLog.damaged = new Position(0, 1);
        step();
        step();
        assertThat(delivered)
                .containsExactly(new Parcel.ConversationChanged(DIRECT, List.of(ANNA, BEN)), new Parcel.Missed());
        assertThat(desk.deliveryLog.committed).isEqualTo(new Position(0, 2));
    }

    private void step() throws InterruptedException {
        delivered.clear();
        assertThat(worker.step(Duration.ZERO)).isPositive();
    }
}
