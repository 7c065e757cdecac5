package chat.parley.embedded;

import chat.parley.domain.DeviceId;
import chat.parley.domain.UserId;
import chat.parley.fabric.Connection;
import chat.parley.fabric.port.Registry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The connected devices of the one process there is. It is bounded by the sockets, which are counted elsewhere. */
public final class EmbeddedRegistry implements Registry {

    /** A user's connected devices, side by side; replaced as a whole. Most users have one, a look-up takes the list. */
    private record Devices(List<DeviceId> ids, List<Connection> connections) {

        @Nullable
        Connection of(DeviceId device) {
            int index = ids.indexOf(device);
            return index < 0 ? null : connections.get(index);
        }

        Devices with(DeviceId device, Connection connection) {
            Devices others = without(device);
            return new Devices(plus(others.ids, device), plus(others.connections, connection));
        }

        Devices without(DeviceId device) {
            int index = ids.indexOf(device);
            return index < 0 ? this : new Devices(minus(ids, index), minus(connections, index));
        }

        private static <T> List<T> plus(List<T> list, T one) {
            List<T> longer = new ArrayList<>(list);
            longer.add(one);
            return List.copyOf(longer);
        }

        private static <T> List<T> minus(List<T> list, int index) {
            List<T> shorter = new ArrayList<>(list);
            shorter.remove(index);
            return List.copyOf(shorter);
        }
    }

    private static final Devices NONE = new Devices(List.of(), List.of());

    private final Map<UserId, Devices> byUser = new ConcurrentHashMap<>();

    @Override
    public @Nullable Connection register(UserId user, DeviceId device, Connection connection) {
        var before = new Object() {
            @Nullable
            Connection connection;
        };
        byUser.compute(user, (_, devices) -> {
            Devices known = devices == null ? NONE : devices;
            before.connection = known.of(device);
            return known.with(device, connection);
        });
        return before.connection;
    }

    @Override
    public boolean unregister(UserId user, DeviceId device, Connection connection) {
        var held = new Object() {
            boolean here;
        };
        byUser.computeIfPresent(user, (_, devices) -> {
            held.here = connection.equals(devices.of(device));
            Devices left = held.here ? devices.without(device) : devices;
            return left.ids().isEmpty() ? null : left;
        });
        return held.here;
    }

    @Override
    public List<Connection> connections(UserId user) {
        return byUser.getOrDefault(user, NONE).connections();
    }
}
