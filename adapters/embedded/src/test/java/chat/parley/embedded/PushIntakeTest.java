package chat.parley.embedded;

import static chat.parley.contracts.Script.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.parley.contracts.Script;
import chat.parley.contracts.memory.MemoryPushLog;
import chat.parley.contracts.memory.MemoryTargets;
import chat.parley.domain.DeviceId;
import chat.parley.domain.Message;
import chat.parley.domain.Platform;
import chat.parley.domain.Position;
import chat.parley.domain.ReceiptKind;
import chat.parley.pipeline.Cursor;
import chat.parley.pipeline.Parcel;
import chat.parley.pipeline.ReplyTo;
import chat.parley.pipeline.port.Delivery;
import chat.parley.pipeline.port.Log.Logged;
import chat.parley.pipeline.port.StoreUnavailable;
import chat.parley.push.PushCounters;
import chat.parley.push.PushCounters.Fault;
import chat.parley.push.PushEvent;
import chat.parley.push.PushEvent.Home;
import chat.parley.push.PushIntake;
import chat.parley.push.port.PushLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What goes on the push log; and that the pipeline never feels that it does. */
class PushIntakeTest {

    private static final ReplyTo ORIGIN = new ReplyTo(1, 1, 1);

    private final DrivenClock clock = new DrivenClock();
    private final MemoryTargets targets = new MemoryTargets();
    private final PushCounters counters = new PushCounters();
    private final List<Parcel> delivered = new ArrayList<>();
    private final Script script = new Script();
    private final MemoryPushLog log = new MemoryPushLog(clock, 10);

    /** A log that does what the test wants. */
    private static final class AppendedTo implements PushLog {

        private final Runnable append;
        private final boolean taken;

        AppendedTo(boolean taken, Runnable append) {
            this.taken = taken;
            this.append = append;
        }

        @Override
        public boolean append(List<PushEvent> events) {
            append.run();
            return taken;
        }

        @Override
        public List<Logged<PushEvent>> read(Position after, int max, Duration wait) {
            return List.of();
        }

        @Override
        public Position committed() {
            return Position.START;
        }

        @Override
        public void commit(Position position) {}
    }

    @Test
    void messagesWithTheirSocketsAndReadingsAreLogged() throws InterruptedException {
        targets.put("ann", "desk", Platform.APNS, "t");
        script.group("g", "ann", "bob");
        Message message = script.send("g", "ann", "k1").messages().getFirst();
        Message event = script.rename("g", "ann", "t").messages().getFirst();
        Home bob = new Home(user("bob"), new DeviceId("phone"));
        PushIntake intake = new PushIntake(log, targets, counters, clock);
        intake.around(parcels -> {
                    intake.told(message, List.of(bob), 3);
                    intake.told(event, List.of(bob), 3);
                })
                .deliver(List.of(
                        told(message),
                        told(event),
                        receipt(message, "ann", ReceiptKind.READ),
                        receipt(message, "ann", ReceiptKind.DELIVERED),
                        receipt(message, "bob", ReceiptKind.READ)));
        assertThat(log.read(Position.START, 10, Duration.ZERO))
                .extracting(Logged::entry)
                .containsExactly(
                        new PushEvent.Told(
                                message.conversation(),
                                message.id(),
                                message.seq(),
                                message.position(),
                                user("ann"),
                                List.of(bob),
                                3),
                        new PushEvent.Read(message.conversation(), user("ann"), message.id(), message.seq()));
    }

    @Test
    void whatCouldNotBeDeliveredIsLoggedAllTheSame() throws InterruptedException {
        script.group("g", "ann", "bob");
        Message first = script.send("g", "ann", "k1").messages().getFirst();
        Message second = script.send("g", "ann", "k2").messages().getFirst();
        PushIntake intake = new PushIntake(log, targets, counters, clock);
        Delivery around = intake.around(parcels -> {
            intake.told(first, List.of(), 1);
            throw new StoreUnavailable("no registry");
        });
        assertThatThrownBy(() -> around.deliver(List.of(told(first), told(second))))
                .isInstanceOf(StoreUnavailable.class);
        assertThat(log.read(Position.START, 10, Duration.ZERO))
                .extracting(logged -> ((PushEvent.Told) logged.entry()).message())
                .containsExactly(first.id(), second.id());
    }

    @Test
    void aLogThatIsFullCostsTheWakeUpsAlone() {
        deliver(new AppendedTo(false, () -> {}));
        assertThat(counters.faults(Fault.NOT_LOGGED)).isEqualTo(2);
    }

    @Test
    void aLogThatFailsCostsTheWakeUpsAlone() {
        deliver(new AppendedTo(true, () -> {
            throw new StoreUnavailable("down");
        }));
        deliver(new AppendedTo(true, () -> {
            throw new IllegalStateException("odd");
        }));
        assertThat(counters.faults(Fault.NOT_LOGGED)).isEqualTo(4);
        assertThat(counters.logged()).isZero();
    }

    @Test
    void aLogThatIsSlowIsCounted() {
        deliver(new AppendedTo(true, () -> clock.pass(Duration.ofMillis(251))));
        assertThat(counters.faults(Fault.SLOW_LOG)).isEqualTo(1);
        assertThat(counters.logged()).isEqualTo(2);
    }

    private void deliver(PushLog to) {
        script.group("g", "ann", "bob");
        List<Parcel> parcels = List.of(
                told(script.send("g", "ann", "k1").messages().getFirst()),
                told(script.send("g", "ann", "k2").messages().getFirst()));
        delivered.clear();
        new PushIntake(to, targets, counters, clock).around(delivered::addAll).deliver(parcels);
        assertThat(delivered).isEqualTo(parcels);
    }

    private static Parcel told(Message message) {
        return new Parcel.NewMessage(message, List.of(user("ann"), user("bob")), ORIGIN);
    }

    private static Parcel receipt(Message message, String by, ReceiptKind kind) {
        Cursor cursor = new Cursor(message.conversation(), user(by), kind, message.id(), message.seq(), 1);
        return new Parcel.ReceiptGiven(cursor, 0, List.of(user(by)), ORIGIN);
    }
}
