package chat.parley.tools.replay;

import chat.parley.domain.MessageId;
import chat.parley.tools.client.ServerFrame;
import chat.parley.tools.replay.Findings.Fault;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares what the history says with what was sent, acked and seen live. Each conversation's history is given in its
 * order, all of it; then what is nowhere is found, and what reached whom.
 */
final class Checker {

    private final Mark mark;
    private final Ledger ledger;
    private final List<String> users;
    private final Findings findings = new Findings();
    private final BitSet stored;

    Checker(Mark mark, Ledger ledger, List<String> users) {
        this.mark = mark;
        this.ledger = ledger;
        this.users = users;
        this.stored = new BitSet(ledger.messages());
    }

    /** One conversation on its way through the checker. */
    final class Reading {
        private final Room room;
        private final int scene;
        private final Map<Integer, Integer> lastOfUser = new HashMap<>();
        private long seq;
        private long id;

        private Reading(Room room, int scene) {
            this.room = room;
            this.scene = scene;
        }

        /** The next message of the history. */
        void next(ServerFrame.Message message) {
            long messageId = MessageId.isValid(message.messageId())
                    ? MessageId.parse(message.messageId()).value()
                    : -1;
            if (message.seq() != seq + 1 || messageId <= id) {
                findings.add(
                        Fault.GAPS,
                        room.title() + ": seq " + message.seq() + " and " + message.messageId() + " after seq " + seq);
            }
            seq = message.seq();
            id = messageId;
            int number = message.event() == null ? number(message) : Mark.NONE;
            if (!room.agrees(seq, id, number)) {
                findings.add(Fault.LIVE_ORDER, room.title() + ": seq " + seq);
            }
            if (number != Mark.NONE) {
                marked(number, message);
            } else if (message.event() == null) {
                findings.add(Fault.ALTERED, room.title() + ": seq " + seq + " is none of those sent");
            }
        }

        /** How many messages and events there were. */
        long lastSeq() {
            return seq;
        }

        private void marked(int number, ServerFrame.Message message) {
            String name = "message " + number + " in " + room.title();
            if (stored.get(number)) {
                findings.add(Fault.DOUBLED, name);
                return;
            }
            stored.set(number);
            boolean same = ledger.scene(number) == scene
                    && message.from().equals(users.get(ledger.user(number)))
                    && message.text() != null
                    && Ledger.check(message.text()) == ledger.checkOf(number);
            if (!same) {
                findings.add(Fault.ALTERED, name);
            }
            if (ledger.isAcked(number) && (ledger.ackedId(number) != id || ledger.ackedSeq(number) != seq)) {
                findings.add(Fault.MISACKED, name + ": acked as seq " + ledger.ackedSeq(number) + ", is " + seq);
            }
            int user = ledger.user(number);
            int before = lastOfUser.getOrDefault(user, Mark.NONE);
            if (number < before) {
                behind(number, name + " after message " + before);
            }
            lastOfUser.put(user, Math.max(before, number));
        }

        /** A send that was refused for now is behind its successors by right; so is one whose refusal was lost. */
        private void behind(int number, String example) {
            if (ledger.wasPostponed(number)) {
                return;
            }
            if (ledger.wasInterrupted(number)) {
                findings.overtaken();
                return;
            }
            findings.add(Fault.SENDER_ORDER, example);
        }

        private int number(ServerFrame.Message message) {
            int number = message.text() == null ? Mark.NONE : mark.number(message.text());
            return ledger.known(number) ? number : Mark.NONE;
        }
    }

    /** Begins a conversation; {@code scene} is its index in the script. */
    Reading read(Room room, int scene) {
        return new Reading(room, scene);
    }

    /** What a device of a member has, of a conversation that goes up to a number. */
    void delivered(String user, Arrivals arrivals, long lastSeq) {
        for (int seq = 1; seq <= lastSeq; seq++) {
            if (!arrivals.has(seq)) {
                findings.add(Fault.UNDELIVERED, arrivals.room().title() + ": seq " + seq + " to " + user);
            }
        }
    }

    /** To be called when all was read. */
    Findings findings(Tally tally) {
        for (int number = 0; number < ledger.messages(); number++) {
            if (ledger.isAcked(number) && !stored.get(number)) {
                findings.add(Fault.LOST, "message " + number + ", acked as seq " + ledger.ackedSeq(number));
            }
        }
        findings.add(Fault.MISACKED, ledger.ackedTwiceOtherwise());
        findings.add(Fault.LIVE_ORDER, tally.reordered());
        findings.add(Fault.MISSED_LIVE, tally.missedLive());
        findings.add(Fault.ALTERED, tally.altered());
        findings.add(Fault.REFUSED, ledger.refused());
        findings.add(Fault.UNANSWERED, ledger.messages() - ledger.acked() - ledger.refused());
        return findings;
    }

    /** Messages found in the history. */
    int stored() {
        return stored.cardinality();
    }
}
