package chat.parley.conformance.client;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last of what a check sent and got, for whoever reads why it failed. */
public final class Transcript {

    private static final int LINES_MAX = 40;

    private final Deque<String> lines = new ArrayDeque<>();

    synchronized void sent(String who, String what) {
        add(who + " -> " + Expect.shown(what));
    }

    synchronized void came(String who, String what) {
        add(who + " <- " + Expect.shown(what));
    }

    private void add(String line) {
        if (lines.size() == LINES_MAX) {
            lines.removeFirst();
        }
        lines.addLast(line);
    }

    public synchronized List<String> lines() {
        return List.copyOf(lines);
    }
}
