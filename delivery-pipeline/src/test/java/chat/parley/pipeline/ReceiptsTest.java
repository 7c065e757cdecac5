package chat.parley.pipeline;

import static chat.parley.pipeline.Desk.ANNA;
import static chat.parley.pipeline.Desk.BEN;
import static chat.parley.pipeline.Desk.CLEO;
import static chat.parley.pipeline.Desk.DIRECT;
import static chat.parley.pipeline.Desk.GROUP;
import static chat.parley.pipeline.Desk.add;
import static chat.parley.pipeline.Desk.direct;
import static chat.parley.pipeline.Desk.group;
import static chat.parley.pipeline.Desk.remove;
import static chat.parley.pipeline.Desk.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.parley.domain.ConversationId;
import chat.parley.domain.HistoryVisibility;
import chat.parley.domain.Message;
import chat.parley.domain.MessageId;
import chat.parley.domain.ReceiptKind;
import chat.parley.domain.UserId;
import chat.parley.pipeline.Receipts.Result;
import chat.parley.pipeline.port.StoreUnavailable;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReceiptsTest {

    private static final ReplyTo SOCKET = new ReplyTo(1, 0, 5);

    private final Desk desk = new Desk();
    private final PendingReceipts pending = new PendingReceipts(desk.store, Clock.systemUTC());
    private final Conversations conversations = new Conversations(desk.store, desk.store, pending);
    private final Receipts receipts = new Receipts(
            conversations, desk.store, desk.store, pending, Clock.fixed(Instant.ofEpochMilli(77), ZoneOffset.UTC));
    private final List<Parcel> told = new ArrayList<>();

    @Test
    void isSeenAtOnceStoredByTheTickAndToldAfterwards() {
        desk.process(group(BEN), send(ANNA, "1"), send(ANNA, "2"));
        assertThat(read(BEN, id(1))).isEqualTo(new Result.Taken());
        assertThat(unread(BEN)).isEqualTo(1);
        assertThat(desk.store.of(GROUP, List.of(BEN))).isEmpty();
        receipts.tell(told::addAll);
        assertThat(told).isEmpty();
        pending.store();
        assertThat(desk.store.of(GROUP, List.of(BEN)))
                .extracting(Cursor::id, Cursor::seq, Cursor::messageCount)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(id(1), 2L, 1L));
        receipts.tell(told::addAll);
        receipts.tell(told::addAll);
        Cursor cursor = new Cursor(GROUP, BEN, ReceiptKind.READ, id(1), 2, 1);
        assertThat(told).containsExactly(new Parcel.ReceiptGiven(cursor, 77, List.of(ANNA, BEN), SOCKET));
    }

    @Test
    void ofManyTheFurthestIsStoredAndTold() {
        desk.process(group(BEN), send(ANNA, "1"), send(ANNA, "2"), send(ANNA, "3"));
        read(BEN, id(2));
        read(BEN, id(3));
        read(BEN, id(1));
        pending.store();
        receipts.tell(told::addAll);
        assertThat(told)
                .singleElement()
                .extracting(parcel -> ((Parcel.ReceiptGiven) parcel).cursor().id())
                .isEqualTo(id(3));
        assertThat(desk.store.calls)
                .filteredOn(call -> call.equals("write cursor ben"))
                .hasSize(1);
    }

    @Test
    void aRequestIsStoredBeforeItIsAnswered() {
        desk.process(group(BEN), send(ANNA, "1"));
        desk.store.failing = "write cursor ben";
        assertThatThrownBy(() -> receipts.takeNow(claim(BEN, GROUP, ReceiptKind.READ, id(1))))
                .isInstanceOf(StoreUnavailable.class);
        assertThat(unread(BEN)).isEqualTo(1);
        assertThat(receipts.takeNow(claim(BEN, GROUP, ReceiptKind.READ, id(1)))).isEqualTo(new Result.Taken());
        assertThat(desk.store.of(GROUP, List.of(BEN))).hasSize(1);
    }

    /** Or a crash within the second would take back what was answered. */
    @Test
    void aRequestIsStoredAlsoWhereASocketSaidItBefore() {
        desk.process(group(BEN), send(ANNA, "1"), send(ANNA, "2"));
        read(BEN, id(2));
        assertThat(receipts.takeNow(claim(BEN, GROUP, ReceiptKind.READ, id(1)))).isEqualTo(new Result.Taken());
        assertThat(desk.store.of(GROUP, List.of(BEN))).extracting(Cursor::id).containsExactly(id(1));
        assertThat(unread(BEN)).isZero();
        pending.store();
        assertThat(desk.store.of(GROUP, List.of(BEN))).extracting(Cursor::id).containsExactly(id(2));
    }

    @Test
    void whatCouldNotBeStoredIsStoredByTheNextTick() {
        desk.process(group(BEN), send(ANNA, "1"));
        read(BEN, id(1));
        desk.store.failing = "write cursor ben";
        assertThatThrownBy(pending::store).isInstanceOf(StoreUnavailable.class);
        assertThat(unread(BEN)).isZero();
        pending.store();
        assertThat(desk.store.of(GROUP, List.of(BEN))).hasSize(1);
    }

    @Test
    void whatIsReadIsDeliveredToo() {
        desk.process(group(BEN), send(ANNA, "1"), send(ANNA, "2"));
        read(BEN, id(2));
        take(BEN, GROUP, ReceiptKind.DELIVERED, id(1));
        pending.store();
        receipts.tell(told::addAll);
        assertThat(told).hasSize(1);
        assertThat(reached(ANNA, BEN)).containsExactly(new Receipts.Reached(BEN, id(2), id(2)));
    }

    /** The head is written after the answers: what was acked lies beyond it for a moment. */
    @Test
    void aMessageBeyondTheHeadIsThere() {
        desk.process(group(BEN), send(ANNA, "1"));
        Head behind = desk.head(GROUP);
        desk.process(send(ANNA, "2"));
        desk.store.heads.put(GROUP, behind);
        assertThat(read(BEN, id(2))).isEqualTo(new Result.Taken());
        assertThat(unread(BEN)).isZero();
        assertThat(read(BEN, id(2).next())).isEqualTo(new Result.BeyondLast());
    }

    @Test
    void anIdBetweenTwoCountsAsTheOneBefore() {
        desk.process(group(BEN), send(ANNA, "1"));
        desk.outcome(desk.entry(send(ANNA, "2"), Desk.TIME + 1));
        read(BEN, id(1).next());
        assertThat(unread(BEN)).isEqualTo(1);
        assertThat(reached(ANNA, BEN)).containsExactly(new Receipts.Reached(BEN, id(1), id(1)));
        assertThat(read(BEN, MessageId.ZERO)).isEqualTo(new Result.Taken());
        assertThat(read(BEN, MessageId.MAX)).isEqualTo(new Result.BeyondLast());
    }

    @Test
    void nothingIsBeyondTheLastWhereNothingIs() {
        desk.process(direct(ANNA, BEN));
        assertThat(take(BEN, DIRECT, ReceiptKind.READ, MessageId.ZERO)).isEqualTo(new Result.Taken());
        assertThat(take(BEN, DIRECT, ReceiptKind.READ, new MessageId(1))).isEqualTo(new Result.BeyondLast());
    }

    @Test
    void othersAreToldNothingOfIt() {
        desk.process(group(BEN), send(ANNA, "1"));
        assertThat(read(CLEO, id(1))).isEqualTo(new Result.Unknown());
        desk.process(remove(ANNA, BEN));
        assertThat(read(BEN, id(1))).isEqualTo(new Result.Former());
    }

    @Test
    void whoLeavesBeforeHeIsToldHearsNothing() {
        desk.process(group(BEN, CLEO), send(ANNA, "1"));
        read(BEN, id(1));
        pending.store();
        desk.process(remove(ANNA, CLEO));
        receipts.tell(told::addAll);
        assertThat(told)
                .extracting(parcel -> ((Parcel.ReceiptGiven) parcel).to())
                .containsExactly(List.of(ANNA, BEN));
        desk.process(send(ANNA, "2"));
        read(BEN, id(3));
        pending.store();
        desk.process(remove(ANNA, BEN));
        told.clear();
        receipts.tell(told::addAll);
        assertThat(told).isEmpty();
    }

    @Test
    void inLargeGroupsTheUserAloneIsTold() {
        UserId[] others =
                IntStream.range(0, 31).mapToObj(i -> new UserId("user" + i)).toArray(UserId[]::new);
        desk.process(group(others), send(ANNA, "1"));
        read(others[3], id(1));
        pending.store();
        receipts.tell(told::addAll);
        assertThat(((Parcel.ReceiptGiven) told.getFirst()).to()).hasSize(32);
        desk.process(add(ANNA, CLEO), send(ANNA, "2"));
        read(others[3], id(3));
        pending.store();
        told.clear();
        receipts.tell(told::addAll);
        assertThat(((Parcel.ReceiptGiven) told.getFirst()).to()).containsExactly(others[3]);
    }

    /** Whoever came later is neither told nor shown a receipt for what he may not see. */
    @Test
    void aNewcomerHearsOfWhatHeMaySee() {
        desk.process(group(HistoryVisibility.JOINED, BEN), send(ANNA, "1"), add(ANNA, CLEO));
        read(BEN, id(1));
        assertThat(read(CLEO, id(1))).isEqualTo(new Result.Taken());
        pending.store();
        receipts.tell(told::addAll);
        assertThat(told)
                .extracting(parcel -> ((Parcel.ReceiptGiven) parcel).to())
                .containsExactly(List.of(ANNA, BEN));
        assertThat(reached(ANNA, BEN, CLEO))
                .containsExactly(
                        new Receipts.Reached(BEN, id(1), id(1)),
                        new Receipts.Reached(CLEO, MessageId.ZERO, MessageId.ZERO));
        assertThat(reached(CLEO, BEN)).containsExactly(new Receipts.Reached(BEN, MessageId.ZERO, MessageId.ZERO));
        assertThat(unread(CLEO)).isZero();
    }

    @Test
    void whereEverythingIsGoneTheLastIsKnownStill() {
        desk.process(group(BEN), send(ANNA, "1"), send(ANNA, "2"));
        MessageId first = id(1);
        MessageId last = id(2);
        desk.store.messages.clear();
        desk.store.expired = new Expired(3, 2);
        assertThat(read(BEN, first)).isEqualTo(new Result.Taken());
        assertThat(read(BEN, last.next())).isEqualTo(new Result.BeyondLast());
        assertThat(read(BEN, last)).isEqualTo(new Result.Taken());
        assertThat(unread(BEN)).isZero();
    }

    private MessageId id(int index) {
        return message(index).id();
    }

    /** 0 is the creation. */
    private Message message(int index) {
        return desk.messages(GROUP).get(index);
    }

    private Result read(UserId user, MessageId upTo) {
        return take(user, GROUP, ReceiptKind.READ, upTo);
    }

    private Result take(UserId user, ConversationId conversation, ReceiptKind kind, MessageId upTo) {
        return receipts.take(claim(user, conversation, kind, upTo));
    }

    private static Receipts.Claim claim(UserId user, ConversationId conversation, ReceiptKind kind, MessageId upTo) {
        return new Receipts.Claim(user, conversation, kind, upTo, SOCKET);
    }

    private long unread(UserId user) {
        return conversations.view(member(user), user).unread();
    }

    private List<Receipts.Reached> reached(UserId viewer, UserId... users) {
        return receipts.reached(member(viewer), List.of(users));
    }

    private Conversations.Access.Member member(UserId user) {
        return (Conversations.Access.Member) conversations.access(GROUP, user);
    }
}
