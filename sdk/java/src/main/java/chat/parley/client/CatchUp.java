package chat.parley.client;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * When a client asks for what its inbox lacks: one {@code sync} at a time, after a socket came up and until nothing is
 * cut off; and, for a hole that stays though live messages come, the pages of the history. What the server cannot give
 * is asked for again with backoff, each conversation's history by its own: the others do not wait for it. Under the
 * client's lock.
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

        /** How long to wait after an attempt in vain, before which there were so many others. */
        Duration backoff(int before);
    }

    /** A hole is looked at after this; it may be one that a frame under way fills by itself. */
    private static final Duration HOLE_WAIT = Duration.ofMillis(300);

    /** How often it is looked at again while it may be one that an ack fills. */
    private static final int HOLE_LOOKS_MAX = 6;

    private static final Duration ANSWER_MAX = Duration.ofSeconds(60);
    private static final int LIMIT = 500;

    private final Inbox inbox;
    private final Client client;

    /** How often the history was asked in vain for a hole that is there still. */
    private final Map<String, Integer> inVain = new HashMap<>();

    /** Holes for which the history is not asked before their time has come. */
    private final Set<String> resting = new HashSet<>();

    private Map<String, Standing> standings = new HashMap<>();
    private @Nullable String underway;
    private long heardNanos;
    private boolean awaited;
    private boolean looking;
    private List<String> filling = List.of();
    private boolean repeat;
    /** Answers in a row that the server could not give. */
    private int failures;
    /** After a failure, nothing is asked until its time has come. */
    private boolean pausing;

    private int pauses;
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
        // There was backoff before the next one, too.
        pausing = false;
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
        if (!whole && inbox.behind() && !pausing) {
            ask();
        } else if (!whole) {
            mind();
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
        if (!synced.partial() || synced.conversations().values().stream().anyMatch(ServerFrame.Listed::more)) {
            // It goes on, if only with some.
            failures = 0;
        }
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
     * The server could not, or not all of it; asks again after a while, no sooner than it said.
     *
     * @return false when it was not about a catch-up
     */
    boolean failed(@Nullable String answerTo, ParleyException error) {
        if (underway == null || !underway.equals(answerTo)) {
            return false;
        }
        underway = null;
        // The next one asks for all of it.
        repeat = false;
        pausing = true;
        int mine = ++pauses;
        client.later(error.retryAfter().orElse(Duration.ZERO).plus(client.backoff(failures++)), () -> {
            if (pausing && mine == pauses) {
                pausing = false;
                ask();
            }
        });
        if (!inbox.lacking().isEmpty()) {
            mind();
        }
        return true;
    }

    /**
     * The history was read as far as it goes.
     *
     * @param refused conversations of which it could not be read, and how long to leave it at that at least
     */
    void filled(Map<String, Duration> refused) {
        List<String> asked = filling;
        filling = List.of();
        inVain.keySet().retainAll(inbox.lacking());
        for (String conversation : asked) {
            if (inbox.lacks(conversation)) {
                rest(conversation, refused.getOrDefault(conversation, Duration.ZERO));
            }
        }
        settle();
    }

    private void rest(String conversation, Duration atLeast) {
        int before = inVain.merge(conversation, 1, Integer::sum) - 1;
        resting.add(conversation);
        client.later(atLeast.plus(client.backoff(before)), () -> {
            resting.remove(conversation);
            if (inbox.lacks(conversation)) {
                mind();
            }
        });
    }

    private void ask() {
        if (underway != null || pausing || !client.ready()) {
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
            mind();
        } else if (awaited && !inbox.behind()) {
            awaited = false;
            Map<String, Standing> all = standings;
            standings = new HashMap<>();
            client.caughtUp(all);
        }
    }

    /** Where all holes rest, the end of a rest looks again. */
    private void mind() {
        if (!looking && filling.isEmpty() && !resting.containsAll(inbox.lacking())) {
            looking = true;
            look(HOLE_LOOKS_MAX);
        }
    }

    private void look(int looksLeft) {
        client.later(HOLE_WAIT, () -> {
            Set<String> holes = inbox.lacking();
            if (!holes.isEmpty() && client.awaitsAcks() && looksLeft > 0) {
                look(looksLeft - 1);
                return;
            }
            looking = false;
            if (holes.isEmpty()) {
                settle();
            } else if (inbox.behind() && !pausing) {
                ask();
            } else if (client.ready() && underway == null) {
                // With a catch-up under way, its end looks again; without a socket, the next one does.
                fill();
            }
        });
    }

    private void fill() {
        filling = inbox.fillable().stream()
                .filter(conversation -> !resting.contains(conversation))
                .toList();
        if (!filling.isEmpty()) {
            client.fill(filling);
        }
    }
}
