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

import chat.parley.domain.ConversationId;
import chat.parley.domain.HistoryVisibility;
import chat.parley.domain.Position;
import chat.parley.domain.UserId;
import chat.parley.pipeline.port.StoreUnavailable;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

final class ConversationsTest {

    private final Desk desk = new Desk();
    private final Conversations conversations = new Conversations(desk.store, desk.store, desk.store);

    @Test
    void onlyWhoWasInKnowsThatThereIsOne() {
        desk.process(group(BEN), remove(ANNA, BEN));
        assertThat(conversations.access(GROUP, ANNA)).isInstanceOf(Conversations.Access.Member.class);
        assertThat(conversations.access(GROUP, BEN)).isEqualTo(new Conversations.Access.Former());
        assertThat(conversations.access(GROUP, CLEO)).isEqualTo(new Conversations.Access.Unknown());
        assertThat(conversations.access(DIRECT, ANNA)).isEqualTo(new Conversations.Access.Unknown());
    }

    @Test
    void unreadAreTheMessagesOfOthersBehindOnesOwnLast() {
        desk.process(group(BEN), send(ANNA, "k1"), send(BEN, "k2"), add(ANNA, CLEO), send(ANNA, "k3"));
        assertThat(unread(ANNA)).isZero();
        assertThat(unread(BEN)).isEqualTo(1);
        assertThat(unread(CLEO)).as("with all the history").isEqualTo(3);
    }

    @Test
    void whatRetentionHasTakenIsNotUnread() {
        desk.process(group(BEN), send(ANNA, "k1"), send(ANNA, "k2"), send(ANNA, "k3"));
        desk.store.expired = new Expired(3, 2);
        assertThat(unread(BEN)).isEqualTo(1);
    }

    @Test
    void whatOneMayNotSeeIsNotUnread() {
        desk.process(group(HistoryVisibility.JOINED, BEN), send(ANNA, "k1"), add(ANNA, CLEO), send(ANNA, "k2"));
        assertThat(unread(CLEO)).isEqualTo(1);
    }

    @Test
    void theLatestActiveComesFirst() {
        desk.process(group(BEN));
        desk.process(List.of(desk.entry(direct(BEN, ANNA), TIME + 5)));
        assertThat(ids(conversations.of(ANNA))).containsExactly(DIRECT, GROUP);
        desk.process(List.of(desk.entry(send(ANNA, "k"), TIME + 9)));
        assertThat(ids(conversations.of(ANNA))).containsExactly(GROUP, DIRECT);
        ConversationView first = conversations.latest(ANNA, null, 1).getFirst();
        assertThat(ids(conversations.latest(ANNA, Conversations.Activity.of(first.head()), 1)))
                .containsExactly(DIRECT);
        assertThat(ids(conversations.of(CLEO))).isEmpty();
    }

    @Test
    void thoseThatMovedBehindAPosition() {
        desk.process(group(BEN), direct(ANNA, BEN));
        assertThat(moved(Position.START)).containsExactlyInAnyOrder(GROUP, DIRECT);
        assertThat(moved(new Position(0, 1))).containsExactly(DIRECT);
        assertThat(moved(new Position(0, 2))).isEmpty();
    }

    @Test
    void aNewOneIsListedBeforeItsHeadIsWritten() {
        desk.store.failing = "write head";
        Assertions.assertThatThrownBy(() -> desk.process(group(BEN))).isInstanceOf(StoreUnavailable.class);
        assertThat(desk.answers).containsEntry(1L, new Outcome.Changed(false));
        assertThat(ids(conversations.of(BEN))).containsExactly(GROUP);
    }

    private long unread(UserId user) {
        return conversations.of(user).getFirst().unread();
    }

    private List<ConversationId> moved(Position since) {
        return conversations.since(ANNA, since, Long.MAX_VALUE, PassedOver.nothing()).stream()
                .map(Conversations.Listed::id)
                .toList();
    }

    private static List<ConversationId> ids(List<ConversationView> views) {
        return views.stream().map(view -> view.roster().profile().id()).toList();
    }
}
