package chat.parley.contracts;

import static chat.parley.contracts.Script.conversation;
import static chat.parley.contracts.Script.user;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.domain.ConversationType;
import chat.parley.domain.Message;
import chat.parley.domain.ReceiptKind;
import chat.parley.domain.UserId;
import chat.parley.fabric.port.Frames;
import chat.parley.pipeline.Cursor;
import chat.parley.pipeline.Parcel;
import chat.parley.pipeline.ReplyTo;
import chat.parley.pipeline.port.Delivery;
import chat.parley.pipeline.port.PartitionWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link Delivery} brings to whom. */
public abstract class DeliveryContract {

    private static final ReplyTo NOBODY = new ReplyTo(0, 0, 0);

    /** Over a node of the given incarnation, whose frames are written by these. */
    protected abstract Delivery delivery(long incarnation, Frames frames);

    /** Makes a device findable on that node. */
    protected abstract void connect(RecordedSession session);

    /** Stores conversations, of which the delivery shows what has changed. */
    protected abstract PartitionWriter writer();

    private final Script script = new Script();

    @Test
    void bringsMessagesToEveryDeviceInTheirOrder() {
        Delivery delivery = delivery(1, new NamedFrames());
        RecordedSession phone = connected("bob", "phone", 1);
        RecordedSession desk = connected("bob", "desk", 2);
        RecordedSession stranger = connected("eve", "phone", 3);
        script.group("g", "ann", "bob");
        Message first = script.send("g", "ann", "k1").messages().getFirst();
        Message second = script.send("g", "ann", "k2").messages().getFirst();
        delivery.deliver(List.of(parcel(first, "ann", "bob"), parcel(second, "ann", "bob")));
        assertThat(phone.told()).containsExactly(NamedFrames.name(first, false), NamedFrames.name(second, false));
        assertThat(desk.told()).isEqualTo(phone.told());
        assertThat(stranger.told()).isEmpty();
    }

    @Test
    void tellsTheSendersOtherDevicesAndNotTheOneThatIsAnswered() {
        Delivery delivery = delivery(1, new NamedFrames());
        RecordedSession asked = connected("ann", "phone", 1);
        RecordedSession other = connected("ann", "desk", 2);
        script.group("g", "ann", "bob");
        Message sent = script.send("g", "ann", "k").messages().getFirst();
        ReplyTo origin = new ReplyTo(1, 5, asked.connection().number());
        delivery.deliver(List.of(new Parcel.NewMessage(sent, List.of(user("ann")), origin)));
        assertThat(asked.told()).isEmpty();
        assertThat(other.told()).containsExactly(NamedFrames.name(sent, true));
    }

    @Test
    void tellsOfAReceiptEveryDeviceButTheOneItCameFrom() {
        Delivery delivery = delivery(1, new NamedFrames());
        RecordedSession phone = connected("bob", "phone", 1);
        RecordedSession desk = connected("bob", "desk", 2);
        RecordedSession ann = connected("ann", "phone", 3);
        RecordedSession stranger = connected("eve", "phone", 4);
        script.group("g", "ann", "bob");
        Message sent = script.send("g", "ann", "k").messages().getFirst();
        Cursor cursor = CursorsContract.at(sent, "bob", ReceiptKind.READ);
        ReplyTo origin = new ReplyTo(1, 0, phone.connection().number());
        List<UserId> to = List.of(user("ann"), user("bob"));
        delivery.deliver(List.of(new Parcel.ReceiptGiven(cursor, 77, to, origin)));
        String frame = "bob has READ g up to " + sent.id();
        assertThat(phone.told()).isEmpty();
        assertThat(desk.told()).containsExactly(frame);
        assertThat(ann.told()).containsExactly(frame);
        assertThat(stranger.told()).isEmpty();
        delivery.deliver(List.of(new Parcel.ReceiptGiven(cursor, 77, to, NOBODY)));
        assertThat(phone.told()).containsExactly(frame);
    }

