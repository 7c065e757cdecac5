package chat.parley.pipeline;

import static chat.parley.pipeline.Desk.ANNA;
import static chat.parley.pipeline.Desk.GROUP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.parley.domain.Body;
import chat.parley.domain.ClientMsgId;
import chat.parley.domain.Message;
import chat.parley.domain.MessageId;
import chat.parley.domain.Position;
import chat.parley.domain.Role;
import chat.parley.domain.Tenure;
import chat.parley.pipeline.port.StoreUnavailable;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Messages have ids ten times their seq. */
final class HistoryTest {

    private static final Tenure ALL = Tenure.begun(new Position(0, 1), Role.MEMBER, 1);

    private final MapStore store = new MapStore();
    private final History history = new History(store);

    @Test
    void forwardFromTheBeginningInPages() {
        stored(1, 2, 3, 4, 5);
        assertPage(after(0, 2), true, 1, 2);
        assertPage(after(20, 2), true, 3, 4);
        assertPage(after(40, 2), false, 5);
        assertPage(after(50, 2), false);
        assertPage(after(30, 2), false, 4, 5);
    }

    @Test
    void aCursorNeedNotBeAMessage() {
        stored(1, 2, 3);
        assertPage(after(15, 9), false, 2, 3);
        assertPage(after(99, 9), false);
        assertPage(before(25, 9), false, 2, 1);
        assertPage(before(99, 9), false, 3, 2, 1);
        assertPage(before(5, 9), false);
    }

    @Test
    void forwardEndsBeforeAHole() {
        stored(1, 2, 4, 5);
        assertPage(after(0, 9), false, 1, 2);
        assertPage(after(20, 9), false);
        stored(3);
        assertPage(after(20, 9), false, 3, 4, 5);
    }

    @Test
    void forwardSeesAHoleRightBehindTheLimitOnlyWhenItComesThere() {
        stored(1, 2, 4);
        assertPage(after(0, 2), false, 1, 2);
    }

    @Test
    void aHoleAtTheVeryBeginningIsOneToo() {
        stored(2, 3);
        assertPage(after(0, 9), false);
        assertThatThrownBy(() -> before(30, 9)).isInstanceOf(StoreUnavailable.class);
        stored(1);
        assertPage(before(30, 9), false, 2, 1);
    }

    @Test
    void whatRetentionTookIsNoHole() {
        stored(4, 5, 6);
        store.expired = new Expired(3, 3);
        assertPage(after(0, 9), false, 4, 5, 6);
        assertPage(after(20, 9), false, 4, 5, 6);
        assertPage(before(MessageId.MAX, ALL, 9), false, 6, 5, 4);
    }

    @Test
    void backwardInPages() {
        stored(1, 2, 3, 4, 5);
        assertPage(before(MessageId.MAX, ALL, 2), true, 5, 4);
        assertPage(before(40, 2), true, 3, 2);
        assertPage(before(20, 2), false, 1);
        assertPage(before(10, 2), false);
        assertPage(before(30, 2), false, 2, 1);
    }

    @Test
    void theNewestPageBeginsBelowAHoleThatStays() {
        stored(1, 2, 3, 5, 6);
        assertPage(before(MessageId.MAX, ALL, 9), false, 3, 2, 1);
        assertPage(before(MessageId.MAX, ALL, 2), true, 3, 2);
    }

    @Test
    void aHoleThatClosesMeanwhileIsNotSeen() {
        stored(1, 2, 4);
        store.beforeRows = () -> store.beforeRows = () -> stored(3);
        assertPage(before(MessageId.MAX, ALL, 9), false, 4, 3, 2, 1);
    }

    @Test
    void belowACursorAHoleIsNotPassed() {
        stored(1, 3, 4, 5);
        assertThatThrownBy(() -> before(50, 9)).isInstanceOf(StoreUnavailable.class);
    }

    @Test
    void aHoleRightBelowTheCursorIsNotPassedEither() {
        stored(1, 2, 3, 5);
        assertThatThrownBy(() -> before(50, 2)).isInstanceOf(StoreUnavailable.class);
    }

    @Test
    void theHiddenPastIsNotThere() {
        stored(1, 2, 3, 4, 5);
        Tenure joined = ALL.seeingAfter(new MessageId(29), 2, 2);
        assertPage(history.after(GROUP, MessageId.ZERO, joined, 9), false, 3, 4, 5);
        assertPage(history.after(GROUP, new MessageId(40), joined, 9), false, 5);
        assertPage(before(MessageId.MAX, joined, 9), false, 5, 4, 3);
        assertPage(before(MessageId.MAX, joined, 2), true, 5, 4);
        assertPage(before(new MessageId(40), joined, 1), false, 3);
        assertPage(before(new MessageId(30), joined, 9), false);
        assertPage(before(new MessageId(20), joined, 9), false);
    }

    @Test
    void anEmptyConversationHasEmptyPages() {
        assertPage(after(0, 9), false);
        assertPage(before(MessageId.MAX, ALL, 9), false);
    }

    private History.Page after(long cursor, int limit) {
        return history.after(GROUP, new MessageId(cursor), ALL, limit);
    }

    private History.Page before(long cursor, int limit) {
        return before(new MessageId(cursor), ALL, limit);
    }

    private History.Page before(MessageId cursor, Tenure reader, int limit) {
        return history.before(GROUP, cursor, reader, limit);
    }

    private static void assertPage(History.Page page, boolean more, long... seqs) {
        assertThat(page.messages().stream().mapToLong(Message::seq)).containsExactly(boxed(seqs));
        assertThat(page.more()).as("more").isEqualTo(more);
    }

    private static Long[] boxed(long... seqs) {
        return java.util.Arrays.stream(seqs).boxed().toArray(Long[]::new);
    }

    private void stored(long... seqs) {
        for (long seq : seqs) {
            store.put(new Message(
                    GROUP,
                    new MessageId(10 * seq),
                    seq,
                    ANNA,
                    new Body("m" + seq, List.of()),
                    seq,
                    new ClientMsgId("k" + seq),
                    seq,
                    new Position(0, seq)));
        }
    }
}
