package chat.parley.fabric;

import chat.parley.domain.DeviceId;
import chat.parley.domain.UserId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An authenticated socket of this node. Every method may be called on any thread and never waits for the client; {@link
 * #deliver} may wait some milliseconds for its node's own event loop, so that a fan-out goes no faster than the loop can
 * take it.
 */
public interface Session {

    Connection connection();

    UserId user();

    DeviceId device();

    /** Whether its client has last said that it is away; at first it is not. */
    boolean isAway();

    /** How long ago its client last asked for anything, pings apart; off by a second at most. */
    Duration idle();

    /** The login that its token is of, null when it is of none. A later token may be of another. */
    default @Nullable String login() {
        return null;
    }

    /** Whether it was ended because its client was silent or read nothing, so that what came last may not have arrived. */
    default boolean mayHaveMissed() {
        return false;
    }

    /**
     * Puts a frame, encoded by {@link chat.parley.fabric.port.Frames}, behind the others for this socket. When its
     * outbox is full the socket is closed with 1013 instead: the store is the queue, and the client catches up.
     */
    void deliver(byte[] frame);

    void close(CloseReason reason);
}
