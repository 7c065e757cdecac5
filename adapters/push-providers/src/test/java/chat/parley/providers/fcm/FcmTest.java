package chat.parley.providers.fcm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.parley.providers.BadSetting;
import chat.parley.providers.Device;
import chat.parley.providers.Http2Peer;
import chat.parley.providers.Http2Peer.Answer;
import chat.parley.providers.Http2Peer.Whole;
import chat.parley.providers.Json;
import chat.parley.providers.MovingClock;
import chat.parley.providers.Told;
import chat.parley.push.Notification;
import chat.parley.push.PushOutcome;
import chat.parley.push.PushTarget;
import chat.parley.push.port.PushProvider.Finding;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a server of HTTP/2 that checks assertions and access tokens, and misbehaves when told to. */
class FcmTest {

    private static final MovingClock CLOCK = new MovingClock();

    @TempDir
    static Path directory;

    private static Google google;
    private Fcm fcm;

    @BeforeAll
    static void start() throws Exception {
        google = new Google(CLOCK);
    }

    @BeforeEach
    void open() throws Exception {
        google.forget();
        fcm = google.open(google.credentials(directory, google.key()), CLOCK);
    }

    @AfterEach
    void close() {
        fcm.close();
    }

    @AfterAll
    static void stop() {
        google.close();
    }

    @Test
    void whatIsNewIsToldTheApp() {
        long in10Seconds = CLOCK.millis() + 10_000;
        var show = new Notification.Show(
                Told.CONVERSATION,
                Told.group(null).type(),
                Told.MESSAGE,
                "The team",
                "Ada",
                "Tea?",
                2,
                5,
                true,
                in10Seconds);
        assertThat(send(Google.target(null), show))
                .isEqualTo(new PushOutcome.Accepted("projects/parley-test/messages/0:1"));
        assertThat(google.got).containsExactly("""
                {"message":{"token":"registration-1","data":{"type":"show",\
                "conversation_id":"g0123456789abcdefghjkmnpqrst","conversation_type":"group",\
                "message_id":"0123456789abc","unread":"2","mentioned":"true","badge":"5",\
                "title":"The team","sender":"Ada","text":"Tea?"},\
                "android":{"priority":"HIGH","collapse_key":"g0123456789abcdefghjkmnpqrst","ttl":"10s"}}}""");
    }

