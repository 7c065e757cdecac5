package chat.parley.server;

import chat.parley.domain.ConversationId;
import chat.parley.embedded.EmbeddedStore;
import chat.parley.pipeline.Unreadable;
import chat.parley.pipeline.port.StoreUnavailable;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Has the entries of conversations whose rows are damaged answered as unavailable, and catch-ups go on without them, and
 * says so in the log, again and again. In one process that skips nothing that was promised: the log is in memory, and a batch is stored whole or not at
 * all, so of what is passed over nothing is stored. A store that does not answer at all is waited for.
 */
final class DamagedConversations implements Unreadable {

    private static final System.Logger LOG = System.getLogger(DamagedConversations.class.getName());
    private static final Duration SAID_EVERY = Duration.ofMinutes(1);
    private static final int CONVERSATIONS_MAX = 1_000;

    private final Clock clock;
    private final LinkedHashMap<ConversationId, Long> saidAtMillis = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ConversationId, Long> eldest) {
            return size() > CONVERSATIONS_MAX;
        }
    };

    DamagedConversations(Clock clock) {
        this.clock = clock;
    }

    /** How many were met since the start, up to {@value #CONVERSATIONS_MAX}. */
    synchronized int count() {
        return saidAtMillis.size();
    }

    @Override
    public synchronized boolean isPassedOver(ConversationId conversation, StoreUnavailable failure) {
        if (!EmbeddedStore.isDamage(failure)) {
            return false;
        }
        long now = clock.millis();
        Long before = saidAtMillis.get(conversation);
        if (before == null || now - before >= SAID_EVERY.toMillis()) {
            saidAtMillis.put(conversation, now);
            LOG.log(
                    System.Logger.Level.ERROR,
                    "conversation " + conversation
                            + " cannot be read, so nobody can send to it or catch up with it; the"
                            + " others go on: " + failure.getMessage()
                            + ". Stop the server, run ./parley verify on the data directory, and restore a backup");
        }
        return true;
    }
}
