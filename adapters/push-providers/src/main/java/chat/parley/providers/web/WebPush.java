package chat.parley.providers.web;

import chat.parley.domain.Platform;
import chat.parley.push.Notification;
import chat.parley.push.PushOutcome;
import chat.parley.push.PushTarget;
import chat.parley.push.port.PushProvider;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Wakes browsers and apps that use UnifiedPush. Each subscription names its own service: what one of them does is held
 * against it alone, so this provider is never closed as a whole.
 */
public final class WebPush implements PushProvider {

    private static final Duration ANSWER_MAX = Duration.ofSeconds(10);

    /** With looking up the host, and waiting for that. */
    private static final Duration ALL_MAX = Duration.ofSeconds(15);

    /**
     * Looking up a host waits in native code, for seconds when a stranger's name server wants it so. On a virtual thread
     * that would hold one of the few threads which carry all of them.
     */
    private static final int LOOKUPS_MAX = 8;

    private static final int WAITING_MAX = 1_024;

    private final Platform platform;
    private final VapidKey key;
    private final Contact contact;
    private final Endpoints endpoints;
    private final Clock clock;
    private final Duration answerMax;
    private final @Nullable SSLContext trust;
    private final ThreadPoolExecutor lookups;
    private @Nullable Posting posting;

    /**
     * Nothing is opened, nor are most classes loaded, before something is sent.
     *
     * @param platform {@link Platform#WEBPUSH} or UnifiedPush
     * @param contact {@code mailto:} or {@code https:}, for those who run a push service
     */
    public WebPush(Platform platform, VapidKey key, String contact, Endpoints endpoints, Clock clock) {
        this(platform, key, contact, endpoints, clock, ANSWER_MAX, null);
    }

    WebPush(
            Platform platform,
            VapidKey key,
            String contact,
            Endpoints endpoints,
            Clock clock,
            Duration answerMax,
            @Nullable SSLContext trust) {
        this.platform = platform;
        this.key = key;
        this.contact = new Contact(contact);
        this.endpoints = endpoints;
        this.clock = clock;
        this.answerMax = answerMax;
        this.trust = trust;
        lookups = new ThreadPoolExecutor(
                LOOKUPS_MAX,
                LOOKUPS_MAX,
                30,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(WAITING_MAX),
                Thread.ofPlatform().daemon().name("web-push-", 0).factory());
        lookups.allowCoreThreadTimeOut(true);
    }

    @Override
    public Platform platform() {
        return platform;
    }

    @Override
    public CompletionStage<PushOutcome> send(PushTarget target, Notification notification) {
        CompletableFuture<PushOutcome> outcome = new CompletableFuture<>();
        try {
            lookups.execute(() -> {
                // Whoever asked has been told that it was not sent.
                if (!outcome.isDone()) {
                    posting().begin(target, notification, outcome);
                }
            });
        } catch (RejectedExecutionException full) {
            outcome.complete(new PushOutcome.RetryLater(null, "too many at once"));
        }
        return outcome.completeOnTimeout(
                new PushOutcome.RetryLater(null, "not sent in time"), ALL_MAX.toMillis(), TimeUnit.MILLISECONDS);
    }

    private synchronized Posting posting() {
        Posting ready = posting;
        if (ready == null) {
            ready = new Posting(key, contact, endpoints, clock, answerMax, trust);
            posting = ready;
        }
        return ready;
    }

    private @Nullable String keyProblem() {
        String problem = key.problem();
        return problem == null
                ? null
                : "it " + problem + ": restore it from a backup, or remove it to have a new one made";
    }

    @Override
    public List<Finding> examine() {
        List<Finding> findings = new ArrayList<>();
        findings.add(new Finding("VAPID key", keyProblem()));
        findings.add(new Finding(contact.description(), contact.problem()));
        findings.add(new Finding("no service to reach beforehand: each subscription names its own, on port 443", null));
        return findings;
    }

    @Override
    public synchronized void close() {
        lookups.shutdownNow();
        if (posting != null) {
            posting.close();
        }
    }
}
