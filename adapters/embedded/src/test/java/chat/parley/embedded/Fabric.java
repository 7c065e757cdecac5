package chat.parley.embedded;

import chat.parley.contracts.NamedFrames;
import chat.parley.contracts.RecordedSession;
import chat.parley.contracts.Script;
import chat.parley.domain.ConversationId;
import chat.parley.domain.Membership;
import chat.parley.domain.Message;
import chat.parley.domain.Roster;
import chat.parley.domain.UserId;
import chat.parley.fabric.Endings;
import chat.parley.fabric.Presence;
import chat.parley.fabric.Router;
import chat.parley.fabric.Sessions;
import chat.parley.fabric.Typing;
import chat.parley.pipeline.Conversations;
import chat.parley.pipeline.Decided;
import chat.parley.pipeline.DeliveryWorker;
import chat.parley.pipeline.port.Directory;
import chat.parley.pipeline.port.StoreUnavailable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The connection fabric over an embedded store, with time in the test's hands and sessions that keep what they hear. */
final class Fabric implements AutoCloseable {

    private static final long INCARNATION = 9;

    final DrivenClock clock = new DrivenClock();
    final Script script;
    final EmbeddedStore store;
    final Sessions sessions = new Sessions(INCARNATION, new EmbeddedRegistry());
    final Presence presence;
    final Typing typing;
    private final DeliveryWorker worker;
    private long connections;

    /** Nothing can be read of the directory. */
    boolean directoryDown;

    Fabric(Path directory) {
        store = EmbeddedStore.open(directory, EmbeddedOptions.defaults().withFsync(false));
        script = new Script(clock.instant());
        Directory faulty = new FaultyDirectory();
        NamedFrames frames = new NamedFrames();
        Conversations conversations = new Conversations(store, faulty, store);
        presence = new Presence(sessions, faulty, store.activityTimes(), frames, clock);
        typing = new Typing(sessions, conversations, faulty, frames, clock);
        Router router = new Router(INCARNATION, sessions, frames, conversations);
        worker = new DeliveryWorker(store.deliveryLog(), store, new Endings(router, typing, presence), clock);
    }

    RecordedSession connect(String user, String device) {
        RecordedSession session = new RecordedSession(INCARNATION, ++connections, user, device);
        presence.open(session);
        return session;
    }

    void say(RecordedSession session, boolean away) {
        session.setAway(away);
        presence.changed(session);
    }

    /** Stores what the script has decided, and delivers it. */
    void happen() {
        store.write(script.batch(), () -> {});
        try {
            int told;
            do {
                told = worker.step(Duration.ZERO);
            } while (told > 0);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The only message of an entry, once it is told. */
    Message told(Decided decided) {
        happen();
        return decided.messages().getFirst();
    }

    /** Time passes as in a server: step by step. */
    void pass(Duration time) {
        for (long millis = 0; millis < time.toMillis(); millis += 100) {
            clock.pass(Duration.ofMillis(100));
            step();
        }
    }

    void step() {
        typing.step();
        presence.step();
    }

    @Override
    public void close() {
        store.close();
    }

    private final class FaultyDirectory implements Directory {
        @Override
        public @Nullable Roster roster(ConversationId conversation) {
            check();
            return store.roster(conversation);
        }

        @Override
        public Set<ConversationId> conversationsOf(UserId user) {
            check();
            return store.conversationsOf(user);
        }

        @Override
        public Map<ConversationId, Membership> memberships(UserId user) {
            check();
            return store.memberships(user);
        }

        private void check() {
            if (directoryDown) {
                throw new StoreUnavailable("the test has taken it down");
            }
        }
    }
}
