package chat.parley.simulation;

import chat.parley.domain.Body;
import chat.parley.domain.ClientMsgId;
import chat.parley.domain.ConversationId;
import chat.parley.domain.UserId;
import chat.parley.pipeline.Command;
import chat.parley.pipeline.Outcome;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The edges' short cut for keys that were answered a while ago. It can be emptied at any moment. */
final class KeyCache {

    private static final long KEPT_MILLIS = Duration.ofHours(1).toMillis();

    private record Key(ConversationId conversation, UserId sender, ClientMsgId id) {}

    private record Known(Body body, Outcome.Stored stored, long atMillis) {}

    private final SimulatedClock clock;
    private final Map<Key, Known> known = new HashMap<>();

    KeyCache(SimulatedClock clock) {
        this.clock = clock;
    }

    @Nullable
    Outcome lookUp(Command.Send send) {
        Known one = known.get(key(send));
        if (one == null || clock.millis() - one.atMillis > KEPT_MILLIS) {
            return null;
        }
        Outcome.Stored first = one.stored;
        return one.body.equals(send.body())
                ? new Outcome.Stored(first.id(), first.seq(), first.serverTs(), true)
                : new Outcome.Refused(Outcome.Refusal.CONFLICT, "");
    }

    void remember(Command.Send send, Outcome.Stored stored) {
        known.put(key(send), new Known(send.body(), stored, clock.millis()));
    }

    void empty() {
        known.clear();
    }

    private static Key key(Command.Send send) {
        return new Key(send.conversation(), send.actor(), send.clientMsgId());
    }
}
