package chat.parley.server;

import chat.parley.embedded.EmbeddedOptions;
import chat.parley.embedded.EmbeddedRegistry;
import chat.parley.embedded.EmbeddedStore;
import chat.parley.fabric.Endings;
import chat.parley.fabric.Presence;
import chat.parley.fabric.Router;
import chat.parley.fabric.Sessions;
import chat.parley.fabric.Typing;
import chat.parley.fabric.limits.Quotas;
import chat.parley.fabric.port.Authenticator;
import chat.parley.pipeline.CatchUp;
import chat.parley.pipeline.Conversations;
import chat.parley.pipeline.DeliveryWorker;
import chat.parley.pipeline.Entry;
import chat.parley.pipeline.Gateway;
import chat.parley.pipeline.History;
import chat.parley.pipeline.PartitionOwner;
import chat.parley.pipeline.PendingReceipts;
import chat.parley.pipeline.Receipts;
import chat.parley.pipeline.Sequencer;
import chat.parley.pipeline.port.Delivery;
import chat.parley.pipeline.port.Log;
import chat.parley.push.Stories;
import chat.parley.rest.OperatorAccess;
import chat.parley.rest.RestApi;
import chat.parley.server.auth.JwtAuthenticator;
import chat.parley.server.auth.Secret;
import chat.parley.server.config.Settings;
import chat.parley.web.WebClient;
import chat.parley.websocket.Listener;
import chat.parley.websocket.ListenerConfig;
import chat.parley.websocket.ServerCertificate;
import chat.parley.websocket.Transport;
import chat.parley.wire.ServerFrames;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One process that does it all over one data directory: opens the adapters, puts the systems on them and the edges
 * before these, and takes them down in the other order.
 */
final class Server {

    private static final System.Logger LOG = System.getLogger(Server.class.getName());

    private static final int PARTITION = 0;

    /** Most commands that wait to be decided; more are refused as unavailable. */
    private static final int CONVERSATION_LOG_MAX = 65_536;

    /** A process that is told to end is gone after ten seconds; this leaves some for closing the store. */
    private static final Duration DRAIN_MAX = Duration.ofSeconds(8);

    private final EmbeddedStore store;
    private final Residents residents;
    private final Loop sequencer;
    private final Loop delivery;
    private final Presence presence;
    private final Clockwork clockwork;
    private final Health health;
    private final Router router;
    private final PushServices services;
    private final PushFabric push;
    private final Listener listener;
    private @Nullable InetSocketAddress address;

    /** @throws IOException when the token secret can be neither read nor made */
    private Server(Settings settings, EmbeddedStore store, PushServices services, Clock clock) throws IOException {
        this.store = store;
        this.services = services;
        long incarnation = new SecureRandom().nextLong(1, Long.MAX_VALUE);
        var quotas = new Quotas(settings.rates(), clock, new SecureRandom().nextLong());
        Secret secret = secret(settings);
        residents = new Residents(store, secret, settings.lifetimes(), clock);
        Authenticator authenticator = residents.over(authenticator(settings, secret));
        var metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

        Log<Entry> conversationLog = store.conversationLog(clock, CONVERSATION_LOG_MAX);
        var gateway = new Gateway(incarnation, conversationLog, store, clock);
        var pending = new PendingReceipts(store, clock);
        var conversations = new Conversations(store, store, pending);
        var receipts = new Receipts(conversations, store, store, pending, clock);
        var history = new History(store);
        var damaged = new DamagedConversations(clock);
        Gauge.builder("parley.conversations.damaged", damaged, DamagedConversations::count)
                .description("conversations whose rows were found damaged since the start")
                .register(metrics);
        var catchUp = new CatchUp(conversations, history, store::logEnd, clock, damaged);
        var decisions = new Sequencer(PARTITION, store, store, store, gateway, damaged);
        var owner = new PartitionOwner(conversationLog, decisions);

        var sessions = new Sessions(incarnation, new EmbeddedRegistry(), residents);
        residents.live(sessions);
        var frames = new ServerFrames();
        presence = new Presence(sessions, store, store.activityTimes(), frames, clock);
        var typing = new Typing(sessions, conversations, store, frames, clock);
        push = new PushFabric(
                store,
                conversations,
                pending,
                sessions,
                residents.silences(),
                user -> residents.people().users().profile(user).displayName(),
                damaged,
                services.providers(),
                settings.push().rules(),
                clock,
                metrics);
        router = new Router(incarnation, sessions, frames, conversations, push.witness());
        var worker = new DeliveryWorker(
                store.deliveryLog(), store, push.around(new Endings(router, typing, presence)), clock);
        Delivery telling = push.around(router);

        sequencer = new Loop("sequencer-" + PARTITION, owner::step);
        delivery = new Loop("delivery-" + PARTITION, wait -> {
            int events = worker.step(wait);
            receipts.tell(telling);
            return events;
        });
        ServerCertificate certificate = certificate(settings);
        clockwork = new Clockwork(
                gateway,
                pending,
                presence,
                typing,
                store,
                residents,
                () -> push.forgetBefore(settings.push().trace()),
                push::sweepLeftovers,
                settings.retention(),
                clock,
                certificate,
                this::tellOfStoppedDelivery);
        health = new Health(List.of(sequencer, delivery));
        var rest = new RestApi(
                authenticator,
                residents.people(),
                gateway,
                conversations,
                history,
                presence,
                receipts,
                services.waking(push, clock),
                new OperatorAccess(
                        JwtAuthenticator.ofSecret(Secret.ofOperators(settings.data())),
                        new Stories(store, store, pending, push.traces())),
                metrics,
                health,
                quotas);
        listener = new Listener(
                listenerConfig(settings),
                presence,
                typing,
                gateway,
                conversations,
                catchUp,
                receipts,
                authenticator,
                quotas,
                WebClient.before(rest),
                clock,
                metrics,
                incarnation,
                certificate);
    }

