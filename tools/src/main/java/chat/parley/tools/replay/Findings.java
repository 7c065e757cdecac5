package chat.parley.tools.replay;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Which promises were broken, how often, with a few examples. */
final class Findings {

    private static final int EXAMPLES_MAX = 10;

    /** A way to break a promise of the wire contract. */
    enum Fault {
        LOST("acked, but not in the history"),
        DOUBLED("in the history more than once"),
        MISACKED("acked with another id or seq than it has"),
        GAPS("a seq missing or out of turn, or a message_id that does not rise"),
        SENDER_ORDER("behind a later message of the same sender"),
        LIVE_ORDER("seen by a device at another place than in the history, twice, or out of turn"),
        ALTERED("text, sender or conversation not as it was sent"),
        UNDELIVERED("did not reach a member's device"),
        ONLY_WHEN_ASKED("reached a device only when it asked, over a link that was never broken"),
        NOT_A_MEMBER("reached somebody who was no member for it"),
        UNREAD("an unread count is not what a recount gives"),
        READ_CURSOR("a read cursor, or the list of receipts, does not stand where the user read"),
        UNANSWERED("sent, and neither acked nor refused"),
        REFUSED("refused for good");

        private final String meaning;

        Fault(String meaning) {
            this.meaning = meaning;
        }

        /** What one such message is. */
        String meaning() {
            return meaning;
        }
    }

    private final Map<Fault, Long> counts = new EnumMap<>(Fault.class);
    private final List<String> examples = new ArrayList<>();

    synchronized void add(Fault fault, String example) {
        add(fault, 1);
        if (examples.size() < EXAMPLES_MAX) {
            examples.add(fault.name() + ": " + example);
        }
    }

    synchronized void add(Fault fault, long count) {
        counts.merge(fault, count, Long::sum);
    }

    synchronized long count(Fault fault) {
        return counts.getOrDefault(fault, 0L);
    }

    synchronized List<String> examples() {
        return List.copyOf(examples);
    }

    /** Whether every promise was kept. */
    synchronized boolean clean() {
        return counts.values().stream().allMatch(count -> count == 0);
    }
}
