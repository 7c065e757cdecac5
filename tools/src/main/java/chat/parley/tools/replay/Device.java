package chat.parley.tools.replay;

import chat.parley.domain.MessageId;
import chat.parley.tools.client.Backoff;
import chat.parley.tools.client.Client;
import chat.parley.tools.client.Close;
import chat.parley.tools.client.Connection;
import chat.parley.tools.client.ConnectionListener;
import chat.parley.tools.client.Credentials;
import chat.parley.tools.client.FrameScan;
import chat.parley.tools.client.Inbox;
import chat.parley.tools.client.Outgoing;
import chat.parley.tools.client.ServerFrame;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** One user of the script: a socket of his own, what he has to say, and what came to him. On the client's loop. */
final class Device implements Inbox, ConnectionListener {

    private static final int TOO_SLOW = 1013;

    /** What the devices report to the run. */
    interface Run {
        void caughtUp(Device device);

        /** A send has been answered for good. */
        void answeredOne();

        void refused(int number, String code);

        void reconnecting();

        /** It will not connect again, which nobody asked for. */
        void broken(Device device, Close close);
    }

    private final Run run;
    private final Mark mark;
    private final Ledger ledger;
    private final Tally tally;
    private final Arrivals[] rooms;
    private final Connection connection;
    private final byte[] self;
    private final int window;
    private final Queue<Outgoing> waiting = new ArrayDeque<>();
    private Arrivals last;

    private boolean stale = true;
    /** Whether a catch-up is under way, or about to be. */
    private boolean asked;
    /** Whether the one under way was asked for before the server told to ask. */
    private boolean outdated;

    private boolean up;
    /** Whether it asks because nothing comes any more. */
    private boolean silent;

    private boolean settling;

    private boolean closing;

    /**
     * A device that is not connected yet.
     *
     * @param rooms those it is a member of, one at least
     * @param window most sends under way
     */
    Device(
            Run run,
            Client client,
            Credentials who,
            Backoff backoff,
            Mark mark,
            Ledger ledger,
            Tally tally,
            Arrivals[] rooms,
            int window) {
        this.run = run;
        this.mark = mark;
        this.ledger = ledger;
        this.tally = tally;
        this.rooms = rooms;
        this.last = rooms[0];
        this.window = window;
        this.self = who.user().value().getBytes(StandardCharsets.US_ASCII);
        this.connection = new Connection(client, who, backoff, window, this, this);
    }

    Connection connection() {
        return connection;
    }

    Arrivals[] rooms() {
        return rooms;
    }

    /** Sends after what was said before. */
    void say(Outgoing send) {
        waiting.add(send);
        Arrivals arrivals = room(send.conversationId());
        if (arrivals != null) {
            arrivals.sending();
        }
        pump();
    }

    /** Asks for what it may lack, after live deliveries have ceased. */
    void catchUp() {
        connection.loop().execute(() -> {
            silent = up;
            settling = true;
            connection.catchUp();
            settling = false;
        });
    }

    void close() {
        closing = true;
        connection.close();
    }

    @Override
    public boolean take(FrameScan scan) {
        Arrivals arrivals = room(scan);
        if (arrivals == null) {
            return true;
        }
        watch(arrivals, scan);
        return tally.arrived(arrivals, scan, System.nanoTime());
    }

    @Override
    public boolean acked(ServerFrame.Ack ack) {
        Arrivals arrivals = room(ack.conversationId());
        int number = mark.number(ack.clientMsgId());
        if (arrivals == null || !ledger.known(number)) {
            return true;
        }
        long id = MessageId.parse(ack.messageId()).value();
        if (ledger.acked(number, id, ack.seq(), ack.duplicate())) {
            tally.acked(arrivals, number, id, ack.seq(), System.nanoTime());
        }
        return !arrivals.lacks();
    }

