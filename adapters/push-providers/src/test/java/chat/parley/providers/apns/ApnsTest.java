package chat.parley.providers.apns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.parley.providers.BadSetting;
import chat.parley.providers.Device;
import chat.parley.providers.Http2Peer;
import chat.parley.providers.Json;
import chat.parley.providers.Told;
import chat.parley.push.Notification;
import chat.parley.push.PushOutcome;
import chat.parley.push.PushTarget;
import chat.parley.push.port.PushProvider.Finding;
import com.eatthepath.pushy.apns.server.RejectionReason;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against pushy's server, which checks as Apple does, and against one that misbehaves. */
class ApnsTest {

    @TempDir
    static Path directory;

    private static Apple apple;
    private static Apns shared;

    /** Once for all: pushy's server takes two seconds to end. */
    @BeforeAll
    static void start() throws Exception {
        apple = new Apple(directory);
        shared = Apns.open(apple.settings());
    }

    @BeforeEach
    void forget() {
        apple.forget();
    }

    @AfterAll
    static void stop() {
        shared.close();
        apple.close();
    }

    @Test
    void whatIsNewIsShown() throws IOException {
        assertThat(send(Apple.target(null), Told.group("Tea?")))
                .isInstanceOfSatisfying(
                        PushOutcome.Accepted.class,
                        accepted -> assertThat(accepted.providerId()).matches("[0-9a-f]{8}-.*"));
        Apple.Got got = apple.got.getFirst();
        assertThat(got.headers())
                .containsEntry("apns-topic", Apple.TOPIC)
                .containsEntry("apns-push-type", "alert")
                .containsEntry("apns-priority", "10")
                .containsEntry("apns-expiration", "1800000000")
                .containsEntry("apns-collapse-id", Told.CONVERSATION.value())
                .containsEntry(":path", "/3/device/" + Apple.TOKEN);
        assertThat(got.payload()).isEqualTo("""
                {"aps":{"badge":5,"sound":"default","thread-id":"g0123456789abcdefghjkmnpqrst","mutable-content":1,\
                "alert":{"title":"The team","subtitle":"Ada","body":"Tea?"}},\
                "parley":{"type":"show","conversation_id":"g0123456789abcdefghjkmnpqrst",\
                "conversation_type":"group","message_id":"0123456789abc","unread":2,"mentioned":true,"badge":5}}""");
    }

    @Test
    void directConversationsAreTitledByTheOther() throws IOException {
        send(Apple.target(null), Told.direct("Tea?"));
        assertThat(alert(0)).isEqualTo(Map.of("title", "Ada", "body", "Tea?"));
        send(Apple.target(null), Told.group(null));
        assertThat(alert(1)).isEqualTo(Map.of("title", "The team", "subtitle", "Ada", "body", "2 new messages"));
        send(Apple.target(null), Told.nothing(1));
        assertThat(alert(2)).isEqualTo(Map.of("body", "New message"));
    }

    @Test
    void whatIsToGoGoesQuietly() throws IOException {
        assertThat(send(Apple.target(null), Told.clear())).isInstanceOf(PushOutcome.Accepted.class);
        Apple.Got got = apple.got.getFirst();
        assertThat(got.headers())
                .containsEntry("apns-push-type", "background")
                .containsEntry("apns-priority", "5")
                .containsEntry("apns-collapse-id", Told.CONVERSATION.value());
        assertThat(got.payload()).isEqualTo("""
                {"aps":{"content-available":1},\
                "parley":{"type":"clear","conversation_id":"g0123456789abcdefghjkmnpqrst",\
                "message_id":"0123456789abc","badge":4}}""");
    }

