package chat.parley.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.accounts.Device;
import chat.parley.contracts.NamedFrames;
import chat.parley.contracts.RecordedSession;
import chat.parley.contracts.Script;
import chat.parley.domain.ConversationId;
import chat.parley.domain.DeviceId;
import chat.parley.domain.Membership;
import chat.parley.domain.Message;
import chat.parley.domain.Platform;
import chat.parley.domain.ReceiptKind;
import chat.parley.domain.Roster;
import chat.parley.domain.UserId;
import chat.parley.fabric.Router;
import chat.parley.fabric.Sessions;
import chat.parley.pipeline.Conversations;
import chat.parley.pipeline.Decided;
import chat.parley.pipeline.DeliveryWorker;
import chat.parley.pipeline.PendingReceipts;
import chat.parley.pipeline.Receipts;
import chat.parley.pipeline.ReplyTo;
import chat.parley.pipeline.Unreadable;
import chat.parley.pipeline.port.Delivery;
import chat.parley.pipeline.port.Directory;
import chat.parley.pipeline.port.StoreUnavailable;
import chat.parley.push.Composer;
import chat.parley.push.LastLook;
import chat.parley.push.Notification;
import chat.parley.push.Planner;
import chat.parley.push.Planning;
import chat.parley.push.PushCounters;
import chat.parley.push.PushEvent.Home;
import chat.parley.push.PushGateway;
import chat.parley.push.PushIntake;
import chat.parley.push.PushRules;
import chat.parley.push.PushTarget;
import chat.parley.push.Retelling;
import chat.parley.push.Silences;
import chat.parley.push.Trace;
import chat.parley.push.Traces;
import chat.parley.push.WakeUp;
import chat.parley.push.port.PreferenceRecords;
import chat.parley.push.port.PushLog;
import chat.parley.push.port.PushTargets;
import chat.parley.push.port.TraceRecords;
import chat.parley.push.port.WakeUps;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The push fabric behind the pipeline over an embedded store, with time and providers in the test's hands. */
final class PushWorld implements AutoCloseable {

    private static final long INCARNATION = 9;

    final DrivenClock clock = new DrivenClock();
    final Script script = new Script(clock.instant());
    final Map<Platform, RecordedProvider> providers = new EnumMap<>(Platform.class);
    private final Path directory;
    private final Random random;
    private PushRules rules;

    /** All but the apple device's platform has no provider. */
    private final Set<Platform> platforms;

    EmbeddedStore store;
    Sessions sessions = new Sessions(INCARNATION, new EmbeddedRegistry());
    PushCounters counters = new PushCounters();
    Conversations conversations;
    PushTargets targets;
    WakeUps wakeUps;
    PushLog log;
    PreferenceRecords preferences;
    TraceRecords traces;
    Planner planner;
    PushGateway gateway;
    Traces ways;
    private Receipts receipts;
    private PendingReceipts pending;
    private DeliveryWorker worker;
    private Delivery told;
    private final Silences silences = new Silences();
    private Retelling retelling;
    private long connections;

    PushWorld(Path directory) {
        this(directory, 1, PushRules.DEFAULT);
    }

    PushWorld(Path directory, long seed, PushRules rules) {
        this.directory = directory;
        this.random = new Random(seed);
        this.rules = rules;
        this.platforms = EnumSet.of(Platform.APNS, Platform.FCM);
        platforms.forEach(platform -> providers.put(platform, new RecordedProvider(platform)));
        store = open();
        begin();
    }

    private EmbeddedStore open() {
        return EmbeddedStore.open(directory, EmbeddedOptions.defaults().withFsync(false));
    }

    /** The members of these cannot be read. */
    final Set<ConversationId> damaged = new HashSet<>();

    /** How often it was asked which conversations somebody is in. */
    int membershipLooks;

    /** The rows of these cannot be found. */
    final Set<ConversationId> damagedRows = new HashSet<>();

    /** What is due on these cannot be read. */
    final Set<Platform> damagedPlatforms = new HashSet<>();

    /** The process ends and another begins; nobody is connected. */
    void restart() {
        store.close();
        store = open();
        sessions = new Sessions(INCARNATION, new EmbeddedRegistry());
        begin();
    }

    void rules(PushRules next) {
        rules = next;
        begin();
    }

    /** Another begins over the same rows, without an end of the one before. */
    void begin() {
        PendingReceipts cursors = new PendingReceipts(store, clock);
        pending = cursors;
        Directory directory = new FaultyDirectory();
        conversations = new Conversations(store, directory, cursors);
        targets = store.pushTargets();
        wakeUps = new FaultyWakeUps(store.wakeUps());
        preferences = store.preferences();
        traces = store.traces();
        log = store.pushLog(clock);
        PushIntake intake = new PushIntake(log, targets, counters, clock);
        Router router = new Router(
                INCARNATION,
                sessions,
                new NamedFrames(),
                conversations,
                (parcel, to, sockets) -> intake.told(
                        parcel.message(),
                        to.stream()
                                .map(one -> new Home(one.user(), one.device()))
                                .toList(),
                        sockets));
        told = intake.around(router);
        worker = new DeliveryWorker(store.deliveryLog(), store, told, clock);
        receipts = new Receipts(conversations, store, store, cursors, clock);
        planner = new Planner(
                log,
                new Planning(
                        directory,
                        store,
                        cursors,
                        sessions::connected,
                        targets,
                        preferences,
                        wakeUps,
                        traces,
                        platforms,
                        rules,
                        counters,
                        clock),
                counters,
                clock);
        retelling = new Retelling(silences, log, targets, conversations, store, counters, clock);
        LastLook lastLook =
                new LastLook(conversations, store, cursors, sessions::connected, targets, preferences, rules);
        Composer composer =
                new Composer(conversations, user -> "Name of " + user, preferences, rules, Unreadable.WAITS);
        gateway = new PushGateway(
                providers.values(), wakeUps, traces, targets, lastLook, composer, rules, counters, random, clock);
        ways = new Traces(traces, wakeUps, store, targets, planner, gateway);
    }