    @Test
    void theSameNumberOfAnotherNodeIsAnotherSocket() {
        Delivery delivery = delivery(1, new NamedFrames());
        RecordedSession phone = connected("ann", "phone", 1);
        script.group("g", "ann");
        Message sent = script.send("g", "ann", "k").messages().getFirst();
        delivery.deliver(List.of(new Parcel.NewMessage(sent, List.of(user("ann")), new ReplyTo(2, 5, 1))));
        assertThat(phone.told()).containsExactly(NamedFrames.name(sent, true));
    }

    @Test
    void showsAChangedConversationToWhoIsAMember() {
        Delivery delivery = delivery(1, new NamedFrames());
        RecordedSession bob = connected("bob", "phone", 1);
        RecordedSession eve = connected("eve", "phone", 2);
        script.group("g", "ann", "bob");
        writer().write(script.batch(), () -> {});
        List<UserId> to = List.of(user("bob"), user("eve"));
        delivery.deliver(List.of(new Parcel.ConversationChanged(conversation("g"), to)));
        assertThat(bob.told()).containsExactly("g as bob sees it");
        assertThat(eve.told()).isEmpty();
    }

    @Test
    void tellsWhoHasLeft() {
        Delivery delivery = delivery(1, new NamedFrames());
        RecordedSession bob = connected("bob", "phone", 1);
        delivery.deliver(
                List.of(new Parcel.ConversationLeft(conversation("g"), ConversationType.GROUP, List.of(user("bob")))));
        assertThat(bob.told()).containsExactly("g is left");
    }

    @Test
    void doesNotTellWhoIsBackThatHeHasLeft() {
        Delivery delivery = delivery(1, new NamedFrames());
        RecordedSession bob = connected("bob", "phone", 1);
        script.group("g", "ann", "bob");
        writer().write(script.batch(), () -> {});
        delivery.deliver(
                List.of(new Parcel.ConversationLeft(conversation("g"), ConversationType.GROUP, List.of(user("bob")))));
        assertThat(bob.told()).isEmpty();
    }

    @Test
    void tellsEverybodyToLookWhenSomethingWasMissed() {
        Delivery delivery = delivery(1, new NamedFrames());
        RecordedSession bob = connected("bob", "phone", 1);
        RecordedSession eve = connected("eve", "phone", 2);
        delivery.deliver(List.of(new Parcel.Missed()));
        assertThat(bob.told()).singleElement().asString().startsWith("resync within ");
        assertThat(eve.told()).isEqualTo(bob.told());
    }

    /** One that cannot be written down, as by a mistake of ours, is not in the way of the others. */
    @Test
    void whoIsNotToldIsToldToLook() {
        script.group("g", "ann", "bob");
        Message spoiled = script.send("g", "ann", "k1").messages().getFirst();
        Message sound = script.send("g", "ann", "k2").messages().getFirst();
        Delivery delivery = delivery(1, new NamedFrames().failingAt(spoiled));
        RecordedSession bob = connected("bob", "phone", 1);
        RecordedSession eve = connected("eve", "phone", 2);
        delivery.deliver(List.of(parcel(spoiled, "ann", "bob"), parcel(sound, "ann", "bob")));
        assertThat(bob.told())
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("resync within "),
                        second -> assertThat(second).isEqualTo(NamedFrames.name(sound, false)));
        assertThat(eve.told()).isEmpty();
    }

    @Test
    void dropsWhatNobodyIsConnectedFor() {
        Delivery delivery = delivery(1, new NamedFrames());
        script.group("g", "ann", "bob");
        Message sent = script.send("g", "ann", "k").messages().getFirst();
        delivery.deliver(List.of(
                parcel(sent, "ann", "bob"),
                new Parcel.ConversationChanged(conversation("g"), List.of(user("bob"))),
                new Parcel.ConversationLeft(conversation("g"), ConversationType.GROUP, List.of(user("bob")))));
        RecordedSession late = connected("bob", "phone", 1);
        delivery.deliver(List.of());
        assertThat(late.told()).isEmpty();
    }

    private RecordedSession connected(String user, String device, long number) {
        RecordedSession session = new RecordedSession(1, number, user, device);
        connect(session);
        return session;
    }

    private static Parcel parcel(Message message, String... to) {
        return new Parcel.NewMessage(
                message, List.of(to).stream().map(UserId::new).toList(), NOBODY);
    }
}
