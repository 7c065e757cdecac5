package chat.parley.tools.replay;

import chat.parley.client.Message;
import chat.parley.tools.replay.Findings.Fault;
import chat.parley.tools.replay.RoomHistory.Stay;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares what the histories say with what was sent and acked, and with what came to whom. Each conversation's is given
 * once, as a whole.
 */
final class Checker {

    private final Mark mark;
    private final Ledger ledger;
    private final Map<String, Integer> users = new HashMap<>();
    private final Findings findings;
    private final BitSet stored = new BitSet();

    Checker(Mark mark, Ledger ledger, List<String> users, Findings findings) {
        this.mark = mark;
        this.ledger = ledger;
        this.findings = findings;
        for (String user : users) {
            this.users.put(user, this.users.size());
        }
    }

    /** All of a conversation, in the order in which the server told it. */
    synchronized void history(Room room, RoomHistory history) {
        Map<String, Integer> lastOfUser = new HashMap<>();
        long seq = 0;
        String id = "";
        for (Message message : history.messages()) {
            if (message.seq() != seq + 1 || message.messageId().compareTo(id) <= 0) {
                findings.add(
                        Fault.GAPS,
                        title(room) + ": seq " + message.seq() + " and " + message.messageId() + " after seq " + seq);
            }
            seq = message.seq();
            id = message.messageId();
            int number = number(message);
            if (!room.saw(seq, id, number)) {
                findings.add(Fault.LIVE_ORDER, title(room) + ": seq " + seq);
            }
            if (message.event() == null) {
                said(room, message, number, lastOfUser);
            }
        }
    }

    private void said(Room room, Message message, int number, Map<String, Integer> lastOfUser) {
        if (number == Mark.NONE) {
            findings.add(Fault.ALTERED, title(room) + ": seq " + message.seq() + " is none of those sent");
            return;
        }
        String name = "message " + number + " in " + title(room);
        if (stored.get(number)) {
            findings.add(Fault.DOUBLED, name);
            return;
        }
        stored.set(number);
        if (!ledger.isAsSent(number, room.index(), users.getOrDefault(message.from(), -1), text(message))) {
            findings.add(Fault.ALTERED, name);
        }
        if (!ledger.isAsAcked(number, message.messageId(), message.seq())) {
            findings.add(Fault.MISACKED, name + ": acked as seq " + ledger.ackedSeq(number) + ", is " + message.seq());
        }
        int before = lastOfUser.getOrDefault(message.from(), Mark.NONE);
        if (number < before) {
            findings.add(Fault.SENDER_ORDER, name + " after message " + before);
        }
        lastOfUser.put(message.from(), Math.max(before, number));
    }

    /** A device was given a message, or event. */
    void given(Room room, Message message) {
        int number = number(message);
        if (message.event() == null
                && (number == Mark.NONE
                        || !ledger.isAsSent(
                                number, room.index(), users.getOrDefault(message.from(), -1), text(message)))) {
            findings.add(Fault.ALTERED, title(room) + ": seq " + message.seq() + " as a device got it");
        }
        if (!room.saw(message.seq(), message.messageId(), number)) {
            findings.add(Fault.LIVE_ORDER, title(room) + ": seq " + message.seq() + " as a device got it");
        }
    }

    /** Whether a device of a user was given nothing that he was no member for. */
    void members(Room room, String user, List<Stay> stays, Attendance attendance) {
        attendance.given().stream()
                .filter(seq -> stays.stream().noneMatch(stay -> isFor(stay, seq, room.wholeHistory())))
                .forEach(seq -> findings.add(Fault.NOT_A_MEMBER, title(room) + ": seq " + seq + " to " + user));
    }

    /** Who comes later may be shown what was before, where the group's history is for all. */
    private static boolean isFor(Stay stay, long seq, boolean wholeHistory) {
        return seq < stay.until() && (wholeHistory || seq >= stay.from());
    }

    /** To be called when all was read. */
    synchronized void end() {
        for (int number = 0; number < ledger.messages(); number++) {
            if (ledger.isAcked(number) && !stored.get(number)) {
                findings.add(Fault.LOST, "message " + number + ", acked as seq " + ledger.ackedSeq(number));
            }
        }
        findings.add(Fault.REFUSED, ledger.refused());
        findings.add(Fault.UNANSWERED, ledger.messages() - ledger.acked() - ledger.refused());
    }

    /** Messages found in the histories. */
    synchronized int stored() {
        return stored.cardinality();
    }

    int number(Message message) {
        String text = message.text();
        int number = text == null || message.event() != null ? Mark.NONE : mark.number(text);
        return ledger.known(number) ? number : Mark.NONE;
    }

    private static String text(Message message) {
        return message.text() == null ? "" : message.text();
    }

    private static String title(Room room) {
        return room.scene().title();
    }
}