    RecordedProvider apns() {
        return provider(Platform.APNS);
    }

    RecordedProvider provider(Platform platform) {
        return Objects.requireNonNull(providers.get(platform));
    }

    PushTarget device(String user, String device, Platform platform) {
        return device(user, device, platform, "token of " + user + "'s " + device);
    }

    PushTarget device(String user, String device, Platform platform, String token) {
        UserId owner = Script.user(user);
        DeviceId id = new DeviceId(device);
        assertThat(store.devices().put(new Device(owner, id, platform, token, clock.millis(), null), 100))
                .isTrue();
        return new PushTarget(owner, id, platform, token, null);
    }

    RecordedSession connect(String user, String device) {
        RecordedSession session = new RecordedSession(INCARNATION, ++connections, user, device);
        sessions.open(session);
        return session;
    }

    /** Nothing was heard of a socket for too long. */
    void dies(RecordedSession session) {
        sessions.closed(session);
        silences.note(session.user(), session.device());
    }

    /** Stores what the script has decided, and delivers it. */
    void happen() {
        store.write(script.batch(), () -> {});
        try {
            int events;
            do {
                events = worker.step(Duration.ZERO);
            } while (events > 0);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    Message say(String conversation, String from, String text) {
        return happened(script.send(conversation, from, "k" + script.position().offset(), text));
    }

    private Message happened(Decided decided) {
        happen();
        return decided.messages().getFirst();
    }

    void read(String user, Message upTo) {
        receipts.takeNow(new Receipts.Claim(
                Script.user(user), upTo.conversation(), ReceiptKind.READ, upTo.id(), new ReplyTo(0, 0, 0)));
        pending.store();
        receipts.tell(told);
    }

    void pass(Duration time) {
        clock.pass(time);
        script.later(time);
    }

    /** The grace passes, and everything that there is to do then is done. */
    void settle() {
        pass(Planner.GRACE);
        work();
    }

    /** Everything that there is to do now is done. */
    void work() {
        try {
            int done;
            do {
                done = retelling.step() + planner.step(Duration.ZERO) + gateway.step(Duration.ZERO);
            } while (done > 0);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    List<Notification> sent() {
        List<Notification> all = new ArrayList<>();
        providers.values().forEach(provider -> all.addAll(provider.notifications()));
        return all;
    }

    /** What is said of a message and a user's devices. */
    List<Trace.Step> steps(Message message, String user) {
        return traces.of(message.conversation(), message.id()).stream()
                .filter(step -> step.user().equals(Script.user(user)))
                .map(Trace::step)
                .toList();
    }

    List<WakeUp> rows(String user, String conversation) {
        return wakeUps.of(Script.user(user), new ConversationId(conversation));
    }

    long owed() {
        return sum(platforms);
    }

    private long sum(Collection<Platform> of) {
        return of.stream().mapToLong(wakeUps::owed).sum();
    }

    private final class FaultyDirectory implements Directory {

        @Override
        public @Nullable Roster roster(ConversationId conversation) {
            if (damaged.contains(conversation)) {
                throw new StoreUnavailable("damaged by the test");
            }
            return store.roster(conversation);
        }

        @Override
        public Map<ConversationId, Membership> memberships(UserId user) {
            membershipLooks++;
            return store.memberships(user);
        }
    }

    private final class FaultyWakeUps implements WakeUps {

        private final WakeUps rows;

        FaultyWakeUps(WakeUps rows) {
            this.rows = rows;
        }

        @Override
        public Map<WakeUp.Key, WakeUp> find(Collection<WakeUp.Key> keys) {
            if (keys.stream().anyMatch(key -> damagedRows.contains(key.conversation()))) {
                throw new StoreUnavailable("damaged by the test");
            }
            return rows.find(keys);
        }

        @Override
        public List<WakeUp> of(UserId user, ConversationId conversation) {
            return rows.of(user, conversation);
        }

        @Override
        public List<Change> write(Collection<Change> changes) {
            return rows.write(changes);
        }

        @Override
        public List<WakeUp> due(Platform platform, long atMillis, int max) {
            if (damagedPlatforms.contains(platform)) {
                throw new StoreUnavailable("damaged by the test");
            }
            return rows.due(platform, atMillis, max);
        }

        @Override
        public List<WakeUp> after(WakeUp.@Nullable Key last, int max) {
            return rows.after(last, max);
        }

        @Override
        public long owed(Platform platform) {
            return rows.owed(platform);
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