    @Test
    void whoAsksForATestSeesIt() throws IOException {
        assertThat(send(Apple.target(null), Told.test())).isInstanceOf(PushOutcome.Accepted.class);
        assertThat(apple.got.getFirst().headers()).doesNotContainKey("apns-collapse-id");
        assertThat(alert(0)).isEqualTo(Map.of("title", "Parley", "body", "Notifications work."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "\u0001", "\"", "é", "👨‍👩‍👧‍👦", "e\u0301"})
    void whateverIsTooLargeIsShortenedAndTaken(String character) throws IOException {
        String text = character.repeat(16_384 / character.length());
        assertThat(send(Apple.target(null), Told.group(text))).isInstanceOf(PushOutcome.Accepted.class);
        assertThat(apple.got.getFirst().payload().getBytes(StandardCharsets.UTF_8).length)
                .isBetween(4_096 - 32, 4_096);
        String body = Objects.requireNonNull(Json.text(alert(0), "body"));
        assertThat(body).endsWith("…");
        assertThat(body.substring(0, body.length() - 1).length() % character.length())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10_000})
    void previewsTravelSealedToThoseWhoHaveAKey(int length) throws IOException, InvalidCipherTextException {
        Device device = Device.create();
        String text = "👋".repeat(length);
        assertThat(send(Apple.target(device.publicKey()), Told.group(text))).isInstanceOf(PushOutcome.Accepted.class);
        assertThat(alert(0)).isEqualTo(Map.of("body", "New message"));
        assertThat(apple.got.getFirst().payload()).doesNotContain("👋", "Ada", "The team");
        String plain = device.open(
                Told.in(apple.got.getFirst().json(), "parley", "sealed"),
                "g0123456789abcdefghjkmnpqrst\n0123456789abc");
        Map<String, ?> preview = Json.read(plain.getBytes(StandardCharsets.UTF_8));
        assertThat(preview.get("title")).isEqualTo("The team");
        assertThat(preview.get("sender")).isEqualTo("Ada");
        assertThat((String) preview.get("text")).startsWith("👋").hasSizeGreaterThan(length == 1 ? 1 : 900);
    }

    @Test
    void aKeyThatCannotBeSealedForTellsNothing() throws IOException {
        String zeros = "A".repeat(43);
        assertThat(send(Apple.target(zeros), Told.group("secret"))).isInstanceOf(PushOutcome.Accepted.class);
        assertThat(alert(0)).isEqualTo(Map.of("body", "New message"));
        assertThat(apple.got.getFirst().payload()).doesNotContain("secret", "sealed", "Ada");
    }

    /** The table in docs/push.md. */
    @ParameterizedTest
    @CsvSource({
        "BAD_DEVICE_TOKEN, TokenGone",
        "DEVICE_TOKEN_NOT_FOR_TOPIC, TokenGone",
        "MISSING_DEVICE_TOKEN, TokenGone",
        "UNREGISTERED, TokenGone",
        "BAD_TOPIC, BadCredentials",
        "TOPIC_DISALLOWED, BadCredentials",
        "MISSING_TOPIC, BadCredentials",
        "BAD_CERTIFICATE, BadCredentials",
        "BAD_CERTIFICATE_ENVIRONMENT, BadCredentials",
        "EXPIRED_PROVIDER_TOKEN, BadCredentials",
        "FORBIDDEN, BadCredentials",
        "INVALID_PROVIDER_TOKEN, BadCredentials",
        "MISSING_PROVIDER_TOKEN, BadCredentials",
        "IDLE_TIMEOUT, RetryLater",
        "TOO_MANY_PROVIDER_TOKEN_UPDATES, RetryLater",
        "TOO_MANY_REQUESTS, RetryLater",
        "INTERNAL_SERVER_ERROR, RetryLater",
        "SERVICE_UNAVAILABLE, RetryLater",
        "SHUTDOWN, RetryLater",
        "BAD_COLLAPSE_ID, Refused",
        "BAD_EXPIRATION_DATE, Refused",
        "BAD_MESSAGE_ID, Refused",
        "BAD_PRIORITY, Refused",
        "DUPLICATE_HEADERS, Refused",
        "INVALID_PUSH_TYPE, Refused",
        "PAYLOAD_EMPTY, Refused",
        "PAYLOAD_TOO_LARGE, Refused",
        "BAD_PATH, Refused",
        "METHOD_NOT_ALLOWED, Refused",
    })
    void everyAnswerMeansSomething(RejectionReason reason, String outcome) {
        send(Apple.target(null), Told.group("the topic is right"));
        apple.rejection = reason;
        assertThat(send(Apple.target(null), Told.group("hi")).getClass().getSimpleName())
                .isEqualTo(outcome);
    }