    @Override
    public void synced(ServerFrame.Synced synced) {
        synced.conversations().forEach((conversation, standing) -> {
            Arrivals arrivals = room(conversation);
            if (arrivals != null) {
                arrivals.told(standing.lastSeq());
                if (!outdated) {
                    arrivals.live().caughtUp(standing.lastSeq());
                }
            }
        });
        if (!synced.partial()) {
            stale = outdated;
            outdated = false;
            asked = false;
        }
    }

    @Override
    public void reconnected() {
        stale = true;
        if (settling) {
            return;
        }
        silent = false;
        if (up) {
            outdated = asked;
            excuse();
        } else {
            for (Arrivals arrivals : rooms) {
                arrivals.live().reopened();
            }
        }
        up = true;
    }

    @Override
    public @Nullable Lacking lacking() {
        Map<String, @Nullable String> cursors = new HashMap<>();
        for (Arrivals arrivals : rooms) {
            if (stale || arrivals.lacksSurely()) {
                long id = arrivals.room().idAt(arrivals.whole());
                cursors.put(arrivals.room().id(), id == 0 ? null : new MessageId(id).toString());
            }
        }
        asked = !cursors.isEmpty();
        return cursors.isEmpty() ? null : new Lacking(null, cursors);
    }

    @Override
    public void caughtUp() {
        run.caughtUp(this);
    }

    @Override
    public void acked(Outgoing send, ServerFrame.Ack ack) {
        answered(send);
    }

    @Override
    public void refused(Outgoing send, ServerFrame.Failure failure) {
        int number = mark.number(send.clientMsgId());
        ledger.refused(number);
        run.refused(number, failure.code() + ": " + failure.message());
        answered(send);
    }

    @Override
    public void postponed(Outgoing send, ServerFrame.Failure failure) {
        ledger.postponed(mark.number(send.clientMsgId()));
    }

    @Override
    public void interrupted(Outgoing send) {
        ledger.interrupted(mark.number(send.clientMsgId()));
    }

    @Override
    public void lost(Close close, Duration redial) {
        if (close.code() == TOO_SLOW) {
            excuse();
        }
        up = false;
        silent = false;
        asked = false;
        outdated = false;
        run.reconnecting();
    }

    @Override
    public void ended(Close close) {
        if (!closing) {
            run.broken(this, close);
        }
    }

    private void watch(Arrivals arrivals, FrameScan scan) {
        int seq = (int) scan.seq();
        LiveWatch live = arrivals.live();
        if (arrivals.has(seq)) {
            tally.missedLive(live.again(seq) ? -1 : 0);
            return;
        }
        if (asked && live.before(seq)) {
            tally.caughtUpOne();
        }
        // One's own messages come as acks: nothing else of them is due.
        FrameScan.Span sender = scan.sender();
        boolean own = Arrays.equals(scan.bytes(), sender.from(), sender.to(), self, 0, self.length);
        tally.missedLive(live.first(seq, asked && !own, silent) ? 1 : 0);
    }

    private void excuse() {
        for (Arrivals arrivals : rooms) {
            tally.missedLive(-arrivals.live().excused());
        }
    }

    private void answered(Outgoing send) {
        Arrivals arrivals = room(send.conversationId());
        if (arrivals != null) {
            arrivals.answered();
        }
        run.answeredOne();
        pump();
    }

    private void pump() {
        while (connection.unacked() < window) {
            Outgoing next = waiting.poll();
            if (next == null) {
                return;
            }
            connection.offer(next);
        }
    }

    private @Nullable Arrivals room(FrameScan scan) {
        FrameScan.Span id = scan.conversation();
        if (last.room().is(scan.bytes(), id.from(), id.to())) {
            return last;
        }
        for (Arrivals arrivals : rooms) {
            if (arrivals.room().is(scan.bytes(), id.from(), id.to())) {
                last = arrivals;
                return arrivals;
            }
        }
        return null;
    }

    private @Nullable Arrivals room(String id) {
        for (Arrivals arrivals : rooms) {
            if (arrivals.room().id().equals(id)) {
                return arrivals;
            }
        }
        return null;
    }
}
