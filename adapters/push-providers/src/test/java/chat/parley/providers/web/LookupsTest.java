package chat.parley.providers.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Name servers of stalls.example answer when the test says so, all others at once. */
class LookupsTest {

    private static final List<InetAddress> FOUND = List.of(InetAddress.ofLiteral("192.0.78.9"));
    private static final Duration LONG = Duration.ofMinutes(5);

    private final CountDownLatch answering = new CountDownLatch(1);
    private final Set<String> asked = ConcurrentHashMap.newKeySet();
    private Lookups lookups = new Lookups(this::find, LONG);

    private List<InetAddress> find(String host) throws UnknownHostException {
        asked.add(host);
        if (host.endsWith(".stalls.example")) {
            try {
                answering.await();
            } catch (InterruptedException e) {
                throw new UnknownHostException(host);
            }
        }
        if (host.startsWith("nowhere.")) {
            throw new UnknownHostException(host);
        }
        return FOUND;
    }

    @AfterEach
    void close() {
        answering.countDown();
        lookups.close();
    }

    @Test
    void aDomainThatStallsHoldsTwoThreadsAndNobodyElse() throws Exception {
        List<CompletableFuture<List<InetAddress>>> stalled = new ArrayList<>();
        for (int i = 0; i < Lookups.OF_DOMAIN_MAX + Lookups.WAITING_OF_DOMAIN_MAX; i++) {
            stalled.add(lookups.of("h" + i + ".stalls.example"));
        }
        for (int i = 0; i < 100; i++) {
            assertThat(get(lookups.of("push" + i + ".example.org"))).isEqualTo(FOUND);
        }
        assertThat(asked)
                .filteredOn(host -> host.endsWith(".stalls.example"))
                .hasSizeLessThanOrEqualTo(Lookups.OF_DOMAIN_MAX);
        assertThatThrownBy(() -> get(lookups.of("one-more.stalls.example")))
                .hasCauseInstanceOf(RejectedExecutionException.class);

        answering.countDown();
        for (CompletableFuture<List<InetAddress>> one : stalled) {
            assertThat(get(one)).isEqualTo(FOUND);
        }
        assertThat(asked).contains("h9.stalls.example");
    }

    @Test
    void aHostIsLookedUpOnceForAllWhoAsk() throws Exception {
        List<CompletableFuture<List<InetAddress>>> all = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            all.add(lookups.of("one.stalls.example"));
        }
        all.getFirst().cancel(true);
        answering.countDown();
        for (CompletableFuture<List<InetAddress>> one : all.subList(1, all.size())) {
            assertThat(get(one)).isEqualTo(FOUND);
        }
    }

    @Test
    void whoeverAsksIsToldInTime() {
        lookups = new Lookups(this::find, Duration.ofMillis(50));

        assertThatThrownBy(() -> get(lookups.of("one.stalls.example"))).hasCauseInstanceOf(TimeoutException.class);
        // The thread is held, and no other is for the same host.
        assertThat(lookups.of("one.stalls.example")).isCompletedExceptionally();
    }

    @Test
    @Timeout(30)
    void aNameServerThatAnswersAgainIsAskedAgain() throws Exception {
        lookups = new Lookups(this::find, Duration.ofMillis(50));
        assertThatThrownBy(() -> get(lookups.of("one.stalls.example"))).hasCauseInstanceOf(TimeoutException.class);

        answering.countDown();
        CompletableFuture<List<InetAddress>> again = lookups.of("one.stalls.example");
        while (again.isCompletedExceptionally()) {
            Thread.onSpinWait();
            again = lookups.of("one.stalls.example");
        }
        assertThat(get(again)).isEqualTo(FOUND);
    }

    @Test
    void aHostWithoutAnAddressIsSaidToBeOne() {
        assertThatThrownBy(() -> get(lookups.of("nowhere.example.org"))).hasCauseInstanceOf(UnknownHostException.class);
    }

    @Test
    void afterTheEndNothingIsLookedUp() {
        lookups.close();
        var _ = lookups.of("push.example.org");
        assertThat(asked).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "push.example.org, example.org",
        "A.B.C.Example.ORG., example.org",
        "example.org, example.org",
        "push.shop.co.uk, shop.co.uk",
        "co.uk, co.uk",
        "updates.push.services.mozilla.com, mozilla.com",
        "ntfy.sh, ntfy.sh",
        "a.ntfy.sh, ntfy.sh",
        "a.b.xy.de, xy.de",
        "b.example.de, example.de",
        "[2606:4700::1111], [2606:4700::1111]",
        "host, host"
    })
    void aDomainIsWhatOneCanBuy(String host, String domain) {
        assertThat(Lookups.domainOf(host)).isEqualTo(domain);
    }

    private static List<InetAddress> get(CompletableFuture<List<InetAddress>> future)
            throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(20, TimeUnit.SECONDS);
    }
}
