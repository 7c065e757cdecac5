package chat.parley.accounts;

import chat.parley.accounts.port.DeviceRecords;
import chat.parley.accounts.port.OpenSockets;
import chat.parley.domain.DeviceId;
import chat.parley.domain.Platform;
import chat.parley.domain.UserId;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The devices of users. When one was seen is gathered in memory and written by {@link #flush}, which whoever asks for
 * devices does first; the sightings of the last moment may be lost by a crash, and the next socket brings them again.
 */
public final class Devices {

    /** Most devices of a user; beyond, the one longest unseen is forgotten. */
    public static final int PER_USER_MAX = 100;

    /** Most sightings in memory; beyond, that a socket closed is not noted. */
    private static final int SIGHTINGS_MAX = 100_000;

    private record Key(UserId user, DeviceId device) {}

    private final DeviceRecords records;
    private final OpenSockets sockets;
    private final Clock clock;
    private final Map<Key, Sighting> sightings = new ConcurrentHashMap<>();

    public Devices(DeviceRecords records, OpenSockets sockets, Clock clock) {
        this.records = records;
        this.sockets = sockets;
        this.clock = clock;
    }

    /** Notes that a device's socket opened. Never waits. */
    public void opened(UserId user, DeviceId device, @Nullable String login) {
        note(new Sighting(user, device, clock.millis(), login, true));
    }

    /** Notes that a device's socket closed. Never waits. */
    public void closed(UserId user, DeviceId device, @Nullable String login) {
        note(new Sighting(user, device, clock.millis(), login, false));
    }

    private void note(Sighting one) {
        if (sightings.size() < SIGHTINGS_MAX) {
            sightings.merge(
                    new Key(one.user(), one.device()),
                    one,
                    (before, now) ->
                            new Sighting(now.user(), now.device(), now.at(), now.login(), before.adds() || now.adds()));
        }
    }

    /** Writes what was noted. One at a time: what another has taken to write is written when this returns. */
    public synchronized void flush() {
        if (sightings.isEmpty()) {
            return;
        }
        List<Sighting> taken = new ArrayList<>(sightings.values());
        records.seen(taken, PER_USER_MAX);
        taken.forEach(one -> sightings.remove(new Key(one.user(), one.device()), one));
    }

    public List<Device> of(UserId user) {
        flush();
        return records.of(user);
    }

    public @Nullable Device find(UserId user, DeviceId device) {
        flush();
        return records.find(user, device);
    }

    /**
     * Sets the push token of a device. A token that another device had, of whomever, is no more that one's.
     *
     * @return null when the login has ended
     */
    public @Nullable Device register(
            UserId user, DeviceId device, Platform platform, String pushToken, @Nullable String login) {
        return register(user, device, platform, pushToken, null, login);
    }

    /**
     * Sets the push token of a device, and the key to encrypt what is pushed to it.
     *
     * @param pushKey as {@link Device} has it
     * @return null when the login has ended
     */
    public @Nullable Device register(
            UserId user,
            DeviceId device,
            Platform platform,
            String pushToken,
            @Nullable String pushKey,
            @Nullable String login) {
        flush();
        Device registered = new Device(user, device, platform, pushToken, clock.millis(), login, pushKey, null);
        return records.put(registered, PER_USER_MAX) ? registered : null;
    }

    /**
     * Forgets a device and closes its socket.
     *
     * @return false when there is none
     */
    public boolean remove(UserId user, DeviceId device) {
        flush();
        boolean removed = records.remove(user, device);
        sockets.endDevice(user, device);
        return removed;
    }
}