    @Test
    void aDeviceIsNotForTheTopicOnlyWhereTheTopicIsKnownToBeRight() throws IOException {
        try (Apns apns = Apns.open(apple.settings())) {
            apple.rejection = RejectionReason.DEVICE_TOKEN_NOT_FOR_TOPIC;
            assertThat(answer(apns, Apple.target(null), Told.group("hi")))
                    .isInstanceOfSatisfying(
                            PushOutcome.BadCredentials.class,
                            bad -> assertThat(bad.reason()).contains("DeviceTokenNotForTopic", "push-apns-topic"));
            apple.rejection = null;
            assertThat(answer(apns, Apple.target(null), Told.group("hi"))).isInstanceOf(PushOutcome.Accepted.class);
            apple.rejection = RejectionReason.DEVICE_TOKEN_NOT_FOR_TOPIC;
            assertThat(answer(apns, Apple.target(null), Told.group("hi"))).isInstanceOf(PushOutcome.TokenGone.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void noAnswerIsForgotten(RejectionReason reason) throws NoSuchMethodException {
        CsvSource table = getClass()
                .getDeclaredMethod("everyAnswerMeansSomething", RejectionReason.class, String.class)
                .getAnnotation(CsvSource.class);
        assertThat(table.value()).anyMatch(line -> line.startsWith(reason.name() + ","));
    }

    @Test
    void anExpiredProviderTokenIsRenewedOnce() throws IOException {
        apple.ofConnection.put(1, RejectionReason.EXPIRED_PROVIDER_TOKEN);
        try (Apns apns = Apns.open(apple.settings())) {
            assertThat(answer(apns, Apple.target(null), Told.group("hi"))).isInstanceOf(PushOutcome.Accepted.class);
        }
        assertThat(apple.connections).hasValue(2);
    }

    @Test
    void aStrangersKeyIsBad() throws Exception {
        ApnsSettings settings = apple.settings(apple.keyFile(Apple.keyPair()), Apple.TEAM_ID, Apple.TOPIC);
        try (Apns apns = Apns.open(settings)) {
            assertThat(answer(apns, Apple.target(null), Told.group("hi")))
                    .isInstanceOf(PushOutcome.BadCredentials.class);
            assertThat(apns.examine()).singleElement().satisfies(finding -> {
                assertThat(finding.what()).contains(Apple.KEY_ID, Apple.TEAM_ID, Apple.TOPIC);
                assertThat(finding.problem()).contains("InvalidProviderToken");
            });
        }
    }

    @Test
    void examinationFindsWhatIsRightRight() throws IOException {
        try (Apns apns = Apns.open(apple.settings())) {
            apple.rejection = RejectionReason.BAD_DEVICE_TOKEN;
            assertThat(apns.examine()).extracting(Finding::problem).containsOnlyNulls();
        }
    }

    @Test
    void examinationFindsThatNobodyListens() throws IOException {
        try (Apns apns = Apns.open(at(unusedPort()))) {
            assertThat(apns.examine())
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.problem()).contains("open to the outside"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "xyz", "../../etc", "ab\r\napns-topic: x", "{\"endpoint\":\"x\"}"})
    void whatIsNoTokenIsNotEvenSent(String token) {
        assertThat(send(Apple.target(token, null), Told.group("hi"))).isInstanceOf(PushOutcome.TokenGone.class);
        assertThat(apple.got).isEmpty();
    }

    @Test
    void certificatesAreTakenToo() throws Exception {
        X509Bundle app = new CertificateBuilder()
                .subject("CN=Apple Push Services: app, UID=" + Apple.TOPIC)
                .addExtendedKeyUsageClientAuth()
                .rsa2048()
                .buildIssuedBy(apple.root());
        Path pem = Files.writeString(directory.resolve("app.pem"), app.getCertificatePEM() + app.getPrivateKeyPEM());
        assertAccepted(new ApnsSettings.Certificate(pem, null));

        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("app", app.getKeyPair().getPrivate(), "secret".toCharArray(), app.getCertificatePath());
        Path p12 = directory.resolve("app.p12");
        try (OutputStream out = Files.newOutputStream(p12)) {
            store.store(out, "secret".toCharArray());
        }
        assertAccepted(new ApnsSettings.Certificate(p12, "secret"));
        assertThatThrownBy(() -> Apns.open(with(new ApnsSettings.Certificate(p12, "wrong"))))
                .isInstanceOf(BadSetting.class)
                .hasMessageStartingWith("push-apns-cert is no certificate with its key: ");
    }

    private void assertAccepted(ApnsSettings.Certificate certificate) throws IOException {
        assertThat(certificate.toString()).doesNotContain("secret");
        try (Apns apns = Apns.open(with(certificate))) {
            assertThat(answer(apns, Apple.target(null), Told.group("hi"))).isInstanceOf(PushOutcome.Accepted.class);
        }
    }

    private ApnsSettings with(ApnsSettings.Credentials credentials) throws IOException {
        return new ApnsSettings(credentials, Apple.TOPIC, apple.address(), apple.trusted());
    }

    @Test
    void wrongFilesAreNamed() throws IOException {
        Path none = directory.resolve("none.p8");
        assertThatThrownBy(() -> Apns.open(apple.settings(none, Apple.TEAM_ID, Apple.TOPIC)))
                .isInstanceOf(BadSetting.class)
                .hasMessage("push-apns-key cannot be read: " + none + " (there is no such file)");
        Path text = Files.writeString(directory.resolve("text.p8"), "no key");
        assertThatThrownBy(() -> Apns.open(apple.settings(text, Apple.TEAM_ID, Apple.TOPIC)))
                .isInstanceOf(BadSetting.class)
                .hasMessageStartingWith("push-apns-key is no key for APNs: " + text);
        assertThatThrownBy(() -> Apns.open(with(new ApnsSettings.Certificate(text, null))))
                .isInstanceOf(BadSetting.class)
                .hasMessageStartingWith("push-apns-cert is no certificate with its key: " + text);
    }

    @Test
    void whenNobodyListensItIsTriedLater() throws IOException {
        try (Apns apns = Apns.open(at(unusedPort()))) {
            assertThat(answer(apns, Apple.target(null), Told.group("hi"))).isInstanceOf(PushOutcome.RetryLater.class);
        }
    }

    /** Whoever sent it sends it anew, and not when it was read meanwhile. */
    @Test
    void whatWasGivenUpWhileNobodyListensIsNotSentLater(@TempDir Path own) throws Exception {
        try (Apple unsteady = new Apple(own);
                Apns apns = Apns.open(unsteady.settings())) {
            unsteady.fail();
            List<CompletableFuture<PushOutcome>> answers = Stream.generate(
                            () -> apns.send(Apple.target(null), Told.group("read meanwhile"))
                                    .toCompletableFuture()
                                    .orTimeout(10, TimeUnit.SECONDS))
                    .limit(20)
                    .toList();
            assertThat(answers)
                    .extracting(CompletableFuture::join)
                    .allSatisfy(outcome -> assertThat(outcome)
                            .isInstanceOfSatisfying(
                                    PushOutcome.RetryLater.class,
                                    later -> assertThat(later.reason()).containsPattern("no connection|refused")));
            unsteady.recover();
            assertThat(answer(apns, Apple.target(null), Told.group("new"))).isInstanceOf(PushOutcome.Accepted.class);
            assertThat(unsteady.got)
                    .singleElement()
                    .satisfies(got -> assertThat(got.payload()).contains("new"));
        }
    }

    @Test
    void halfAnAnswerIsTriedLater() throws Exception {
        for (Http2Peer.Answer half : new Http2Peer.Answer[] {
            new Http2Peer.Half(410, "{\"reason\":"), new Http2Peer.HangUp(),
        }) {
            try (Http2Peer peer = new Http2Peer(_ -> half);
                    Apns apns = Apns.open(at(peer))) {
                assertThat(answer(apns, Apple.target(null), Told.group("hi")))
                        .isInstanceOf(PushOutcome.RetryLater.class);
            }
        }
    }

    @Test
    void whatIsNoJsonCountsByItsStatus() throws Exception {
        for (var expected : Map.of(
                        200, PushOutcome.Accepted.class,
                        410, PushOutcome.TokenGone.class,
                        403, PushOutcome.BadCredentials.class,
                        400, PushOutcome.Refused.class,
                        429, PushOutcome.RetryLater.class,
                        302, PushOutcome.RetryLater.class,
                        502, PushOutcome.RetryLater.class)
                .entrySet()) {
            var answer = new Http2Peer.Whole(expected.getKey(), Map.of(), "<html>");
            try (Http2Peer peer = new Http2Peer(_ -> answer);
                    Apns apns = Apns.open(at(peer))) {
                assertThat(answer(apns, Apple.target(null), Told.group("hi")))
                        .as("status %s", expected.getKey())
                        .isInstanceOf(expected.getValue());
            }
        }
    }

    private ApnsSettings at(Http2Peer peer) throws IOException {
        Path trusted = Files.writeString(
                directory.resolve("peer.pem"), peer.certificate().getCertificatePEM());
        return new ApnsSettings(apple.settings().credentials(), Apple.TOPIC, "localhost:" + peer.port(), trusted);
    }

    private ApnsSettings at(int port) throws IOException {
        return new ApnsSettings(apple.settings().credentials(), Apple.TOPIC, "localhost:" + port, null);
    }

    private static int unusedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static PushOutcome send(PushTarget target, Notification notification) {
        return answer(shared, target, notification);
    }

    private static PushOutcome answer(Apns apns, PushTarget target, Notification notification) {
        return apns.send(target, notification)
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    private Map<?, ?> alert(int index) throws IOException {
        return Told.in(apple.got.get(index).json(), "aps", "alert");
    }
}
