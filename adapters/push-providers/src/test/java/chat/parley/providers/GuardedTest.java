package chat.parley.providers;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.providers.Guarded.Circuit;
import chat.parley.providers.fcm.Google;
import chat.parley.push.PushOutcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The circuit breaker before FCM, whose server is down, slow, or merely knows no device. */
class GuardedTest {

    private static final MovingClock CLOCK = new MovingClock();

    @TempDir
    static Path directory;

    private static Google google;
    private Guarded guarded;

    @BeforeAll
    static void start() throws Exception {
        google = new Google(CLOCK);
    }

    @BeforeEach
    void open() throws Exception {
        google.forget();
        guarded = guarded(Duration.ofSeconds(20));
    }

    @AfterEach
    void close() {
        guarded.close();
    }

    @AfterAll
    static void stop() {
        google.close();
    }

    @Test
    void failuresOpenItAndAWhileLaterFewMayTry() {
        google.messages = GuardedTest::down;
        send(Guarded.CALLS_MIN);
        assertThat(guarded.circuit()).isEqualTo(Circuit.OPEN);
        long until = guarded.closedUntil();
        assertThat(until).isEqualTo(CLOCK.millis() + Guarded.OPEN_FIRST.toMillis() + 1);
        assertThat(guarded.room()).isZero();

        int before = google.requests.get();
        assertThat(send())
                .isEqualTo(new PushOutcome.RetryLater(Guarded.OPEN_FIRST.plusMillis(1), "the circuit breaker is open"));
        assertThat(google.requests).hasValue(before);

        CLOCK.advance(Duration.ofMillis(until - CLOCK.millis()));
        assertThat(guarded.closedUntil()).isLessThanOrEqualTo(CLOCK.millis());
        send(20);
        assertThat(google.requests).hasValue(before + Guarded.PROBES);
        assertThat(guarded.circuit()).isEqualTo(Circuit.OPEN);
        assertThat(guarded.closedUntil()).isEqualTo(CLOCK.millis() + 2 * Guarded.OPEN_FIRST.toMillis() + 1);
    }

    @Test
    void itStaysOpenForTwoMinutesAtMost() {
        google.messages = GuardedTest::down;
        send(Guarded.CALLS_MIN);
        for (int i = 0; i < 8; i++) {
            CLOCK.advance(Duration.ofMillis(guarded.closedUntil() - CLOCK.millis()));
            send(Guarded.PROBES);
        }
        assertThat(guarded.closedUntil()).isEqualTo(CLOCK.millis() + Guarded.OPEN_MAX.toMillis() + 1);
    }

    @Test
    void probesThatSucceedCloseIt() {
        google.messages = GuardedTest::down;
        send(Guarded.CALLS_MIN);
        google.messages = null;
        CLOCK.advance(Duration.ofMillis(guarded.closedUntil() - CLOCK.millis()));
        assertThat(send()).isInstanceOf(PushOutcome.Accepted.class);
        assertThat(guarded.circuit()).isEqualTo(Circuit.HALF_OPEN);
        assertThat(guarded.closedUntil()).isZero();
        assertThat(guarded.room()).isEqualTo(Guarded.PROBES - 1);
        send(Guarded.PROBES - 1);
        assertThat(guarded.circuit()).isEqualTo(Circuit.CLOSED);
        assertThat(guarded.closedUntil()).isZero();
        assertThat(guarded.room()).isEqualTo(Integer.MAX_VALUE);

        google.messages = GuardedTest::down;
        send(Guarded.CALLS_MIN);
        assertThat(guarded.closedUntil()).isEqualTo(CLOCK.millis() + Guarded.OPEN_FIRST.toMillis() + 1);
    }