    @Test
    void whatIsToGoGoesQuietlyAndStaysNoLongerThanGoogleKeepsIt() {
        assertThat(send(Google.target(null), Told.clear())).isInstanceOf(PushOutcome.Accepted.class);
        assertThat(google.got).containsExactly("""
                {"message":{"token":"registration-1","data":{"type":"clear",\
                "conversation_id":"g0123456789abcdefghjkmnpqrst","message_id":"0123456789abc","badge":"4"},\
                "android":{"priority":"NORMAL","collapse_key":"g0123456789abcdefghjkmnpqrst","ttl":"2419200s"}}}""");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "\u0001", "\"", "é", "👨‍👩‍👧‍👦"})
    void whateverIsTooLargeIsShortened(String character) throws IOException {
        assertThat(send(Google.target(null), Told.group(character.repeat(16_384 / character.length()))))
                .isInstanceOf(PushOutcome.Accepted.class);
        Map<?, ?> data = data();
        int bytes = data.entrySet().stream()
                .mapToInt(field -> field.getKey().toString().length()
                        + field.getValue().toString().getBytes(StandardCharsets.UTF_8).length)
                .sum();
        assertThat(bytes).isLessThan(4_096);
        String text = Objects.requireNonNull(Json.text(data, "text"));
        assertThat(text).endsWith("…");
        assertThat((text.length() - 1) % character.length()).isZero();
        assertThat(text.getBytes(StandardCharsets.UTF_8).length).isGreaterThan(600);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10_000})
    void previewsTravelSealedToThoseWhoHaveAKey(int length) throws Exception {
        Device device = Device.create();
        assertThat(send(Google.target(device.publicKey()), Told.group("👋".repeat(length))))
                .isInstanceOf(PushOutcome.Accepted.class);
        Map<?, ?> data = data();
        assertThat(Json.bytes(Map.of("data", data)).length - "{\"data\":}".length())
                .isLessThanOrEqualTo(4_096);
        assertThat(data.containsKey("text") || data.containsKey("title") || data.containsKey("sender"))
                .isFalse();
        String sealed = Objects.requireNonNull(Json.text(data, "sealed"));
        String plain = device.open(
                Json.read(sealed.getBytes(StandardCharsets.UTF_8)), "g0123456789abcdefghjkmnpqrst\n0123456789abc");
        assertThat(plain).contains("\"title\":\"The team\",\"sender\":\"Ada\",\"text\":\"👋");
        assertThat(plain.length()).isGreaterThan(length == 1 ? 1 : 1_200);
    }

    /** The table in docs/push.md. */
    @ParameterizedTest
    @MethodSource("answers")
    void everyAnswerMeansSomething(Whole answer, Class<? extends PushOutcome> outcome) {
        google.messages = _ -> answer;
        assertThat(send(Google.target(null), Told.group("hi"))).isInstanceOf(outcome);
    }

    static Stream<Arguments> answers() {
        String aboutToken = "{\"@type\":\"type.googleapis.com/google.rpc.BadRequest\",\"fieldViolations\":"
                + "[{\"field\":\"message.token\",\"description\":\"Invalid registration token\"}]}";
        String aboutData = "{\"@type\":\"type.googleapis.com/google.rpc.BadRequest\",\"fieldViolations\":"
                + "[{\"field\":\"message.data[0].value\",\"description\":\"Invalid data\"}]}";
        return Stream.of(
                error(404, "NOT_FOUND", "UNREGISTERED", PushOutcome.TokenGone.class),
                error(403, "PERMISSION_DENIED", "SENDER_ID_MISMATCH", PushOutcome.TokenGone.class),
                Arguments.of(
                        Google.error(
                                400,
                                "INVALID_ARGUMENT",
                                "The registration token is not a valid FCM registration token",
                                Google.fcmError("INVALID_ARGUMENT")),
                        PushOutcome.TokenGone.class),
                Arguments.of(
                        Google.error(400, "INVALID_ARGUMENT", "Request contains an invalid argument.", aboutToken),
                        PushOutcome.TokenGone.class),
                Arguments.of(
                        Google.error(400, "INVALID_ARGUMENT", "Request contains an invalid argument.", aboutData),
                        PushOutcome.Refused.class),
                error(400, "INVALID_ARGUMENT", "INVALID_ARGUMENT", PushOutcome.Refused.class),
                error(401, "UNAUTHENTICATED", "THIRD_PARTY_AUTH_ERROR", PushOutcome.Refused.class),
                error(403, "PERMISSION_DENIED", "THIRD_PARTY_AUTH_ERROR", PushOutcome.Refused.class),
                Arguments.of(
                        Google.error(401, "UNAUTHENTICATED", "Invalid credentials.", ""),
                        PushOutcome.BadCredentials.class),
                Arguments.of(
                        Google.error(403, "PERMISSION_DENIED", "The API is not enabled.", ""),
                        PushOutcome.BadCredentials.class),
                Arguments.of(
                        Google.error(404, "NOT_FOUND", "Requested entity was not found.", ""),
                        PushOutcome.BadCredentials.class),
                error(429, "RESOURCE_EXHAUSTED", "QUOTA_EXCEEDED", PushOutcome.RetryLater.class),
                error(500, "INTERNAL", "INTERNAL", PushOutcome.RetryLater.class),
                error(503, "UNAVAILABLE", "UNAVAILABLE", PushOutcome.RetryLater.class),
                Arguments.of(new Whole(408, Map.of(), ""), PushOutcome.RetryLater.class),
                Arguments.of(new Whole(302, Map.of("location", "/"), ""), PushOutcome.RetryLater.class),
                Arguments.of(new Whole(502, Map.of(), "<html>"), PushOutcome.RetryLater.class),
                Arguments.of(new Whole(200, Map.of(), "<html>"), PushOutcome.RetryLater.class),
                Arguments.of(new Whole(200, Map.of(), "[".repeat(50_000)), PushOutcome.RetryLater.class),
                Arguments.of(new Whole(200, Map.of(), " ".repeat(70_000)), PushOutcome.RetryLater.class),
                Arguments.of(new Whole(413, Map.of(), ""), PushOutcome.Refused.class));
    }

    private static Arguments error(int status, String name, String code, Class<? extends PushOutcome> outcome) {
        return Arguments.of(
                Google.error(status, name, "Request contains an invalid argument.", Google.fcmError(code)), outcome);
    }

    @Test
    void whatGoogleAsksToWaitIsWaited() {
        google.messages = _ -> new Whole(503, Map.of("retry-after", "17"), "");
        assertThat(send(Google.target(null), Told.group("hi")))
                .isEqualTo(new PushOutcome.RetryLater(Duration.ofSeconds(17), "503"));
        google.messages = _ -> new Whole(429, Map.of("retry-after", "Wed, 01 Jul 2026 12:00:42 GMT"), "");
        assertThat(((PushOutcome.RetryLater) send(Google.target(null), Told.group("hi"))).after())
                .isBetween(Duration.ZERO, Duration.ofSeconds(42));
        google.messages = _ -> new Whole(429, Map.of(), "");
        assertThat(send(Google.target(null), Told.group("hi")))
                .isEqualTo(new PushOutcome.RetryLater(Duration.ofMinutes(1), "429"));
    }

    @ParameterizedTest
    @MethodSource("brokenAnswers")
    void whatIsNotAnsweredWholeIsTriedLater(Answer answer) {
        google.messages = _ -> answer;
        assertThat(send(Google.target(null), Told.group("hi"))).isInstanceOf(PushOutcome.RetryLater.class);
        google.messages = null;
        google.good.clear();
        CLOCK.advance(Duration.ofHours(2));
        google.tokens = _ -> answer;
        assertThat(send(Google.target(null), Told.group("hi"))).isInstanceOf(PushOutcome.RetryLater.class);
        assertThat(google.got).isEmpty();
    }

    static Stream<Answer> brokenAnswers() {
        return Stream.of(
                new Http2Peer.Silence(0, ""),
                new Http2Peer.Silence(200, "{\"name\":"),
                new Http2Peer.Half(200, "{\"name\":"),
                new Http2Peer.HangUp());
    }

    @Test
    void whenNobodyListensItIsTriedLater() throws Exception {
        Map<String, String> fields = google.fields(google.key());
        try (ServerSocket unused = new ServerSocket(0)) {
            fields.put("token_uri", "https://localhost:" + unused.getLocalPort() + "/token");
        }
        Path file = Files.write(directory.resolve("unused.json"), Json.bytes(fields));
        try (Fcm other = google.open(file, CLOCK)) {
            assertThat(answer(other, Google.target(null))).isInstanceOf(PushOutcome.RetryLater.class);
            assertThat(other.examine())
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.problem()).contains("is localhost reached from here?"));
        }
    }

    @Test
    void accessTokensAreFetchedOnceUntilShortlyBeforeTheirEnd() {
        for (int i = 0; i < 5; i++) {
            assertThat(send(Google.target(null), Told.group("hi"))).isInstanceOf(PushOutcome.Accepted.class);
        }
        assertThat(google.fetches).hasValue(1);
        CLOCK.advance(Duration.ofSeconds(3_599 - 300));
        assertThat(send(Google.target(null), Told.group("hi"))).isInstanceOf(PushOutcome.Accepted.class);
        assertThat(google.fetches).hasValue(2);
    }

    @Test
    void manyWhoWaitForATokenWaitForOneFetchAndNoneOfThemOnTheCallersThread() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        google.tokens = request -> {
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return new Whole(503, Map.of(), "");
        };
        var sends = Stream.generate(
                        () -> fcm.send(Google.target(null), Told.group("hi")).toCompletableFuture())
                .limit(50)
                .toList();
        go.countDown();
        CompletableFuture.allOf(sends.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
        // What failed is told to all who waited; some may have come only then.
        assertThat(google.fetches.get()).isLessThan(25);
    }

    @Test
    void aTokenThatGoogleTakesBackIsRenewedOnce() {
        send(Google.target(null), Told.group("hi"));
        google.good.clear();
        assertThat(send(Google.target(null), Told.group("hi"))).isInstanceOf(PushOutcome.Accepted.class);
        assertThat(google.fetches).hasValue(2);
        google.messages = _ -> Google.error(401, "UNAUTHENTICATED", "no", "");
        int before = google.requests.get();
        assertThat(send(Google.target(null), Told.group("hi"))).isInstanceOf(PushOutcome.BadCredentials.class);
        assertThat(google.requests).hasValue(before + 2);
    }

    @Test
    void whoSignsWithAnotherKeyGetsNothing() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2_048);
        Path stranger = google.credentials(Files.createTempDirectory(directory, "x"), generator.generateKeyPair());
        try (Fcm other = google.open(stranger, CLOCK)) {
            assertThat(answer(other, Google.target(null)))
                    .isInstanceOfSatisfying(
                            PushOutcome.BadCredentials.class,
                            bad -> assertThat(bad.reason()).contains("invalid_grant", Google.EMAIL));
            assertThat(other.examine())
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.problem()).contains("invalid_grant"));
        }
    }

    @Test
    void examinationFindsWhatIsRightRightAndSendsNothing() {
        assertThat(fcm.examine()).hasSize(2).extracting(Finding::problem).containsOnlyNulls();
        assertThat(google.tried)
                .singleElement()
                .satisfies(body -> assertThat(body).startsWith("{\"validate_only\":true,"));
        google.messages = _ -> Google.error(403, "PERMISSION_DENIED", "The API is not enabled.", "");
        assertThat(fcm.examine().getLast().problem()).contains("The API is not enabled.");
    }

    @Test
    void emptyTokensAreNotEvenSent() {
        PushTarget nobody = new PushTarget(
                Google.target(null).user(),
                Google.target(null).device(),
                Google.target(null).platform(),
                " ",
                null);
        assertThat(send(nobody, Told.group("hi"))).isInstanceOf(PushOutcome.TokenGone.class);
        assertThat(google.requests).hasValue(0);
    }

    @Test
    void wrongFilesAreNamedAndNoKeyIsTold() throws Exception {
        Path file = directory.resolve("wrong.json");
        assertWrong(file, "cannot be read: " + file + " (there is no such file)");
        Files.writeString(file, "no JSON");
        assertWrong(file, "is not the JSON file of a service account's key: " + file);
        for (String field : google.fields(google.key()).keySet()) {
            Map<String, String> fields = google.fields(google.key());
            fields.remove(field);
            Files.write(file, Json.bytes(fields));
            if (!field.equals("type")) {
                assertWrong(file, "lacks " + field);
            }
        }
        Map<String, String> fields = google.fields(google.key());
        fields.put("private_key", "-----BEGIN PRIVATE KEY-----\nSECRET\n-----END PRIVATE KEY-----");
        Files.write(file, Json.bytes(fields));
        assertWrong(file, "has a private_key or token_uri that is none: " + file);
        fields.put("project_id", "../x");
        Files.write(file, Json.bytes(fields));
        assertWrong(file, "has no project_id that is one: " + file);
        assertThat(ServiceAccount.read(google.credentials(directory, google.key()))
                        .toString())
                .isEqualTo("ServiceAccount[" + Google.EMAIL + "]");
    }

    private static void assertWrong(Path file, String problem) {
        assertThatThrownBy(() -> google.open(file, CLOCK))
                .isInstanceOf(BadSetting.class)
                .hasMessageStartingWith("push-fcm-credentials " + problem)
                .hasMessageNotContaining("SECRET");
    }

    private PushOutcome send(PushTarget target, Notification notification) {
        return fcm.send(target, notification)
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    private static PushOutcome answer(Fcm fcm, PushTarget target) {
        return fcm.send(target, Told.group("hi"))
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    private static Map<String, @Nullable Object> message() throws IOException {
        return Json.read(google.got.getFirst().getBytes(StandardCharsets.UTF_8));
    }

    private static Map<?, ?> data() throws IOException {
        return Told.in(message(), "message", "data");
    }
}
