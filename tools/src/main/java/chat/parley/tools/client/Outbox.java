package chat.parley.tools.client;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a connection was asked to send and no server has answered for good, in the order it was asked. Bounded: whoever
 * fills it has to wait. On the connection's loop only.
 */
final class Outbox {

    private static final class Entry {
        private final Outgoing send;
        private boolean underway;

        private Entry(Outgoing send) {
            this.send = send;
        }
    }

    private final int max;
    private final Map<String, Entry> unanswered = new LinkedHashMap<>();
    /** Entries that are not under way. */
    private int waiting;

    Outbox(int max) {
        this.max = max;
    }

    /** @return false when it is full, and the send was not taken */
    boolean add(Outgoing send) {
        if (unanswered.size() >= max) {
            return false;
        }
        unanswered.put(send.clientMsgId(), new Entry(send));
        waiting++;
        return true;
    }

    /** Gives each send that is not under way, in order, to be written; it is then. */
    void write(Consumer<Outgoing> writer) {
        if (waiting == 0) {
            return;
        }
        for (Entry entry : unanswered.values()) {
            if (!entry.underway) {
                entry.underway = true;
                writer.accept(entry.send);
            }
        }
        waiting = 0;
    }

    /** Takes out what was answered for good; null when it was before. */
    @Nullable
    Outgoing answered(String clientMsgId) {
        Entry entry = unanswered.remove(clientMsgId);
        if (entry == null) {
            return null;
        }
        if (!entry.underway) {
            waiting--;
        }
        return entry.send;
    }

    /** It is to be sent again; null when it was answered for good before. */
    @Nullable
    Outgoing again(String clientMsgId) {
        Entry entry = unanswered.get(clientMsgId);
        if (entry == null) {
            return null;
        }
        if (entry.underway) {
            entry.underway = false;
            waiting++;
        }
        return entry.send;
    }

    /** The socket is gone and with it, perhaps, what was under way; each is told of. */
    void allAgain(Consumer<Outgoing> underway) {
        for (Entry entry : unanswered.values()) {
            if (entry.underway) {
                entry.underway = false;
                underway.accept(entry.send);
            }
        }
        waiting = unanswered.size();
    }

    int size() {
        return unanswered.size();
    }
}
