package chat.parley.tools.client;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * When a connection asks for what its inbox lacks: one {@code sync} at a time, after a socket came up, on a hole that
 * stays, and until nothing is lacking. On the connection's loop only.
 */
final class CatchUp {

    /** What it needs of its connection. */
    interface Line {
        /** Whether there is a socket, authenticated. */
        boolean up();

        void write(byte[] frame);

        void later(long millis, Runnable task);

        /** Whether sends are under way, whose acks may fill a hole. */
        boolean awaitsAcks();
    }

    /** A hole is looked at after this; it may be one that a frame under way fills by itself. */
    private static final long HOLE_MILLIS = 100;

    /** How often it is looked at again while it may be one that an ack fills. */
    private static final int HOLE_LOOKS_MAX = 20;

    /** Between catch-ups of which the last one brought nothing, though something is lacking. */
    private static final long FRUITLESS_MILLIS = 1_000;

    private static final int LIMIT = 500;

    private final Inbox inbox;
    private final Line line;
    private final Runnable caughtUp;
    private boolean underway;
    private boolean looking;
    /** Whether a message came since the last sync was asked for. */
    private boolean fruitful;

    private int count;

    /** @param caughtUp is told whenever nothing is lacking */
    CatchUp(Inbox inbox, Line line, Runnable caughtUp) {
        this.inbox = inbox;
        this.line = line;
        this.caughtUp = caughtUp;
    }

    /** The socket is gone, and the answer with it. */
    void lost() {
        underway = false;
    }

    /** Asks for what is lacking, if anything is. */
    void ask() {
        if (underway || !line.up()) {
            return;
        }
        Inbox.Lacking lacking = inbox.lacking();
        if (lacking == null) {
            caughtUp.run();
            return;
        }
        count++;
        fruitful = false;
        underway = true;
        line.write(ClientFrame.sync(lacking.since(), lacking.cursors(), LIMIT, id()));
    }

    /** A message came; {@code whole}: nothing before it is lacking. */
    void message(boolean whole) {
        fruitful = true;
        mind(whole);
    }

    /** Something came that may have left or filled a hole. */
    void mind(boolean whole) {
        if (!whole && !looking && !underway) {
            looking = true;
            look(HOLE_LOOKS_MAX);
        }
    }

    void synced(ServerFrame.Synced synced, Consumer<ServerFrame> listener) {
        inbox.synced(synced);
        listener.accept(synced);
        if (synced.partial()) {
            return;
        }
        underway = false;
        if (fruitful || inbox.lacking() == null) {
            ask();
        } else {
            line.later(FRUITLESS_MILLIS, this::ask);
        }
    }

    /** The server could not; asks again after a while. False when it was not about a catch-up. */
    boolean failed(@Nullable String answerTo, long retryMillis) {
        if (!underway || !id().equals(answerTo)) {
            return false;
        }
        underway = false;
        line.later(retryMillis, this::ask);
        return true;
    }

    private void look(int looksLeft) {
        line.later(HOLE_MILLIS, () -> {
            if (line.awaitsAcks() && looksLeft > 0) {
                look(looksLeft - 1);
            } else {
                looking = false;
                ask();
            }
        });
    }

    private String id() {
        return "sync-" + count;
    }
}
