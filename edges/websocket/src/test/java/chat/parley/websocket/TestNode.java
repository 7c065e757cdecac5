package chat.parley.websocket;

import chat.parley.domain.ClientMsgId;
import chat.parley.domain.ConversationId;
import chat.parley.domain.ConversationType;
import chat.parley.domain.DeviceId;
import chat.parley.domain.HistoryVisibility;
import chat.parley.domain.UserId;
import chat.parley.embedded.EmbeddedOptions;
import chat.parley.embedded.EmbeddedRegistry;
import chat.parley.embedded.EmbeddedStore;
import chat.parley.fabric.Connection;
import chat.parley.fabric.Endings;
import chat.parley.fabric.Presence;
import chat.parley.fabric.Router;
import chat.parley.fabric.Session;
import chat.parley.fabric.Sessions;
import chat.parley.fabric.Typing;
import chat.parley.fabric.limits.Quotas;
import chat.parley.fabric.limits.Quotas.Rates;
import chat.parley.fabric.port.Admissions;
import chat.parley.fabric.port.Authenticator;
import chat.parley.fabric.port.Registry;
import chat.parley.pipeline.CatchUp;
import chat.parley.pipeline.Command;
import chat.parley.pipeline.Conversations;
import chat.parley.pipeline.DeliveryWorker;
import chat.parley.pipeline.Entry;
import chat.parley.pipeline.Gateway;
import chat.parley.pipeline.History;
import chat.parley.pipeline.Outcome;
import chat.parley.pipeline.PendingReceipts;
import chat.parley.pipeline.Receipts;
import chat.parley.pipeline.Sequencer;
import chat.parley.pipeline.port.Log;
import chat.parley.pipeline.port.MessageStore;
import chat.parley.pipeline.port.StoreUnavailable;
import chat.parley.wire.ServerFrames;
import chat.parley.wire.http.HttpEndpoint;
import chat.parley.wire.http.HttpRequest;
import chat.parley.wire.http.HttpResponse;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A node with the whole pipeline in this process, and a listener on a free port. */
final class TestNode implements AutoCloseable {

    private static final long INCARNATION = 7;

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final TestAuthenticator authenticator = new TestAuthenticator();
    final TestRegistry registry = new TestRegistry();
    final HeldClock quotaClock = new HeldClock();
    /** The devices whose sessions have ended, in their order. */
    final BlockingQueue<String> left = new LinkedBlockingQueue<>();

    private final Set<String> endedLogins = ConcurrentHashMap.newKeySet();
    final EmbeddedStore store;
    final Sessions sessions;
    final Gateway gateway;
    final Listener listener;
    final InetSocketAddress address;

    /** Held by the pipeline while it decides entries. */
    private final Semaphore pipelineMayRun = new Semaphore(1);

    private final Log<Entry> log;
    private final Sequencer sequencer;
    private final DeliveryWorker delivery;
    private final Router router;
    private final Receipts receipts;
    final PendingReceipts pending;
    private final Thread pipeline;
    private volatile boolean closing;

    /** Of which no message can be read, as if its rows were damaged. */
    volatile @Nullable ConversationId damaged;

    TestNode(Path directory) {
        this(directory, config -> config);
    }

    TestNode(Path directory, UnaryOperator<ListenerConfig> adjust) {
        this(directory, adjust, TestNode::noHttp);
    }

    /** A node that holds its users to rates. */
    TestNode(Path directory, Rates rates) {
        this(directory, config -> config, TestNode::noHttp, rates, null);
    }

    private static void noHttp(HttpRequest request, Consumer<HttpResponse> answer) {
        throw new IllegalStateException("no HTTP in this test");
    }

    TestNode(Path directory, UnaryOperator<ListenerConfig> adjust, HttpEndpoint http) {
        this(directory, adjust, http, Rates.OFF, null);
    }

    TestNode(
            Path directory,
            UnaryOperator<ListenerConfig> adjust,
            HttpEndpoint http,
            Rates rates,
            @Nullable ServerCertificate certificate) {
        Clock clock = Clock.systemUTC();
        store = EmbeddedStore.open(directory, EmbeddedOptions.defaults().withFsync(false));
        log = store.conversationLog(clock, 10_000);
        gateway = new Gateway(INCARNATION, log, store, clock);
        sessions = new Sessions(INCARNATION, registry, new OfLiveLogins());
        pending = new PendingReceipts(store, clock);
        Conversations conversations = new Conversations(store, store, pending);
        receipts = new Receipts(conversations, store, store, pending, clock);
        CatchUp catchUp = new CatchUp(
                conversations, new History(damageable()), store::logEnd, clock, (id, _) -> id.equals(damaged));
        sequencer = new Sequencer(1, store, store, store, gateway);
        ServerFrames frames = new ServerFrames();
        Presence presence = new Presence(sessions, store, store.activityTimes(), frames, clock);
        Typing typing = new Typing(sessions, conversations, store, frames, clock);
        router = new Router(INCARNATION, sessions, frames, conversations);
        delivery = new DeliveryWorker(store.deliveryLog(), store, new Endings(router, typing, presence), clock);
        listener = new Listener(
                adjust.apply(defaults()),
                presence,
                typing,
                gateway,
                conversations,
                catchUp,
                receipts,
                authenticator,
                new Quotas(rates, quotaClock, 7),
                http,
                clock,
                meters,
                INCARNATION,
                certificate);
        address = listener.start();
        pipeline = Thread.ofPlatform().name("test-pipeline").start(this::run);
    }

