package chat.parley.pipeline;

import static chat.parley.pipeline.Desk.ANNA;
import static chat.parley.pipeline.Desk.BEN;
import static chat.parley.pipeline.Desk.CLEO;
import static chat.parley.pipeline.Desk.GROUP;
import static chat.parley.pipeline.Desk.add;
import static chat.parley.pipeline.Desk.group;
import static chat.parley.pipeline.Desk.remove;
import static chat.parley.pipeline.Desk.send;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.domain.HistoryVisibility;
import chat.parley.domain.Message;
import chat.parley.domain.MessageId;
import chat.parley.pipeline.MemberHistory.Result;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class MemberHistoryTest {

    private final Desk desk = new Desk();
    private final MemberHistory history =
            new MemberHistory(new Conversations(desk.store, desk.store, desk.store), new History(desk.store));

    @BeforeEach
    void aGroup() {
        desk.process(group(HistoryVisibility.JOINED, BEN), send(ANNA, "k1"));
    }

    @Test
    void aMemberReads() {
        assertThat(seqs(history.after(GROUP, BEN, MessageId.ZERO, 9))).containsExactly(1L, 2L);
        assertThat(seqs(history.before(GROUP, BEN, MessageId.MAX, 9))).containsExactly(2L, 1L);
    }

    @Test
    void othersDoNot() {
        desk.process(remove(ANNA, BEN));
        assertThat(history.after(GROUP, BEN, MessageId.ZERO, 9)).isEqualTo(new Result.Former());
        assertThat(history.before(GROUP, CLEO, MessageId.MAX, 9)).isEqualTo(new Result.Unknown());
        assertThat(history.before(Desk.DIRECT, ANNA, MessageId.MAX, 9)).isEqualTo(new Result.Unknown());
    }

    @Test
    void whoIsRemovedWhileHeReadsSeesNothingOfWhatWasSaidSince() {
        desk.store.beforeRows = () -> desk.process(remove(ANNA, BEN), send(ANNA, "behind-his-back"));
        assertThat(history.after(GROUP, BEN, MessageId.ZERO, 9)).isEqualTo(new Result.Former());
    }

    @Test
    void whoIsBackAlreadySeesByHisNewMembership() {
        desk.store.beforeRows = () -> desk.process(remove(ANNA, BEN), send(ANNA, "behind-his-back"), add(ANNA, BEN));
        assertThat(seqs(history.after(GROUP, BEN, MessageId.ZERO, 9))).containsExactly(5L);
    }

    private static Iterable<Long> seqs(Result result) {
        return ((Result.Read) result)
                .page().messages().stream().map(Message::seq).toList();
    }
}
