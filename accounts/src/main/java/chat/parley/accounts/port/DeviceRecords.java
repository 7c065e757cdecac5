package chat.parley.accounts.port;

import chat.parley.accounts.Device;
import chat.parley.accounts.Sighting;
import chat.parley.domain.DeviceId;
import chat.parley.domain.UserId;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The devices of users. Promises: a push token is of one device; what {@link #put} and {@link #remove} did survives a crash
 * once they return; a user has at most as many devices as is said, those longest unseen going first.
 */
public interface DeviceRecords {

    @Nullable
    Device find(UserId user, DeviceId device);

    /** In the order of their ids. */
    List<Device> of(UserId user);

    /**
     * Adds or replaces a device, and takes its push token away from any other.
     *
     * @return false, and nothing is done, when its login has ended
     */
    boolean put(Device device, int perUserMax);

    /** Notes when devices were seen, and by which login. Of those that are not known, adds the ones whose sighting adds. */
    void seen(Collection<Sighting> sightings, int perUserMax);

    /** @return false when there is none */
    boolean remove(UserId user, DeviceId device);
}
