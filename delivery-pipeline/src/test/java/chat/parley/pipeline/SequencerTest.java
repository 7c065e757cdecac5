package chat.parley.pipeline;

import static chat.parley.pipeline.Desk.ANNA;
import static chat.parley.pipeline.Desk.BEN;
import static chat.parley.pipeline.Desk.CLEO;
import static chat.parley.pipeline.Desk.DIRECT;
import static chat.parley.pipeline.Desk.GROUP;
import static chat.parley.pipeline.Desk.PARTITION;
import static chat.parley.pipeline.Desk.TIME;
import static chat.parley.pipeline.Desk.add;
import static chat.parley.pipeline.Desk.direct;
import static chat.parley.pipeline.Desk.group;
import static chat.parley.pipeline.Desk.remove;
import static chat.parley.pipeline.Desk.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.parley.domain.Body;
import chat.parley.domain.ClientMsgId;
import chat.parley.domain.Event;
import chat.parley.domain.HistoryVisibility;
import chat.parley.domain.Message;
import chat.parley.domain.MessageId;
import chat.parley.domain.Position;
import chat.parley.domain.Role;
import chat.parley.domain.Roster;
import chat.parley.pipeline.port.Log.Logged;
import chat.parley.pipeline.port.StoreUnavailable;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SequencerTest {

    private static final long MONTH = Duration.ofDays(30).toMillis();

    private final Desk desk = new Desk();

    @Test
    void numbersRiseTogetherAndWithoutGaps() {
        desk.process(group(BEN), send(ANNA, "k1"), send(BEN, "k2"));
        desk.process(send(ANNA, "k3"));
        List<Message> messages = desk.messages(GROUP);
        assertThat(messages).extracting(Message::seq).containsExactly(1L, 2L, 3L, 4L);
        assertThat(messages).extracting(Message::messageCount).containsExactly(0L, 1L, 2L, 3L);
        assertThat(messages.getLast().id()).isEqualTo(MessageId.snowflake(TIME, PARTITION, 4));
        assertThat(desk.head(GROUP))
                .isEqualTo(new Head(
                        GROUP, new Position(0, 4), 4, messages.getLast().id(), TIME, 3));
    }

    @Test
    void neitherIdsNorTimesFallWhenTheLogsTimeDoes() {
        desk.process(group(BEN), send(ANNA, "k1"));
        MessageId last = desk.messages(GROUP).getLast().id();
        assertThat(desk.outcome(desk.entry(send(ANNA, "k2"), TIME - 5_000)))
                .isEqualTo(new Outcome.Stored(last.next(), 3, TIME, false));
    }

    @Test
    void ofSeveralSendsWithOneKeyTheFirstIsTheMessage() {
        desk.process(group(BEN));
        List<Logged<Entry>> batch = desk.process(send(BEN, "k"), send(BEN, "k"));
        Outcome.Stored first = (Outcome.Stored) desk.answer(batch.getFirst());
        Outcome.Stored duplicate = new Outcome.Stored(first.id(), first.seq(), first.serverTs(), true);
        assertThat(first.duplicate()).isFalse();
        assertThat(desk.answer(batch.getLast())).isEqualTo(duplicate);
        assertThat(desk.outcome(send(BEN, "k"))).as("in another batch").isEqualTo(duplicate);
        desk.restart();
        assertThat(desk.outcome(send(BEN, "k"))).as("by another owner").isEqualTo(duplicate);
        desk.process(remove(ANNA, BEN));
        assertThat(desk.outcome(send(BEN, "k"))).as("of who was removed since").isEqualTo(duplicate);
        assertThat(desk.messages(GROUP)).hasSize(3);
    }

    @Test
    void anotherBodyUnderTheSameKeyIsAConflict() {
        desk.process(group(BEN), send(BEN, "k", "one"));
        assertThat(desk.outcome(send(BEN, "k", "other")))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Outcome.Refusal.CONFLICT));
    }

    @Test
    void keysOfDifferentSendersHaveNothingToDoWithEachOther() {
        desk.process(group(BEN), send(ANNA, "k", "one"), send(BEN, "k", "other"));
        assertThat(desk.messages(GROUP)).hasSize(3);
    }

    @Test
    void aKeyIsKnownForThirtyDaysOfLogTime() {
        desk.process(group(BEN), send(BEN, "k", "one"));
        assertThat(desk.outcome(desk.entry(send(BEN, "k", "one"), TIME + MONTH)))
                .isInstanceOfSatisfying(
                        Outcome.Stored.class,
                        stored -> assertThat(stored.duplicate()).isTrue());
        assertThat(desk.outcome(desk.entry(send(BEN, "k", "other"), TIME + MONTH + 1)))
                .isInstanceOfSatisfying(
                        Outcome.Stored.class,
                        stored -> assertThat(stored.duplicate()).isFalse());
        assertThat(desk.outcome(desk.entry(send(BEN, "k", "other"), TIME + MONTH + 2)))
                .as("the second is now the first")
                .isInstanceOfSatisfying(
                        Outcome.Stored.class,
                        stored -> assertThat(stored.duplicate()).isTrue());
    }

    @Test
    void aReplayAcrossThirtyDaysDecidesTheSame() {
        desk.process(group(BEN));
        List<Logged<Entry>> entries = List.of(
                desk.entry(send(BEN, "k"), TIME),
                desk.entry(send(BEN, "k"), TIME + MONTH + 1),
                desk.entry(send(BEN, "k"), TIME + MONTH + 2));
        desk.process(entries);
        var before = List.copyOf(desk.answers.values());
        desk.restart();
        desk.process(entries);
        assertThat(List.copyOf(desk.answers.values())).isEqualTo(before);
        assertThat(desk.messages(GROUP)).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rows", "project", "write cursor", "write head"})
    void aFailureAnywhereIsRepairedByDoingItAgain(String failing) {
        desk.process(group(HistoryVisibility.JOINED, BEN), send(ANNA, "k1"));
        List<Logged<Entry>> batch = List.of(
                desk.entry(send(ANNA, "k2"), TIME),
                desk.entry(add(ANNA, CLEO), TIME),
                desk.entry(send(CLEO, "k3"), TIME + 1));
        desk.store.failing = failing;
        assertThatThrownBy(() -> desk.process(batch)).isInstanceOf(StoreUnavailable.class);
        desk.process(batch);
        Desk undisturbed = new Desk();
        undisturbed.process(group(HistoryVisibility.JOINED, BEN), send(ANNA, "k1"));
        undisturbed.process(batch);
        assertThat(desk.messages(GROUP)).isEqualTo(undisturbed.messages(GROUP));
        assertThat(desk.head(GROUP)).isEqualTo(undisturbed.head(GROUP));
        assertThat(roster().tenures()).isEqualTo(roster(undisturbed).tenures());
        assertThat(desk.store.cursors).isEqualTo(undisturbed.store.cursors);
        assertThat(desk.answers).isEqualTo(undisturbed.answers);
    }

    @Test
    void nothingIsAnsweredBeforeItIsStored() {
        desk.process(group(BEN));
        desk.store.failing = "rows";
        Logged<Entry> entry = desk.entry(send(BEN, "k"), TIME);
        assertThatThrownBy(() -> desk.process(List.of(entry))).isInstanceOf(StoreUnavailable.class);
        assertThat(desk.answers).doesNotContainKey(entry.entry().replyTo().request());
    }

    @Test
    void whoComesLaterFindsTheSameNumbersAlsoBehindTheHead() {
        List<Logged<Entry>> entries = desk.process(
                group(HistoryVisibility.JOINED, BEN), add(ANNA, CLEO), send(CLEO, "k"), remove(CLEO, CLEO));
        List<Message> stored = desk.messages(GROUP);
        Roster roster = roster();
        var answers = List.copyOf(desk.answers.values());
        desk.restart();
        desk.process(entries.subList(1, 4));
        desk.process(send(BEN, "k2"));
        assertThat(desk.messages(GROUP).subList(0, 4)).isEqualTo(stored);
        assertThat(desk.messages(GROUP)).hasSize(5);
        assertThat(roster().tenures()).isEqualTo(roster.tenures());
        assertThat(List.copyOf(desk.answers.values()).subList(0, 4)).isEqualTo(answers);
        assertThat(desk.deliveryLog.entries.subList(1, 4))
                .as("told again, and the same")
                .extracting(event -> event.entry().messages())
                .isEqualTo(desk.deliveryLog.entries.subList(4, 7).stream()
                        .map(event -> event.entry().messages())
                        .toList());
    }

    @Test
    void whatWasRefusedStaysRefused() {
        desk.process(group(BEN));
        Logged<Entry> early = desk.entry(send(CLEO, "k"), TIME);
        assertThat(desk.outcome(early)).isInstanceOf(Outcome.Refused.class);
        Outcome refused = desk.answer(early);
        desk.process(add(ANNA, CLEO), send(CLEO, "k2"));
        desk.restart();
        assertThat(desk.outcome(early)).isEqualTo(refused);
        assertThat(desk.messages(GROUP)).hasSize(3);
    }

    @Test
    void aStrangerIsToldOfNoConversationAndAFormerMemberThatHeIsNone() {
        desk.process(group(BEN), remove(ANNA, BEN));
        assertThat(desk.outcome(send(BEN, "k")))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Outcome.Refusal.FORBIDDEN));
        assertThat(desk.outcome(send(CLEO, "k")))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Outcome.Refusal.NOT_FOUND));
    }

    @Test
    void aDirectConversationBeginsWithoutAMessageAndOnce() {
        assertThat(desk.outcome(direct(ANNA, BEN))).isEqualTo(new Outcome.Changed(false));
        assertThat(desk.outcome(desk.entry(direct(BEN, ANNA), TIME + 20 * MONTH)))
                .isEqualTo(new Outcome.Changed(true));
        assertThat(desk.messages(DIRECT)).isEmpty();
        assertThat(desk.head(DIRECT).seq()).isZero();
        assertThat(Objects.requireNonNull(desk.store.rosters.get(DIRECT)).members())
                .containsExactly(ANNA, BEN);
        assertThat(desk.deliveryLog.entries).hasSize(1);
    }

    @Test
    void anOwnerWhoLeavesIsFollowedInTheSameBreath() {
        desk.process(group(BEN, CLEO), new Command.SetRole(GROUP, ANNA, CLEO, Role.ADMIN), remove(ANNA, ANNA));
        List<Message> last = desk.messages(GROUP).subList(2, 4);
        assertThat(last)
                .extracting(Message::content)
                .containsExactly(new Event.MemberLeft(ANNA), new Event.RoleChanged(CLEO, Role.OWNER));
        assertThat(last).extracting(Message::seq).containsExactly(3L, 4L);
        assertThat(desk.head(GROUP).seq()).isEqualTo(4);
        assertThat(desk.deliveryLog.entries.getLast().entry().departed()).containsExactly(ANNA);
    }

    @Test
    void aNewcomerSeesFromHisJoiningOnWhenThePastIsHidden() {
        desk.process(group(HistoryVisibility.JOINED, BEN), send(ANNA, "k1"), add(ANNA, CLEO));
        var cleo = Objects.requireNonNull(roster().member(CLEO));
        assertThat(cleo.firstVisibleSeq()).isEqualTo(3);
        assertThat(cleo.messagesBefore()).isEqualTo(1);
        assertThat(cleo.hiddenThrough())
                .isLessThan(desk.messages(GROUP).get(2).id())
                .isGreaterThanOrEqualTo(desk.messages(GROUP).get(1).id());
        assertThat(Objects.requireNonNull(roster().member(BEN)).firstVisibleSeq())
                .isEqualTo(1);
    }

    @Test
    void whoSendsHasRead() {
        desk.process(group(BEN), send(ANNA, "k1"), send(ANNA, "k2"));
        Cursor cursor = desk.store.of(GROUP, List.of(ANNA)).getFirst();
        assertThat(cursor.seq()).isEqualTo(3);
        assertThat(cursor.messageCount()).isEqualTo(2);
        assertThat(desk.store.of(GROUP, List.of(BEN))).isEmpty();
    }

    @Test
    void aStoreThatContradictsTheLogStopsThePartition() {
        desk.process(group(BEN));
        Logged<Entry> entry = desk.entry(send(BEN, "k"), TIME);
        desk.process(List.of(entry));
        desk.store
                .index
                .values()
                .forEach(rows -> rows.replaceAll((p, row) -> new IndexRow(
                        row.key(),
                        row.position(),
                        row.messages(),
                        row.id(),
                        row.seq() + 1,
                        row.serverTs(),
                        row.logTime(),
                        row.messageCount(),
                        row.hash())));
        desk.store.heads.clear();
        desk.restart();
        assertThatThrownBy(() -> desk.process(List.of(entry))).isInstanceOf(InvariantBroken.class);
    }

    @Test
    void whereAConversationCannotBeReadItAloneIsUnavailable() {
        desk.process(group(BEN), direct(ANNA, BEN));
        desk.restart();
        desk.store.unreadable.add(GROUP);
        Logged<Entry> damaged = desk.entry(send(ANNA, "k1"), TIME);
        Logged<Entry> other =
                desk.entry(new Command.Send(DIRECT, ANNA, new ClientMsgId("k2"), Body.text("hello")), TIME);
        assertThatThrownBy(() -> desk.process(List.of(damaged, other)))
                .as("of a log whose entries are never skipped")
                .isInstanceOf(StoreUnavailable.class);
        assertThat(desk.messages(DIRECT)).isEmpty();

        desk.passedOver = true;
        desk.process(List.of(damaged, other));
        assertThat(desk.answer(damaged)).isInstanceOf(Outcome.Unavailable.class);
        assertThat(desk.answer(other)).isInstanceOf(Outcome.Stored.class);
        assertThat(desk.messages(GROUP)).hasSize(1);

        desk.store.unreadable.clear();
        assertThat(desk.outcome(send(ANNA, "k1"))).isInstanceOf(Outcome.Stored.class);
        assertThat(desk.messages(GROUP)).hasSize(2);
    }

    @Test
    void theHeadIsReadBeforeTheIndexAndThenCarriedAlong() {
        desk.process(group(BEN));
        desk.restart();
        desk.store.calls.clear();
        desk.process(send(BEN, "k1"), send(BEN, "k2"));
        desk.process(send(BEN, "k3"));
        assertThat(desk.store.calls)
                .filteredOn(call -> call.equals("head") || call.equals("index") || call.equals("roster"))
                .containsExactly("head", "roster", "index", "index", "index");
    }

    private Roster roster() {
        return roster(desk);
    }

    private static Roster roster(Desk desk) {
        return Objects.requireNonNull(desk.store.rosters.get(GROUP));
    }
}
