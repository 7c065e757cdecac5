package chat.parley.push.port;

import chat.parley.pipeline.port.Log;
import chat.parley.push.PushEvent;
import java.util.List;

/** What may owe a wake-up. The promises are those of every {@link Log}. */
public interface PushLog extends Log<PushEvent> {

    /**
     * Puts all at the end, in this order, in one write.
     *
     * @return false when the log is full or closed: none is in it
     */
    boolean append(List<PushEvent> events);

    @Override
    default boolean append(PushEvent event) {
        return append(List.of(event));
    }
}