    private MessageStore damageable() {
        return (MessageStore) Proxy.newProxyInstance(
                TestNode.class.getClassLoader(), new Class<?>[] {MessageStore.class}, (_, method, arguments) -> {
                    if (arguments[0].equals(damaged)) {
                        throw new StoreUnavailable("a test has damaged it");
                    }
                    return method.invoke(store, arguments);
                });
    }

    private static ListenerConfig defaults() {
        return ListenerConfig.on(0)
                .withHost("127.0.0.1")
                .withIoThreads(1)
                .withAllowedOrigins(Set.of("https://allowed.example"));
    }

    private void run() {
        try {
            while (!closing) {
                List<Log.Logged<Entry>> entries = log.read(log.committed(), 512, Duration.ofMillis(5));
                pipelineMayRun.acquire();
                try {
                    if (!entries.isEmpty()) {
                        sequencer.process(entries);
                        log.commit(entries.getLast().position());
                    }
                    delivery.step(Duration.ZERO);
                    receipts.tell(router);
                } finally {
                    pipelineMayRun.release();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Entries that come from now on wait. */
    void holdPipeline() {
        pipelineMayRun.acquireUninterruptibly();
    }

    void letPipelineRun() {
        pipelineMayRun.release();
    }

    /** A group with these members, the first one its creator; returns when it is there, and all were told. */
    ConversationId group(String... members) {
        UserId creator = new UserId(members[0]);
        ConversationId id = ConversationId.group(creator, new ClientMsgId("group:" + String.join(".", members)));
        List<UserId> others = List.of(members).stream().skip(1).map(UserId::new).toList();
        submit(new Command.Create(id, creator, ConversationType.GROUP, "a group", HistoryVisibility.ALL, others));
        // Answered while the pipeline is held, which tells before it lets go: who logs in next does not hear of it.
        holdPipeline();
        letPipelineRun();
        return id;
    }

    Outcome submit(Command command) {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        gateway.submit(command, 0, outcome::complete);
        return outcome.join();
    }

    /** As a logout does: first nobody can come in by it any more, then who is in goes. */
    void endLogin(String user, String login) {
        endedLogins.add(login);
        sessions.endLogin(new UserId(user), login);
    }

    double meter(String name) {
        return meters.get(name).meter().measure().iterator().next().getValue();
    }

    WebSocketClient connect() {
        return new WebSocketClient(address);
    }

    /** A client that is upgraded and has been told ready. */
    WebSocketClient login(String user, String device) {
        WebSocketClient client = connect().upgrade("/ws");
        client.text("{\"type\":\"auth\",\"token\":\"" + user + "\",\"device_id\":\"" + device + "\"}");
        client.expectText("ready");
        return client;
    }

    @Override
    public void close() {
        closing = true;
        // It may be held, when the test has failed.
        letPipelineRun();
        try {
            pipeline.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        listener.close();
        store.close();
    }

    private final class OfLiveLogins implements Admissions {
        @Override
        public boolean admit(Session session) {
            String login = session.login();
            return login == null || !endedLogins.contains(login);
        }

        @Override
        public void left(Session session) {
            left.add(session.device() + (session.mayHaveMissed() ? " may have missed something" : " is gone"));
        }
    }

    /**
     * Takes a user's name for his token; {@code name/PT10S} ends so soon, {@code name/PT10S/login} is of a login, and
     * {@code bad} is none.
     */
    static final class TestAuthenticator implements Authenticator {

        /** Verifications wait while there is none. */
        final Semaphore mayVerify = new Semaphore(Integer.MAX_VALUE / 2);

        @Override
        public Verdict verify(String token) {
            mayVerify.acquireUninterruptibly();
            mayVerify.release();
            if (token.equals("broken")) {
                throw new IllegalStateException("a test breaks it");
            }
            if (token.equals("outage")) {
                return new Verdict.Unavailable("no keys at the moment");
            }
            String[] parts = token.split("/", -1);
            if (parts[0].equals("bad") || !UserId.isValid(parts[0])) {
                return new Verdict.Rejected("the token is bad");
            }
            Duration left = parts.length == 1 ? Duration.ofHours(1) : Duration.parse(parts[1]);
            return new Verdict.Accepted(
                    new UserId(parts[0]), Clock.systemUTC().instant().plus(left), parts.length < 3 ? null : parts[2]);
        }
    }

    /** Stands still unless it is put forward, so that how fast a test runs does not decide who is refused. */
    static final class HeldClock extends Clock {

        private final AtomicLong millis = new AtomicLong(1_700_000_000_000L);

        void advance(long by) {
            millis.addAndGet(by);
        }

        @Override
        public long millis() {
            return millis.get();
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(millis());
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("no test asks for it");
        }
    }

    /** The embedded registry, whose registrations can be held up. */
    static final class TestRegistry implements Registry {

        /** Registrations are there, but do not return while there is none. */
        final Semaphore mayReturn = new Semaphore(Integer.MAX_VALUE / 2);

        private final Registry embedded = new EmbeddedRegistry();

        @Override
        public @Nullable Connection register(UserId user, DeviceId device, Connection connection) {
            Connection before = embedded.register(user, device, connection);
            mayReturn.acquireUninterruptibly();
            mayReturn.release();
            return before;
        }

        @Override
        public boolean unregister(UserId user, DeviceId device, Connection connection) {
            return embedded.unregister(user, device, connection);
        }

        @Override
        public List<Connection> connections(UserId user) {
            return embedded.connections(user);
        }
    }
}
