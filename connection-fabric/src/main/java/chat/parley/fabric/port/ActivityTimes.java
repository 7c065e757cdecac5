package chat.parley.fabric.port;

import chat.parley.domain.UserId;
import java.util.Collection;
import java.util.Map;

/**
 * When users were last active, in Unix milliseconds, kept for when they are not connected.
 *
 * <p>Promises: what was recorded is found by every look-up that begins afterwards; a time only moves forward, so nodes
 * may record the same user in any order. The times of the last minutes may be lost by a crash of the machine. Every
 * method throws {@link chat.parley.pipeline.port.StoreUnavailable} when it is not known whether it was done.
 */
public interface ActivityTimes {

    /** Moves times forward; for some thousands of users at once at most. */
    void record(Map<UserId, Long> times);

    /** The times of those of the users who have one. */
    Map<UserId, Long> of(Collection<UserId> users);
}
