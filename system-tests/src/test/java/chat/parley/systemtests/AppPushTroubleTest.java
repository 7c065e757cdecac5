package chat.parley.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.systemtests.LocalAppPush.Pushed;
import chat.parley.systemtests.LocalAppPush.Says;
import com.eatthepath.pushy.apns.server.RejectionReason;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong at APNs and FCM, through the program as it is started: who is told, and what goes on all the same. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AppPushTroubleTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String FAMILY = "👨‍👩‍👧‍👦";

    private LocalAppPush providers;
    private RunningServer server;
    private Api ann;
    private int said;

    @BeforeAll
    void open(@TempDir Path keys) throws Exception {
        providers = new LocalAppPush(keys);
    }

    @AfterAll
    void close() {
        providers.close();
    }

    /** Each has a server of its own: one that was refused asks again after a minute only. */
    @BeforeEach
    void start(@TempDir Path data) {
        providers.forget();
        server = providers.server(data);
        ann = new Api(server, "ann");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void wrongCredentialsForApnsAreAnAlarmAndNoStorm() throws Exception {
        providers.appleSays = RejectionReason.INVALID_PROVIDER_TOKEN;
        wake("first", "apns");
        LocalAppPush.next(providers.notByApple, server);
        assertAlarm("apns", "403 InvalidProviderToken");
        for (int i = 0; i < 5; i++) {
            wake("another" + i, "apns");
        }
        wake("android", "fcm");
        LocalAppPush.next(providers.byGoogle, server);
        assertThat(providers.notByApple)
                .as("asked once, while six wait and Google's are woken")
                .isEmpty();
        assertThat(new Metrics(server).value("parley_push_owed{platform=\"apns\"}"))
                .isEqualTo(6);
        assertDoctorSays("takes key KEY0123456 of team TEAM012345 for com.example.chat: 403 InvalidProviderToken");
    }

    @Test
    void wrongCredentialsForFcmAreAnAlarmAndNoStorm() throws Exception {
        providers.googleSays = new Says.Whole(
                401, "{\"error\":{\"code\":401,\"status\":\"UNAUTHENTICATED\",\"message\":\"no such account\"}}");
        wake("first", "fcm");
        LocalAppPush.next(providers.notByGoogle, server);
        // Once more with a fresh access token, which may have been all that was wrong.
        LocalAppPush.next(providers.notByGoogle, server);
        assertAlarm("fcm", "401 UNAUTHENTICATED: no such account");
        for (int i = 0; i < 5; i++) {
            wake("another" + i, "fcm");
        }
        wake("iphone", "apns");
        wake("iphone2", "apns");
        LocalAppPush.next(providers.byApple, server);
        LocalAppPush.next(providers.byApple, server);
        assertThat(providers.notByGoogle)
                .as("asked once, while six wait and Apple's are woken")
                .isEmpty();
        assertThat(new Metrics(server).value("parley_push_owed{platform=\"fcm\"}"))
                .isEqualTo(6);
        assertDoctorSays("FCM takes messages for project test: 401 UNAUTHENTICATED: no such account");
    }

    /** It is said of each device: one after the other would lose its token. */
    @Test
    void aTopicThatIsNotTheAppsIsAnAlarmAndCostsNoToken() throws Exception {
        providers.appleSays = RejectionReason.DEVICE_TOKEN_NOT_FOR_TOPIC;
        Api bob = wake("bob", "apns");
        LocalAppPush.next(providers.notByApple, server);
        assertAlarm("apns", "400 DeviceTokenNotForTopic: push-apns-topic");
        assertThat(state(bob)).isEqualTo("registered");
    }

    @Test
    void whoseTokenIsDeadIsToldSoAndNotAskedForAgain() throws Exception {
        providers.appleSays = RejectionReason.UNREGISTERED;
        providers.googleSays = new Says.Whole(
                404,
                "{\"error\":{\"code\":404,\"status\":\"NOT_FOUND\",\"details\":[{\"errorCode\":\"UNREGISTERED\"}]}}");
        Api bob = wake("bob", "apns");
        Api cid = wake("cid", "fcm");
        LocalAppPush.next(providers.notByApple, server);
        LocalAppPush.next(providers.notByGoogle, server);
        Metrics metrics = new Metrics(server);
        metrics.await("parley_push_answers_total{answer=\"token_gone\",platform=\"apns\"}", 1, SOON);
        metrics.await("parley_push_answers_total{answer=\"token_gone\",platform=\"fcm\"}", 1, SOON);
        for (Api gone : new Api[] {bob, cid}) {
            assertThat(state(gone)).isEqualTo("gone");
            assertThat(device(gone).at("/push/gone_at").asLong()).isPositive();
        }
        providers.appleSays = null;
        providers.googleAnswers();
        say(ann.direct("bob"), "again");
        say(ann.direct("cid"), "again");
        wake("dave", "fcm");
        Pushed first = LocalAppPush.next(providers.byGoogle, server);
        assertThat(first.body().at("/message/token").asText()).isEqualTo(token("dave"));
        assertThat(providers.byApple).isEmpty();
    }

    @Test
    void aServiceThatIsSlowOrHangsUpKeepsBackNoOther() throws Exception {
        providers.googleSays = new Says.Nothing();
        wake("slow", "fcm");
        new Metrics(server).await("parley_push_owed{platform=\"fcm\"}", 1, SOON);
        wake("iphone", "apns");
        LocalAppPush.next(providers.byApple, server);
        assertThat(providers.unanswered()).as("FCM has not answered yet").isPositive();
        providers.googleAnswers();
        assertThat(LocalAppPush.next(providers.byGoogle, server)
                        .body()
                        .at("/message/token")
                        .asText())
                .isEqualTo(token("slow"));

        providers.googleSays = new Says.Half();
        wake("half", "fcm");
        LocalAppPush.next(providers.notByGoogle, server);
        wake("iphone2", "apns");
        LocalAppPush.next(providers.byApple, server);
        providers.googleAnswers();
        assertThat(LocalAppPush.next(providers.byGoogle, server)
                        .body()
                        .at("/message/token")
                        .asText())
                .as("half an answer is none")
                .isEqualTo(token("half"));
    }

    @Test
    void emojiThatHaveNoRoomAreCutBetweenTwoOfThem() throws Exception {
        String text = FAMILY.repeat(4_096 / FAMILY.getBytes(StandardCharsets.UTF_8).length);
        for (String platform : new String[] {"apns", "fcm"}) {
            wake(platform, platform, text);
        }
        JsonNode apple = LocalAppPush.next(providers.byApple, server).body();
        assertThat(bytes(apple)).isBetween(4_000, 4_096);
        assertShortened(apple.at("/aps/alert/body").asText(), text);
        JsonNode google = LocalAppPush.next(providers.byGoogle, server).body().at("/message/data");
        assertThat(bytes(google)).isBetween(4_000, 4_096);
        assertShortened(google.path("text").asText(), text);
    }

    private static int bytes(JsonNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    private static void assertShortened(String shown, String text) {
        assertThat(shown).endsWith(FAMILY + "…").hasSizeLessThan(text.length());
        assertThat(text).startsWith(shown.substring(0, shown.length() - 1));
        assertThat((shown.length() - 1) % FAMILY.length()).isZero();
    }

    private void assertAlarm(String platform, String reason) {
        new Metrics(server)
                .await("parley_push_answers_total{answer=\"bad_credentials\",platform=\"" + platform + "\"}", 1, SOON);
        assertThat(server.log().lines().filter(line -> line.contains("ERROR")))
                .singleElement()
                .asString()
                .contains("nobody is woken by " + platform.toUpperCase(Locale.ROOT), reason);
    }

    private void assertDoctorSays(String wrong) {
        RunningServer.Ended doctor = RunningServer.end(providers.with("doctor", "push", "--data=" + server.data()));
        assertThat(doctor.out()).contains("WRONG").contains(wrong);
        assertThat(doctor.code()).isEqualTo(1);
    }

    /** Somebody with one device is said something. */
    private Api wake(String user, String platform) {
        return wake(user, platform, "hello");
    }

    private Api wake(String user, String platform, String text) {
        Api api = new Api(server, user);
        LocalAppPush.register(api, "phone", platform, token(user));
        say(ann.direct(user), text);
        return api;
    }

    private void say(String conversation, String text) {
        String message = Device.JSON
                .createObjectNode()
                .put("conversation_id", conversation)
                .put("client_msg_id", "k" + said++)
                .put("text", text)
                .toString();
        Api.Answer answer = ann.post("/api/messages", message);
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(201);
    }

    private static String state(Api user) {
        return device(user).at("/push/state").asText();
    }

    private static JsonNode device(Api user) {
        return user.get("/api/devices").body().at("/devices/0");
    }

    /** Hexadecimal, as APNs wants it. */
    private static String token(String user) {
        return String.format("%064x", user.hashCode());
    }
}
