package chat.parley.rest;

import chat.parley.domain.UserId;
import chat.parley.embedded.EmbeddedOptions;
import chat.parley.embedded.EmbeddedRegistry;
import chat.parley.embedded.EmbeddedStore;
import chat.parley.fabric.Presence;
import chat.parley.fabric.Sessions;
import chat.parley.fabric.limits.Quotas;
import chat.parley.fabric.limits.Quotas.Rates;
import chat.parley.fabric.port.Authenticator;
import chat.parley.pipeline.Conversations;
import chat.parley.pipeline.Entry;
import chat.parley.pipeline.Gateway;
import chat.parley.pipeline.History;
import chat.parley.pipeline.PartitionOwner;
import chat.parley.pipeline.PendingReceipts;
import chat.parley.pipeline.Receipts;
import chat.parley.pipeline.Sequencer;
import chat.parley.pipeline.port.Directory;
import chat.parley.pipeline.port.Log;
import chat.parley.push.Stories;
import chat.parley.push.Traces;
import chat.parley.wire.ServerFrames;
import chat.parley.wire.http.HttpRequest;
import chat.parley.wire.http.HttpResponse;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A node without sockets: the interface over the pipeline over an embedded store. */
final class Node implements AutoCloseable {

    final Faults faults = new Faults();
    final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    volatile boolean ready = true;
    private final AtomicInteger users = new AtomicInteger();
    final RestApi api;
    final Sessions sessions;
    final Neighbours neighbours;
    final Woken woken;

    /** Whether another issuer makes the tokens. */
    volatile boolean foreignTokens;

    /** Up to when it is decided whom messages wake. */
    volatile long plannedThrough = Long.MAX_VALUE;

    private final Stories stories;
    private final RestApi foreignApi;
    final EmbeddedStore store;
    private final Thread owner;

    Node(Path directory) {
        this(directory, Rates.OFF);
    }

    Node(Path directory, Rates rates) {
        store = EmbeddedStore.open(directory, EmbeddedOptions.defaults().withFsync(false));
        Clock clock = Clock.systemUTC();
        Log<Entry> log = faults.over(store.conversationLog(clock, 1000));
        Gateway gateway = new Gateway(1, log, store, clock);
        PartitionOwner partition = new PartitionOwner(log, new Sequencer(0, store, store, store, gateway));
        owner = Thread.ofPlatform().name("owner").start(() -> own(partition));
        Directory directoryWithFaults = faults.over(store);
        PendingReceipts pending = new PendingReceipts(store, clock);
        Conversations conversations = new Conversations(store, directoryWithFaults, pending);
        Receipts receipts = new Receipts(conversations, store, directoryWithFaults, pending, clock);
        sessions = new Sessions(1, new EmbeddedRegistry());
        Presence presence =
                new Presence(sessions, directoryWithFaults, store.activityTimes(), new ServerFrames(), clock);
        neighbours = new Neighbours(store, faults);
        woken = new Woken(store, faults);
        stories = new Stories(
                directoryWithFaults,
                store,
                pending,
                new Traces(
                        store.traces(),
                        store.wakeUps(),
                        directoryWithFaults,
                        store.pushTargets(),
                        () -> plannedThrough,
                        _ -> 0));
        Quotas quotas = new Quotas(rates, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), 7);
        api = new RestApi(
                neighbours.over(Node::verify),
                neighbours.people(),
                gateway,
                conversations,
                new History(store),
                presence,
                receipts,
                woken.waking(),
                operator(),
                metrics,
                () -> ready,
                quotas);
        foreignApi = new RestApi(
                neighbours.over(Node::verify),
                neighbours.ofAnotherIssuer(),
                gateway,
                conversations,
                new History(store),
                presence,
                receipts,
                woken.waking(),
                operator(),
                metrics,
                () -> ready,
                quotas);
    }

    /** Known by one token, which is good nowhere else. */
    private OperatorAccess operator() {
        Authenticator operators = token -> token.equals("of-an-operator")
                ? new Authenticator.Verdict.Accepted(new UserId("operator"), Instant.MAX, null)
                : new Authenticator.Verdict.Rejected("the token is not valid");
        return new OperatorAccess(operators, stories);
    }

    /** Speaks as a user, or as a stranger without a token. */
    Client as(@Nullable String user) {
        return new Client(this, user);
    }

    /** Speaks as a user whom nobody has heard of yet. */
    Client another(String name) {
        return as(name + users.incrementAndGet());
    }

    HttpResponse exchange(HttpRequest request) {
        CompletableFuture<HttpResponse> answer = new CompletableFuture<>();
        (foreignTokens ? foreignApi : api).handle(request, response -> {
            if (!answer.complete(response)) {
                throw new AssertionError("answered twice");
            }
        });
        return answer.orTimeout(10, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        owner.interrupt();
        try {
            owner.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        store.close();
    }

    private static Authenticator.Verdict verify(String token) {
        if (token.equals("outage")) {
            return new Authenticator.Verdict.Unavailable("no keys at the moment");
        }
        return token.startsWith("token-of-")
                ? new Authenticator.Verdict.Accepted(new UserId(token.substring(9)), Instant.MAX, null)
                : new Authenticator.Verdict.Rejected("the token has expired");
    }

    private static void own(PartitionOwner partition) {
        try {
            while (true) {
                partition.step(Duration.ofSeconds(1));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
