package chat.parley.contracts;

import static chat.parley.contracts.Script.conversation;
import static chat.parley.contracts.Script.user;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.domain.Message;
import chat.parley.domain.ReceiptKind;
import chat.parley.pipeline.Batch;
import chat.parley.pipeline.Cursor;
import chat.parley.pipeline.port.Cursors;
import chat.parley.pipeline.port.PartitionWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link Cursors} shows of what moved, by itself or with a batch that its {@link PartitionWriter} stored. */
public abstract class CursorsContract {

    private final Script script = new Script();

    protected abstract Cursors cursors();

    protected abstract PartitionWriter writer();

    @Test
    void showsNothingOfWhatNeverMoved() {
        assertThat(cursors().of(conversation("g"), List.of(user("ann")))).isEmpty();
        assertThat(cursors().of(conversation("g"), List.of())).isEmpty();
        assertThat(cursors().read(user("ann"), List.of(conversation("g")))).isEmpty();
        assertThat(cursors().read(user("ann"), List.of())).isEmpty();
        cursors().advance(List.of());
    }

    @Test
    void aCursorMovesForwardOnlyAndEachKindByItself() {
        List<Message> sent = sent("g", 5);
        cursors().advance(List.of(at(sent.get(2), "bob", ReceiptKind.READ)));
        cursors().advance(List.of(at(sent.get(3), "bob", ReceiptKind.DELIVERED)));
        cursors().advance(List.of(at(sent.get(1), "bob", ReceiptKind.READ)));
        cursors().advance(List.of(at(sent.get(2), "bob", ReceiptKind.READ)));
        assertThat(cursors().of(conversation("g"), List.of(user("bob"))))
                .containsExactlyInAnyOrder(
                        at(sent.get(2), "bob", ReceiptKind.READ), at(sent.get(3), "bob", ReceiptKind.DELIVERED));
        cursors().advance(List.of(at(sent.get(4), "bob", ReceiptKind.READ)));
        assertThat(cursors().read(user("bob"), List.of(conversation("g"))))
                .containsEntry(conversation("g"), at(sent.get(4), "bob", ReceiptKind.READ));
    }

    @Test
    void ofTwoMovesInOneCallTheFurtherCounts() {
        List<Message> sent = sent("g", 3);
        Cursor near = at(sent.get(0), "bob", ReceiptKind.READ);
        Cursor far = at(sent.get(2), "bob", ReceiptKind.READ);
        cursors().advance(List.of(far, near));
        assertThat(cursors().of(conversation("g"), List.of(user("bob")))).containsExactly(far);
    }

    @Test
    void showsThoseOfSomeUsersInOneConversation() {
        List<Message> g = sent("g", 2);
        List<Message> h = sent("gh", 1);
        Cursor ofAnn = Script.cursorAt(g.getLast());
        Cursor ofBob = at(g.get(0), "bob", ReceiptKind.DELIVERED);
        Cursor ofBobby = at(g.get(1), "bobby", ReceiptKind.READ);
        cursors().advance(List.of(ofBob, ofBobby, at(h.get(0), "bob", ReceiptKind.READ)));
        assertThat(cursors().of(conversation("g"), List.of(user("eve"), user("bob"), user("ann"))))
                .containsExactlyInAnyOrder(ofAnn, ofBob);
        assertThat(cursors().of(conversation("g"), List.of(user("bobby")))).containsExactly(ofBobby);
    }

    @Test
    void showsOneUsersInSomeConversations() {
        List<Message> g = sent("g", 2);
        List<Message> h = sent("h", 1);
        cursors()
                .advance(List.of(
                        at(g.get(0), "bob", ReceiptKind.READ),
                        at(g.get(1), "bob", ReceiptKind.DELIVERED),
                        at(h.get(0), "bob", ReceiptKind.READ)));
        assertThat(cursors().read(user("bob"), List.of(conversation("g"), conversation("x"))))
                .hasSize(1)
                .containsEntry(conversation("g"), at(g.get(0), "bob", ReceiptKind.READ));
        assertThat(cursors().read(user("bob"), List.of(conversation("g"), conversation("h"))))
                .hasSize(2);
    }

    @Test
    void aSenderHasReadWhatHeSends() {
        List<Message> sent = sent("g", 2);
        assertThat(cursors().of(conversation("g"), List.of(user("ann"), user("bob"))))
                .containsExactly(Script.cursorAt(sent.getLast()));
    }

    /** A batch that is stored again, as after a failure, carries cursors from before; and a late receipt is no step back. */
    @Test
    void neitherAnOldBatchNorALateReceiptTakesACursorBack() {
        script.group("g", "ann", "bob");
        Message first = script.send("g", "ann", "k1").messages().getFirst();
        Batch old = script.batch();
        writer().write(old, () -> {});
        Message second = script.send("g", "ann", "k2").messages().getFirst();
        writer().write(script.batch(), () -> {});
        writer().write(old, () -> {});
        cursors().advance(List.of(Script.cursorAt(first)));
        assertThat(cursors().of(conversation("g"), List.of(user("ann")))).containsExactly(Script.cursorAt(second));
    }

    private List<Message> sent(String id, int count) {
        script.group(id, "ann", "bob");
        List<Message> sent = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sent.addAll(script.send(id, "ann", id + i).messages());
        }
        writer().write(script.batch(), () -> {});
        return sent;
    }

    /** A receipt of a user up to and including a message. */
    protected static Cursor at(Message message, String user, ReceiptKind kind) {
        return new Cursor(
                message.conversation(), user(user), kind, message.id(), message.seq(), message.messageCount());
    }
}
