package chat.parley.tools.client;

import java.time.Duration;

/** What happens on a connection; called on its loop, must not block. Messages go to the {@link Inbox}. */
public interface ConnectionListener {

    /** Authenticated, for the first time or again; what was not acked is on its way once more. */
    default void ready(ServerFrame.Ready ready) {}

    /** Nothing is lacking any more. */
    default void caughtUp() {}

    /** The socket is gone; the next dial comes by itself. */
    default void lost(Close close, Duration redial) {}

    /** It will not dial again: closed from here, or the server would only refuse it once more. */
    default void ended(Close close) {}

    default void acked(Outgoing send, ServerFrame.Ack ack) {}

    /** It was not stored and will not be sent again; code {@code outbox_full}: it was not even tried. */
    default void refused(Outgoing send, ServerFrame.Failure failure) {}

    /** The server asked to try again later: it will come after those sent since. */
    default void postponed(Outgoing send, ServerFrame.Failure failure) {}

    /**
     * The socket was lost before the answer came: it goes again on the next one. Should the lost answer have been
     * {@code unavailable}, it will come after those sent behind it.
     */
    default void interrupted(Outgoing send) {}

    /** Any other frame. */
    default void frame(ServerFrame frame) {}
}
