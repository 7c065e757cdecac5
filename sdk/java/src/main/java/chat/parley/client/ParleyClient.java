package chat.parley.client;

import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One device of one user. It connects and, when the connection is lost, connects again; keeps what is sent until the
 * server has it; and tells its {@link ParleyListener} each message once, each conversation's in order, also those that
 * came while it was away.
 *
 * <p>With a {@linkplain ParleyClientBuilder#directory directory}, all this holds over restarts of the program, too. Safe
 * for use by many threads. Thousands of clients fit into one JVM.
 */
public final class ParleyClient implements AutoCloseable {

    private static final int WATCHED_MAX = 500;

    private final Engine engine;
    private final String deviceId;

    ParleyClient(Engine engine, String deviceId) {
        this.engine = engine;
        this.deviceId = deviceId;
    }

    /**
     * Begins to make a client.
     *
     * @param server {@code http://HOST[:PORT]} or https
     * @return a builder
     * @throws IllegalArgumentException when the address is none
     */
    public static ParleyClientBuilder builder(URI server) {
        return new ParleyClientBuilder(server);
    }

    /**
     * Starts to connect, and stays connected until {@link #close}; returns at once. Does nothing when that was done, and
     * tries again when the client has stopped ({@link ConnectionState#REPLACED}, {@link ConnectionState#REFUSED}).
     *
     * @throws ParleyException with {@link ErrorCode#CLOSED} after {@link #close}
     */
    public void connect() {
        engine.connect();
    }

    /**
     * Waits until the client is connected and authenticated.
     *
     * @param timeout how long to wait
     * @return false when the time is over, or the client has stopped
     * @throws InterruptedException when the caller is interrupted
     * @throws IllegalStateException when called by the listener
     */
    public boolean awaitReady(Duration timeout) throws InterruptedException {
        return engine.awaitReady(timeout);
    }

    /**
     * Where the client stands.
     *
     * @return the state now
     */
    public ConnectionState state() {
        return engine.state();
    }

    /**
     * Who one is.
     *
     * @return the user, once the server has told; of a directory, also before
     */
    public Optional<String> userId() {
        return Optional.ofNullable(engine.userId());
    }

    /**
     * Which device this is.
     *
     * @return the id
     */
    public String deviceId() {
        return deviceId;
    }

    /**
     * The REST interface, with the tokens of this client.
     *
     * @return always the same
     */
    public ParleyApi api() {
        return engine.api();
    }

    /**
     * Sends a text under a new key, as {@link #send(OutgoingMessage)}.
     *
     * @param conversationId where to
     * @param text up to 16 KiB of UTF-8
     * @return done when the server has it
     * @throws IllegalArgumentException when the server would refuse it for its form
     * @throws ParleyException as {@link #send(OutgoingMessage)}
     */
    public CompletableFuture<Sent> send(String conversationId, String text) {
        return send(OutgoingMessage.of(conversationId, text));
    }

    /**
     * Sends, now or when there is a connection, and again until the server has answered. When this returns, the message
     * is in the outbox: with a directory it is on disk, and is sent by a later run if not by this one. A call with a
     * message that is in the outbox already gives the same future.
     *
     * @param message what to send
     * @return done when the server has it; fails with a {@link ParleyException} when the server refuses it for good, or
     *     with {@link ErrorCode#CLOSED} when the client is closed before
     * @throws ParleyException with {@link ErrorCode#OUTBOX_FULL} when too much is unsent, {@link ErrorCode#CONFLICT} when
     *     an unsent one has the same key and is another, {@link ErrorCode#STORE} when the disk fails,
     *     {@link ErrorCode#CLOSED} after {@link #close}; except for STORE it was not taken
     */
    public CompletableFuture<Sent> send(OutgoingMessage message) {
        return engine.send(message);
    }

    /**
     * Sends a text and waits until the server has it. One that was not acked in time stays in the outbox.
     *
     * @param conversationId where to
     * @param text up to 16 KiB of UTF-8
     * @param timeout how long to wait
     * @return where it stands
     * @throws ParleyException with {@link ErrorCode#UNAVAILABLE} when the time is over; else as
     *     {@link #send(OutgoingMessage)}
     * @throws InterruptedException when the caller is interrupted
     * @throws IllegalStateException when called by the listener
     */
    public Sent sendAndWait(String conversationId, String text, Duration timeout) throws InterruptedException {
        engine.checkMayWait();
        try {
            return send(conversationId, text).get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new ParleyException(ErrorCode.UNAVAILABLE, "not acked within " + timeout, null, e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof ParleyException refusal
                    ? refusal
                    : new ParleyException(ErrorCode.OTHER, String.valueOf(e.getCause()), null, e);
        }
    }

    /**
     * What no server has answered for good, oldest first.
     *
     * @return a copy
     */
    public List<OutgoingMessage> unsent() {
        return engine.unsent();
    }

    /**
     * Waits until nothing is unsent.
     *
     * @param timeout how long to wait
     * @return false when the time is over, or the client has stopped, and something is unsent
     * @throws InterruptedException when the caller is interrupted
     * @throws IllegalStateException when called by the listener
     */
    public boolean awaitSent(Duration timeout) throws InterruptedException {
        return engine.awaitSent(timeout);
    }

    /**
     * Tells that the user has read up to and including a message; now, or when there is a connection. Only ever moves
     * forward.
     *
     * @param conversationId where
     * @param messageId the last one that was read
     */
    public void read(String conversationId, String messageId) {
        engine.receipt(ReceiptKind.READ, conversationId, messageId);
    }

    /**
     * Tells that this device has received up to and including a message; for those who turned off
     * {@link ParleyClientBuilder#delivered}.
     *
     * @param conversationId where
     * @param messageId the last one that was received
     */
    public void delivered(String conversationId, String messageId) {
        engine.receipt(ReceiptKind.DELIVERED, conversationId, messageId);
    }

    /**
     * Tells that the user types, or stopped. To be called with every keystroke: it is said every three seconds at most,
     * ends by itself 6 s after the last call, and with a send. Without a connection it is let go.
     *
     * @param conversationId where
     * @param active whether he types
     */
    public void typing(String conversationId, boolean active) {
        engine.typing(conversationId, active);
    }

    /**
     * Tells whether the user is at this device; said again on each new connection.
     *
     * @param status online or away; a device is offline when its client is closed
     * @throws IllegalArgumentException with {@link PresenceStatus#OFFLINE}
     */
    public void presence(PresenceStatus status) {
        if (status == PresenceStatus.OFFLINE) {
            throw new IllegalArgumentException("a connected device is online or away");
        }
        engine.presence(status);
    }

    /**
     * Asks to be told of the presence of some users, instead of those before; asked again on each new connection.
     *
     * @param userIds at most 500, of whom those who share no conversation with one are left out silently
     * @throws IllegalArgumentException when there are more
     */
    public void watch(Collection<String> userIds) {
        if (userIds.size() > WATCHED_MAX) {
            throw new IllegalArgumentException("at most 500 users can be watched");
        }
        engine.watch(List.copyOf(userIds));
    }

    /**
     * Catches up, as happens by itself after each connect. Waits for a connection if there is none.
     *
     * @return done when all that was missed has been given to the listener
     * @throws ParleyException with {@link ErrorCode#CLOSED} after {@link #close}
     */
    public CompletableFuture<Void> sync() {
        return engine.sync();
    }

    /**
     * Disconnects, and waits for the listener to return if it is being told something. What is unsent stays in the
     * directory, if there is one; events that were not given yet are given by the next run. May be called by the
     * listener, and again.
     */
    @Override
    public void close() {
        engine.close();
    }
}
