package chat.parley.providers.web;

import chat.parley.providers.web.Endpoints.Names;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Looks hosts up. That waits in native code, for as long as a stranger's name server wants it so, and cannot be ended: on a
 * virtual thread it would hold one of the few threads which carry all of them. So it has threads of its own; whoever asks
 * is told after {@link #ANSWER_MAX}, come what may; one host is looked up once at a time, for all who ask; and a domain,
 * whichever hosts it makes up, holds {@value #OF_DOMAIN_MAX} threads, while what else is asked of it waits without one.
 */
final class Lookups implements AutoCloseable {

    static final Duration ANSWER_MAX = Duration.ofSeconds(5);
    static final int OF_DOMAIN_MAX = 2;
    static final int WAITING_OF_DOMAIN_MAX = 16;

    private static final int THREADS = 32;
    private static final int HOSTS_MAX = 1_024;

    /** As in co.uk: below a country's, these are nobody's domain. What is missing shares its threads with more hosts. */
    private static final Set<String> KINDS = Set.of("ac", "co", "com", "edu", "go", "gov", "ne", "net", "or", "org");

    private record Look(String host, String domain, CompletableFuture<List<InetAddress>> answer) {}

    /** What is asked of a domain. */
    private static final class Domain {
        private final ArrayDeque<Look> waiting = new ArrayDeque<>();
        private int running;
    }

    private final Names names;
    private final Duration answerMax;
    private final ThreadPoolExecutor threads;
    private final Map<String, Look> hosts = new HashMap<>();
    private final Map<String, Domain> domains = new HashMap<>();

    Lookups(Names names) {
        this(names, ANSWER_MAX);
    }

    Lookups(Names names, Duration answerMax) {
        this.names = names;
        this.answerMax = answerMax;
        threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                30,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().daemon().name("web-push-", 0).factory());
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * A host's addresses; or {@link UnknownHostException}, {@link java.util.concurrent.TimeoutException}, or {@link
     * RejectedExecutionException} where too many are asked for.
     */
    synchronized CompletableFuture<List<InetAddress>> of(String host) {
        Look same = hosts.get(host);
        if (same != null) {
            return same.answer().copy();
        }
        String name = domainOf(host);
        Domain known = domains.get(name);
        if (hosts.size() >= HOSTS_MAX || (known != null && known.waiting.size() >= WAITING_OF_DOMAIN_MAX)) {
            return CompletableFuture.failedFuture(new RejectedExecutionException("too many look-ups"));
        }
        CompletableFuture<List<InetAddress>> answer = new CompletableFuture<>();
        Look look = new Look(host, name, answer.orTimeout(answerMax.toMillis(), TimeUnit.MILLISECONDS));
        Domain domain = known == null ? new Domain() : known;
        domains.put(name, domain);
        hosts.put(host, look);
        domain.waiting.add(look);
        begin(domain);
        return answer.copy();
    }

    private void begin(Domain domain) {
        while (domain.running < OF_DOMAIN_MAX && !domain.waiting.isEmpty() && !threads.isShutdown()) {
            Look next = domain.waiting.remove();
            domain.running++;
            threads.execute(() -> run(next));
        }
    }

    private void run(Look look) {
        try {
            // Those who asked for what has waited too long have been told.
            if (!look.answer().isDone()) {
                look.answer().complete(names.of(look.host()));
            }
        } catch (UnknownHostException | RuntimeException e) {
            look.answer().completeExceptionally(e);
        } finally {
            end(look);
        }
    }

    private synchronized void end(Look look) {
        hosts.remove(look.host());
        Domain domain = domains.get(look.domain());
        if (domain == null) {
            return;
        }
        domain.running--;
        begin(domain);
        if (domain.running == 0) {
            domains.remove(look.domain());
        }
    }

    /** What one can buy, nearly: the last two names of a host, or three where a country has its own kinds of names. */
    static String domainOf(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        name = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        int last = name.lastIndexOf('.');
        int second = name.lastIndexOf('.', last - 1);
        boolean ofCountry = name.length() - last - 1 == 2;
        if (second > 0 && ofCountry && KINDS.contains(name.substring(second + 1, last))) {
            second = name.lastIndexOf('.', second - 1);
        }
        return name.substring(second + 1);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
