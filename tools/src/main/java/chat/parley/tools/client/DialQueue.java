package chat.parley.tools.client;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Lets at most so many dials be under way; the others wait in their order. As long as the callers' connections. */
final class DialQueue {

    private final int max;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int underway;

    DialQueue(int max) {
        this.max = max;
    }

    /** Runs it now, or when others are done. It only hands the dial to a loop, so it runs wherever done was called. */
    void submit(Runnable dial) {
        synchronized (this) {
            if (underway >= max) {
                waiting.add(dial);
                return;
            }
            underway++;
        }
        dial.run();
    }

    /** To be called once for each dial, whether it went well or not. */
    void done() {
        @Nullable Runnable next;
        synchronized (this) {
            next = waiting.poll();
            if (next == null) {
                underway--;
            }
        }
        if (next != null) {
            next.run();
        }
    }
}
