package chat.parley.push.port;

import chat.parley.domain.ConversationId;
import chat.parley.domain.Platform;
import chat.parley.domain.UserId;
import chat.parley.push.WakeUp;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is owed to devices, and what they have been shown.
 *
 * <p>Promises: a change is made only to the revision that it was meant for, so that of two that change a row one wins; what
 * {@link #write} did survives the end of the process, and every look that begins afterwards finds it; millions of rows
 * take no memory.
 */
public interface WakeUps {

    /**
     * @param seen the revision it is meant for; 0 when there was no row
     * @param after null to remove it; else of revision {@code seen + 1}, or where there was none of one beyond all before
     */
    record Change(WakeUp.Key key, long seen, @Nullable WakeUp after) {}

    Map<WakeUp.Key, WakeUp> find(Collection<WakeUp.Key> keys);

    /** The rows of all devices of a user for a conversation. */
    List<WakeUp> of(UserId user, ConversationId conversation);

    /**
     * Makes the changes that are still meant for what is there.
     *
     * @return those that are not, and were not made
     */
    List<Change> write(Collection<Change> changes);

    /** Those of a platform that are due at a moment, the longest due first. */
    List<WakeUp> due(Platform platform, long atMillis, int max);

    /**
     * Some of all rows, by which each is come by once, page after page, in an order that is the store's own. Whether those
     * that come and go meanwhile are among them is open.
     *
     * @param last of the page before, whether it is there still or not; null for the first page
     * @return none when there are no more
     */
    List<WakeUp> after(WakeUp.@Nullable Key last, int max);

    /** How many of a platform are owed. */
    long owed(Platform platform);
}
