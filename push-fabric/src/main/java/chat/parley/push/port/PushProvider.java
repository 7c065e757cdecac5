package chat.parley.push.port;

import chat.parley.domain.Platform;
import chat.parley.push.Notification;
import chat.parley.push.PushOutcome;
import chat.parley.push.PushTarget;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The service that wakes the devices of one platform. Every method may be called on any thread.
 *
 * <p>Promises: {@link #send} never waits and never throws, and its answer comes within some seconds, whatever the service
 * does; how many are under way is for the caller to bound; what is too large is shortened, never refused for that.
 */
public interface PushProvider extends AutoCloseable {

    /**
     * What was found to be right or wrong.
     *
     * @param problem null when it is right; else what to do
     */
    record Finding(String what, @Nullable String problem) {}

    Platform platform();

    CompletionStage<PushOutcome> send(PushTarget target, Notification notification);

    /** Until when nothing is to be sent, Unix milliseconds, since it would fail; 0 or a time that has passed when it may. */
    default long closedUntil() {
        return 0;
    }

    /** How many more it would take now, where it knows: what is beyond would come back untried. */
    default int room() {
        return Integer.MAX_VALUE;
    }

    /** Looks at the credentials and whether the service can be reached. May take some seconds. */
    List<Finding> examine();

    @Override
    void close();
}