    @Test
    void whileProbesAreOutNobodyElseIsToTry() throws Exception {
        google.messages = GuardedTest::down;
        send(Guarded.CALLS_MIN);
        google.messages = _ -> new Http2Peer.Silence(0, "");
        CLOCK.advance(Duration.ofMillis(guarded.closedUntil() - CLOCK.millis()));
        List<CompletableFuture<PushOutcome>> probes = new ArrayList<>();
        for (int i = 0; i < Guarded.PROBES; i++) {
            assertThat(guarded.closedUntil()).isLessThanOrEqualTo(CLOCK.millis());
            assertThat(guarded.room()).isEqualTo(Guarded.PROBES - i);
            probes.add(begin());
        }
        assertThat(guarded.underWay()).isEqualTo(Guarded.PROBES);
        assertThat(guarded.room()).isZero();
        assertThat(guarded.closedUntil()).isGreaterThan(CLOCK.millis());
        CompletableFuture.allOf(probes.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
        assertThat(guarded.underWay()).isZero();
        assertThat(guarded.circuit()).isEqualTo(Circuit.OPEN);
    }

    @Test
    void whatIsSaidOfADeviceOrANotificationOpensNothing() {
        google.messages = _ -> Google.error(404, "NOT_FOUND", "gone", Google.fcmError("UNREGISTERED"));
        send(Guarded.WINDOW);
        google.messages = _ -> Google.error(400, "INVALID_ARGUMENT", "wrong", "");
        send(Guarded.WINDOW);
        assertThat(guarded.circuit()).isEqualTo(Circuit.CLOSED);
    }

    @Test
    void halfOfTheAnswersIsEnough() {
        for (int i = 0; i < Guarded.CALLS_MIN; i++) {
            google.messages = i % 2 == 0 ? GuardedTest::down : null;
            assertThat(guarded.circuit()).isEqualTo(Circuit.CLOSED);
            send();
        }
        assertThat(guarded.circuit()).isEqualTo(Circuit.OPEN);
    }

    @Test
    void whoWaitsWaitsNoLongerThanTheLimit() throws Exception {
        google.messages = _ -> new Http2Peer.Silence(0, "");
        try (Guarded hasty = guarded(Duration.ofMillis(100))) {
            PushOutcome outcome = hasty.send(Google.target(null), Told.group("hi"))
                    .toCompletableFuture()
                    .get(1, TimeUnit.SECONDS);
            assertThat(outcome).isEqualTo(new PushOutcome.RetryLater(null, "no answer within 100 ms"));
            assertThat(hasty.underWay()).isZero();
        }
    }

    @Test
    void slowAnswersOpenItThoughTheyAreGood() throws Exception {
        var slow = new Http2Peer.Late(Duration.ofMillis(600), new Http2Peer.Whole(200, Map.of(), "{\"name\":\"n\"}"));
        google.messages = _ -> slow;
        // Slow is half of what is waited for, where that is so little.
        try (Guarded hasty = guarded(Duration.ofSeconds(1))) {
            List<CompletableFuture<PushOutcome>> sends = new ArrayList<>();
            for (int i = 0; i < Guarded.CALLS_MIN; i++) {
                sends.add(hasty.send(Google.target(null), Told.group("hi")).toCompletableFuture());
            }
            CompletableFuture.allOf(sends.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
            assertThat(hasty.circuit()).isEqualTo(Circuit.OPEN);
        }
    }

    private static Http2Peer.Answer down(Http2Peer.Request ignored) {
        return Google.error(503, "UNAVAILABLE", "down", "");
    }

    private static Guarded guarded(Duration sendMax) throws Exception {
        return new Guarded(google.open(google.credentials(directory, google.key()), CLOCK), CLOCK, sendMax);
    }

    private CompletableFuture<PushOutcome> begin() {
        return guarded.send(Google.target(null), Told.group("hi")).toCompletableFuture();
    }

    private PushOutcome send() {
        return begin().orTimeout(20, TimeUnit.SECONDS).join();
    }

    private void send(int times) {
        for (int i = 0; i < times; i++) {
            send();
        }
    }
}
