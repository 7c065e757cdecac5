package chat.parley.fabric.port;

import chat.parley.domain.DeviceId;
import chat.parley.domain.UserId;
import chat.parley.fabric.Connection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which devices are connected, and where.
 *
 * <p>Promises: after {@link #register} every look-up that begins finds the connection; a device has one connection, the
 * one that registered last; a connection goes only by its own {@link #unregister} or by a newer one's registration, so
 * a late goodbye never removes a successor.
 */
public interface Registry {

    /** @return the connection that held the device before, null when none did */
    @Nullable
    Connection register(UserId user, DeviceId device, Connection connection);

    /** @return whether this connection still held the device */
    boolean unregister(UserId user, DeviceId device, Connection connection);

    /** The connections of all devices of a user, in no order. */
    List<Connection> connections(UserId user);
}
