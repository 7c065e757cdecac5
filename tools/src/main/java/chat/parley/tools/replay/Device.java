package chat.parley.tools.replay;

import chat.parley.client.ConnectionChange;
import chat.parley.client.ConnectionState;
import chat.parley.client.Message;
import chat.parley.client.ParleyClient;
import chat.parley.client.ParleyClientBuilder;
import chat.parley.client.ParleyListener;
import chat.parley.client.Presence;
import chat.parley.client.Receipt;
import chat.parley.client.Standing;
import chat.parley.client.Typing;
import chat.parley.tools.replay.Findings.Fault;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One device of a user: its client, and what that client gave. */
final class Device implements ParleyListener, AutoCloseable {

    /** One message in so many is read, at the moment it comes. */
    private static final int READ_EVERY = 8;

    private final Cast cast;
    private final String user;
    private final ParleyClient client;
    private final boolean reads;
    private final Map<String, Attendance> rooms = new ConcurrentHashMap<>();
    private final CountDownLatch caughtUp = new CountDownLatch(1);

    /**
     * A device that is not connected yet.
     *
     * @param reads whether the user reads on it, now and then, what comes
     */
    Device(Cast cast, String user, ParleyClientBuilder builder, boolean reads) {
        this.cast = cast;
        this.user = user;
        this.client = builder.listener(this).build();
        this.reads = reads;
    }

    ParleyClient client() {
        return client;
    }

    /** What it was given of a room; that which it will be given is counted from the first call on. */
    Attendance attendance(Room room) {
        return rooms.computeIfAbsent(room.id(), _ -> new Attendance(room));
    }

    /** Counts on what an earlier run of the same device was given. */
    void resume(Attendance attendance) {
        rooms.put(attendance.room().id(), attendance);
    }

    void connect() {
        client.connect();
    }

    /** Waits until it has caught up for the first time: from then on nothing may pass it by. */
    boolean awaitCaughtUp(Duration atMost) throws InterruptedException {
        return caughtUp.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void onMessage(Message message) {
        Attendance attendance = known(message.conversationId());
        if (attendance == null) {
            return;
        }
        Room room = attendance.room();
        cast.checker().given(room, message);
        if (!attendance.take(message.seq())) {
            cast.findings()
                    .add(Fault.LIVE_ORDER, room.scene().title() + ": seq " + message.seq() + " again to " + user);
            return;
        }
        cast.tally().delivered.increment();
        int number = cast.checker().number(message);
        if (number != Mark.NONE && !message.from().equals(user)) {
            cast.tally().delivered(System.nanoTime() - cast.ledger().intendedNanos(number));
        }
        if (reads && message.seq() % READ_EVERY == user.hashCode() % READ_EVERY) {
            cast.tally().reads.increment();
            attendance.read(message.seq());
            client.read(message.conversationId(), message.messageId());
        }
    }

    @Override
    public void onReceipt(Receipt receipt) {
        cast.tally().receipts.increment();
    }

    @Override
    public void onTyping(Typing typing) {
        cast.tally().typing.increment();
    }

    @Override
    public void onPresence(Presence presence) {
        cast.tally().presence.increment();
    }

    @Override
    public void onState(ConnectionChange change) {
        if (change.state() == ConnectionState.WAITING) {
            cast.tally().reconnects.increment();
        } else if (change.state() == ConnectionState.REFUSED || change.state() == ConnectionState.REPLACED) {
            cast.broken(user + " was turned away: " + change.closeCode() + " " + change.reason());
        }
    }

    @Override
    public void onSynced(Map<String, Standing> standings) {
        caughtUp.countDown();
    }

    @Override
    public void close() {
        client.close();
    }

    private @Nullable Attendance known(String conversationId) {
        Attendance attendance = rooms.get(conversationId);
        if (attendance == null) {
            Room room = cast.room(conversationId);
            return room == null ? null : attendance(room);
        }
        return attendance;
    }
}
