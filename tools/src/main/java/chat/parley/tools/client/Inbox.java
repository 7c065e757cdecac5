package chat.parley.tools.client;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one device has received, and therefore what it lacks. On the connection's loop only.
 *
 * <p>The server delivers at least once, each conversation's messages numbered without gaps: a number that was seen is
 * a copy, and one that was passed over must be asked for.
 */
public interface Inbox {

    /** A message frame came, live or by catch-up. @return false when something before it is lacking */
    boolean take(FrameScan message);

    /** A send of this device was acked: its message is not delivered to it, but has its number. */
    boolean acked(ServerFrame.Ack ack);

    /** The last frame of a catch-up came, or one before it. */
    void synced(ServerFrame.Synced synced);

    /** The socket is new: everything since the last catch-up may be lacking. */
    void reconnected();

    /** What to ask for now; null when nothing is lacking. */
    @Nullable
    Lacking lacking();

    /**
     * What a {@code sync} asks for.
     *
     * @param since the token of the last one
     * @param cursors by conversation the last message that is there; null for none
     */
    record Lacking(@Nullable String since, Map<String, @Nullable String> cursors) {}

    /** For a client that wants no catch-up and counts for itself, such as a load generator. */
    interface Live extends Inbox {
        @Override
        default boolean acked(ServerFrame.Ack ack) {
            return true;
        }

        @Override
        default void synced(ServerFrame.Synced synced) {}

        @Override
        default void reconnected() {}

        @Override
        default @Nullable Lacking lacking() {
            return null;
        }
    }
}
