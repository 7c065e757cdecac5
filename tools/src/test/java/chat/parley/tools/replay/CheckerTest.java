package chat.parley.tools.replay;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.client.ConversationEvent;
import chat.parley.client.Message;
import chat.parley.client.ParleyApi;
import chat.parley.client.Sent;
import chat.parley.client.TokenProvider;
import chat.parley.tools.replay.Findings.Fault;
import chat.parley.tools.replay.RoomHistory.Stay;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A history that is as it should be is found clean, and each way to break it is found. */
class CheckerTest {

    private static final int MESSAGES = 6;
    private static final List<String> USERS = List.of("ann", "bob");
    private static final Script.Scene SCENE = new Script.Scene("#a", List.of(0, 1), List.of(0, 1), MESSAGES);

    private final Mark mark = new Mark("r1");
    private final Ledger ledger = new Ledger(MESSAGES);
    private final Findings findings = new Findings();
    private final Checker checker = new Checker(mark, ledger, USERS, findings);
    private final Room room = room(true);

    /** Seq 1 is the founding, 2 to 7 are messages in turn. */
    private List<Message> history() {
        List<Message> history = new ArrayList<>();
        history.add(event(1, "keeper", "created", USERS));
        for (int number = 0; number < MESSAGES; number++) {
            String text = mark.marked(number, "text " + number);
            ledger.sent(number, 0, number % 2, text, 0);
            long seq = 2L + number;
            ledger.acked(number, new Sent("c", mark.key(number), id(seq), seq, Instant.EPOCH, false));
            history.add(message(seq, USERS.get(number % 2), text));
        }
        return history;
    }

    private void check(List<Message> history) {
        checker.history(room, new RoomHistory(history));
        checker.end();
    }

    @Test
    void whatIsAsItWasSentIsClean() {
        check(history());
        assertThat(findings.examples()).isEmpty();
        assertThat(findings.clean()).isTrue();
        assertThat(checker.stored()).isEqualTo(MESSAGES);
    }

    @Test
    void aLostMessageIsFound() {
        List<Message> history = history();
        history.remove(3);
        check(history);
        assertThat(findings.count(Fault.LOST)).isEqualTo(1);
        assertThat(findings.count(Fault.GAPS)).isEqualTo(1);
    }

    @Test
    void aDoubledMessageIsFound() {
        List<Message> history = history();
        history.add(message(8, "ann", mark.marked(0, "text 0")));
        check(history);
        assertThat(findings.count(Fault.DOUBLED)).isEqualTo(1);
    }

    @Test
    void anotherOrderIsFound() {
        List<Message> history = history();
        Collections.swap(history, 2, 3);
        check(history);
        assertThat(findings.count(Fault.GAPS)).isPositive();
    }

    @Test
    void messagesThatChangedPlacesWithTheirNumbersAreFound() {
        List<Message> history = history();
        history.set(1, message(2, "ann", mark.marked(2, "text 2")));
        history.set(3, message(4, "ann", mark.marked(0, "text 0")));
        check(history);
        assertThat(findings.count(Fault.GAPS)).isZero();
        assertThat(findings.count(Fault.SENDER_ORDER)).isEqualTo(1);
        assertThat(findings.count(Fault.MISACKED)).isEqualTo(2);
    }

    @Test
    void alteredForgedAndMisattributedMessagesAreFound() {
        List<Message> history = history();
        history.set(1, message(2, "ann", mark.marked(0, "text 0!")));
        history.set(2, message(3, "ann", mark.marked(1, "text 1")));
        history.add(message(8, "ann", "nobody said so"));
        check(history);
        assertThat(findings.count(Fault.ALTERED)).isEqualTo(3);
    }

    @Test
    void whatADeviceSawElsewhereIsFound() {
        List<Message> history = history();
        checker.given(room, history.get(1));
        checker.given(room, message(3, "bob", mark.marked(3, "text 3")));
        check(history);
        assertThat(findings.count(Fault.LIVE_ORDER)).isEqualTo(1);
    }

    @Test
    void whatNoMemberMayHaveIsFound() {
        Attendance attendance = new Attendance(room);
        List.of(3L, 4L, 7L, 9L).forEach(attendance::take);
        List<Stay> stays = List.of(new Stay(3, 5), new Stay(8, Long.MAX_VALUE));

        checker.members(room(false), "ann", stays, attendance);
        assertThat(findings.count(Fault.NOT_A_MEMBER))
                .as("7 was said between the stays")
                .isEqualTo(1);

        checker.members(room(true), "ann", stays, attendance);
        assertThat(findings.count(Fault.NOT_A_MEMBER))
                .as("who came back may see it")
                .isEqualTo(1);

        checker.members(room(true), "ann", List.of(new Stay(3, 9)), attendance);
        assertThat(findings.count(Fault.NOT_A_MEMBER))
                .as("9 came after he left")
                .isEqualTo(2);
    }

    @Test
    void staysAndUnreadFollowFromTheHistory() {
        RoomHistory history = new RoomHistory(List.of(
                event(1, "keeper", "created", List.of("ann")),
                message(2, "ann", "a"),
                event(3, "keeper", "members_added", List.of("bob", "ann")),
                event(4, "ann", "member_left", List.of("ann")),
                message(5, "bob", "b"),
                event(6, "keeper", "member_removed", List.of("bob")),
                event(7, "keeper", "members_added", List.of("bob")),
                message(8, "bob", "c")));
        assertThat(history.stays().get("ann")).containsExactly(new Stay(1, 4));
        assertThat(history.stays().get("bob")).containsExactly(new Stay(3, 6), new Stay(7, Long.MAX_VALUE));
        assertThat(history.unread(null, 1)).isEqualTo(3);
        assertThat(history.unread(id(2), 1)).isEqualTo(2);
        assertThat(history.unread(id(3), 7)).isEqualTo(1);
    }

    private static Room room(boolean wholeHistory) {
        ParleyApi nobody = ParleyApi.at(URI.create("http://localhost:1"), TokenProvider.of(() -> "none"));
        return new Room(0, SCENE, wholeHistory, nobody);
    }

    private static String id(long seq) {
        return String.format("%013d", seq);
    }

    private static Message message(long seq, String from, String text) {
        return told(seq, from, text, null);
    }

    private static Message event(long seq, String from, String what, List<String> users) {
        return told(seq, from, null, new ConversationEvent(what, users, null, null));
    }

    private static Message told(long seq, String from, @Nullable String text, @Nullable ConversationEvent event) {
        return new Message("c", id(seq), seq, from, text, List.of(), Instant.EPOCH, event, null);
    }
}
