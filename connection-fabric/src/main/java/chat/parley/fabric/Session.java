package chat.parley.fabric;

import chat.parley.domain.DeviceId;
import chat.parley.domain.UserId;

/** An authenticated socket of this node. Every method may be called on any thread and never waits. */
public interface Session {

    Connection connection();

    UserId user();

    DeviceId device();

    /**
     * Puts a frame, encoded by {@link chat.parley.fabric.port.Frames}, behind the others for this socket. When its
     * outbox is full the socket is closed with 1013 instead: the store is the queue, and the client catches up.
     */
    void deliver(byte[] frame);

    void close(CloseReason reason);
}