    /**
     * Opens the data directory and takes connections.
     *
     * @throws IOException when the token secret can be neither read nor made
     * @throws RuntimeException when the data directory or the address cannot be had; the message says why
     */
    static Server start(Settings settings) throws IOException {
        Clock clock = Clock.systemUTC();
        EmbeddedStore store =
                EmbeddedStore.open(settings.data(), EmbeddedOptions.defaults().withFsync(settings.fsync()));
        PushServices services;
        try {
            services = PushServices.of(settings, clock);
        } catch (RuntimeException | IOException e) {
            store.close();
            throw e;
        }
        return start(settings, store, services, clock);
    }

    /** The same over what was opened already: it is closed with the server, and when that cannot start. */
    static Server start(Settings settings, EmbeddedStore store, PushServices services, Clock clock) throws IOException {
        try {
            Server server = new Server(settings, store, services, clock);
            server.begin();
            return server;
        } catch (RuntimeException | IOException e) {
            services.close();
            store.close();
            throw e;
        }
    }

    private void begin() {
        sequencer.start();
        delivery.start();
        try {
            address = listener.start();
            clockwork.start();
            push.start();
        } catch (RuntimeException e) {
            end();
            residents.close();
            throw e;
        }
    }

    /** Where live delivery has stopped for good, whoever is connected looks by himself. */
    private void tellOfStoppedDelivery() {
        if (delivery.state() == Loop.State.BROKEN) {
            router.tellAllToLook();
        }
    }

    InetSocketAddress address() {
        return Objects.requireNonNull(address, "not listening yet");
    }

    /** Takes no new sockets, answers what is under way, tells the clients to go elsewhere, and closes the store. */
    void stop() {
        health.drain();
        push.rest();
        presence.end();
        listener.drain(DRAIN_MAX);
        end();
        storePresence();
        residents.close();
        services.close();
        store.close();
    }

    /** Ends what runs, whether it has begun or not. */
    private void end() {
        clockwork.close();
        sequencer.close();
        delivery.close();
        push.close();
        listener.close();
    }

    private void storePresence() {
        try {
            presence.store();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "when users were last active is lost: " + e.getMessage());
        }
    }

    private static ListenerConfig listenerConfig(Settings settings) {
        Transport transport = switch (settings.transport()) {
            case auto -> Transport.BEST;
            case io_uring -> Transport.IO_URING;
            case epoll -> Transport.EPOLL;
            case nio -> Transport.NIO;
        };
        return ListenerConfig.on(settings.host(), settings.port(), transport, Set.copyOf(settings.allowedOrigins()))
                .withAdmission(settings.admission());
    }

    private static @Nullable ServerCertificate certificate(Settings settings) {
        Path chain = settings.tlsCert();
        return chain == null ? null : new ServerCertificate(chain, Objects.requireNonNull(settings.tlsKey()));
    }

    /** Null when another issuer makes the tokens. */
    private static @Nullable Secret secret(Settings settings) throws IOException {
        if (settings.jwksUrl() != null) {
            return null;
        }
        Secret secret = TokenCommand.secretOf(settings);
        if (secret.made() != null) {
            LOG.log(System.Logger.Level.INFO, "made a token secret in " + secret.made());
        }
        return secret;
    }

    private static Authenticator authenticator(Settings settings, @Nullable Secret secret) {
        if (secret != null) {
            return JwtAuthenticator.ofSecret(secret);
        }
        return JwtAuthenticator.ofJwks(
                Objects.requireNonNull(settings.jwksUrl()),
                Objects.requireNonNull(settings.jwtIssuer()),
                Objects.requireNonNull(settings.jwtAudience()));
    }
}
