package chat.parley.server;

import chat.parley.domain.ConversationId;
import chat.parley.domain.MessageId;
import chat.parley.embedded.EmbeddedStore;
import chat.parley.pipeline.port.Log.Logged;
import chat.parley.pipeline.port.UnreadableEntry;
import chat.parley.push.PushEvent;
import chat.parley.push.Stories;
import chat.parley.push.Story;
import chat.parley.push.Traces;
import chat.parley.push.port.PushLog;
import chat.parley.rest.StoryJson;
import chat.parley.rest.StoryText;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The way of a message, from the data directory of a server that is stopped. */
final class StoredStory {

    private StoredStory() {}

    /** Null when there is no such message. */
    static @Nullable String of(Path data, ConversationId conversation, MessageId message, boolean json) {
        try (EmbeddedStore store = EmbeddedStore.openExisting(data)) {
            Clock clock = Clock.systemUTC();
            long planned = plannedThrough(store.pushLog(clock), clock);
            Traces traces =
                    new Traces(store.traces(), store.wakeUps(), store, store.pushTargets(), () -> planned, _ -> 0);
            Story story = new Stories(store, store, store, traces).of(conversation, message);
            return story == null ? null : json ? StoryJson.of(story) + "\n" : StoryText.of(story);
        }
    }

    private static long plannedThrough(PushLog log, Clock clock) {
        try {
            List<Logged<PushEvent>> next = log.read(log.committed(), 1, Duration.ZERO);
            return next.isEmpty() ? clock.millis() : next.getFirst().logTimeMillis() - 1;
        } catch (UnreadableEntry e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }
}
