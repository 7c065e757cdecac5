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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Wakes browsers and apps that use UnifiedPush. Each subscription names its own service: what one of them does is held
 * against it alone, so this provider is never closed as a whole.
 */
public final class WebPush implements PushProvider {

    private static final Duration ANSWER_MAX = Duration.ofSeconds(10);

    /** With looking up the host. */
    private static final Duration ALL_MAX = Duration.ofSeconds(15);

    /** Each holds its message, for as long as its service takes. */
    private static final int UNDER_WAY_MAX = 1_024;

    private final Platform platform;
    private final VapidKey key;
    private final Contact contact;
    private final Endpoints endpoints;
    private final Clock clock;
    private final Duration answerMax;
    private final @Nullable SSLContext trust;
    private final AtomicInteger underWay = new AtomicInteger();
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
    }

    @Override
    public Platform platform() {
        return platform;
    }

    @Override
    public CompletionStage<PushOutcome> send(PushTarget target, Notification notification) {
        if (underWay.incrementAndGet() > UNDER_WAY_MAX) {
            underWay.decrementAndGet();
            return CompletableFuture.completedFuture(new PushOutcome.RetryLater(null, "too many at once"));
        }
        CompletableFuture<PushOutcome> outcome = new CompletableFuture<>();
        // Reading, and encrypting after the look-up, take some tenths of a millisecond, which are not the caller's.
        Thread.startVirtualThread(() -> posting().begin(target, notification, outcome));
        return outcome.completeOnTimeout(
                        new PushOutcome.RetryLater(null, "not sent in time"), ALL_MAX.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((_, _) -> underWay.decrementAndGet());
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
        if (posting != null) {
            posting.close();
        }
    }
}
