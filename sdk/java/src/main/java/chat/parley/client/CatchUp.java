package chat.parley.client;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When a client asks for what its inbox lacks: one {@code sync} at a time, after a socket came up and until nothing is
 * cut off; and, for a hole that stays though live messages come, the pages of the history. Under the client's lock.
 */
final class CatchUp {

    /** What it needs of its client. */
    interface Client {
        boolean ready();

        void say(String frame);

        /** Runs a task later, under the lock. */
        void later(Duration delay, Runnable task);

        /** Whether sends are under way, whose acks may fill a hole. */
        boolean awaitsAcks();

        /** All that was missed was given. */
        void caughtUp(Map<String, Standing> standings);

        /** Reads the history to fill holes, without the lock, and then calls {@link CatchUp#filled}. */
        void fill(List<String> conversations);
    }

    /** A hole is looked at after this; it may be one that a frame under way fills by itself. */
    private static final Duration HOLE_WAIT = Duration.ofMillis(300);

    /** How often it is looked at again while it may be one that an ack fills. */
    private static final int HOLE_LOOKS_MAX = 6;

    private static final Duration REFILL_WAIT = Duration.ofSeconds(1);
    private static final Duration RETRY_WAIT = Duration.ofSeconds(1);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(60);
    private static final int LIMIT = 500;

    private final Inbox inbox;
    private final Client client;
    private Map<String, Standing> standings = new HashMap<>();
    private @Nullable String underway;
    private long heardNanos;
    private boolean awaited;
    private boolean looking;
    private boolean filling;
    private boolean repeat;
    private int count;

    CatchUp(Inbox inbox, Client client) {
        this.inbox = inbox;
        this.client = client;
    }

    /** Something may be lacking: asks, now or when what is under way has ended. */
    void start() {
        inbox.doubt();
        awaited = true;
        repeat = underway != null;
        ask();
    }

    /** The socket is gone, and the answer with it. */
    void lost() {
        underway = null;
        repeat = false;
    }

    /** Whether nothing of an answer came for so long that the socket is not worth its keep. */
    boolean overdue() {
        return underway != null && System.nanoTime() - heardNanos > ANSWER_MAX.toNanos();
    }

    /** A message came, which may be one of those that come before an answer. */
    void heard() {
        heardNanos = System.nanoTime();
    }

    /**
     * A message came.
     *
     * @param whole whether nothing before it is lacking
     */
    void took(boolean whole) {
        if (!whole && inbox.behind()) {
            ask();
        } else if (!whole) {
            mind(HOLE_WAIT);
        } else if (awaited && underway == null) {
            settle();
        }
    }

    void synced(ServerFrame.Synced synced) {
        if (underway == null || (synced.id() != null && !synced.id().equals(underway))) {
            return;
        }
        inbox.synced(synced);
        synced.conversations().forEach((id, listed) -> standings.put(id, listed.standing()));
        heard();
        if (!synced.partial()) {
            underway = null;
            if (repeat) {
                start();
            } else {
                ask();
            }
        }
    }

    /**
     * The server could not; asks again after a while.
     *
     * @return false when it was not about a catch-up
     */
    boolean failed(@Nullable String answerTo, ParleyException error) {
        if (underway == null || !underway.equals(answerTo)) {
            return false;
        }
        underway = null;
        client.later(error.retryAfter().orElse(RETRY_WAIT), this::ask);
        return true;
    }

    /** The history was read as far as it goes. */
    void filled() {
        filling = false;
        if (inbox.lacking().isEmpty()) {
            settle();
        } else {
            mind(REFILL_WAIT);
        }
    }

    private void ask() {
        if (underway != null || !client.ready()) {
            return;
        }
        if (!inbox.behind()) {
            settle();
            return;
        }
        Inbox.Request request = inbox.request();
        underway = "sync-" + ++count;
        heard();
        client.say(ClientFrames.sync(request.since(), request.cursors(), LIMIT, underway));
    }

    private void settle() {
        if (!inbox.lacking().isEmpty()) {
            mind(HOLE_WAIT);
        } else if (awaited && !inbox.behind()) {
            awaited = false;
            Map<String, Standing> all = standings;
            standings = new HashMap<>();
            client.caughtUp(all);
        }
    }

    private void mind(Duration wait) {
        if (!looking && !filling) {
            looking = true;
            look(wait, HOLE_LOOKS_MAX);
        }
    }

    private void look(Duration wait, int looksLeft) {
        client.later(wait, () -> {
            List<String> holes = List.copyOf(inbox.lacking());
            if (!holes.isEmpty() && client.awaitsAcks() && looksLeft > 0) {
                look(wait, looksLeft - 1);
                return;
            }
            looking = false;
            if (holes.isEmpty()) {
                settle();
            } else if (inbox.behind()) {
                ask();
            } else if (client.ready() && underway == null) {
                // With a catch-up under way, its end looks again; without a socket, the next one does.
                filling = true;
                client.fill(holes);
            }
        });
    }
}
