package chat.parley.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Who is woken, who is not, and what is told of it: through the program as it is started, and killed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WakingTest {

    private LocalPushService service;
    private RunningServer server;

    @BeforeAll
    void start(@TempDir Path data, @TempDir Path keys) throws Exception {
        service = new LocalPushService(keys);
        server = service.server(data);
    }

    @AfterAll
    void stop() {
        server.close();
        service.close();
    }

    /** What is sent to carol is planned after what was sent to the others, so she is the one who is heard of. */
    @Test
    void whoHasReadOrMutedIsNotWokenAndTheTraceSaysSo() throws Exception {
        for (String user : new String[] {"bob", "dave", "carol"}) {
            register(user, Subscriber.subscribe());
        }
        Api ann = new Api(server, "ann");
        String group = ann.group("Lunch", "bob", "dave");
        put(api("dave"), "/api/conversations/" + group + "/notifications", "{\"level\":\"none\"}");
        String message = say(ann, group, "k1");
        put(api("bob"), "/api/conversations/" + group + "/read", "{\"message_id\":\"" + message + "\"}");
        String toCarol = say(ann, ann.direct("carol"), "k2");

        assertThat(service.next(server).path()).isEqualTo("/carol");
        JsonNode story = story(group, message);
        assertThat(story.path("steps").findValuesAsText("user_id")).containsExactlyInAnyOrder("bob", "dave");
        assertThat(story.path("steps").findValuesAsText("reason")).containsExactlyInAnyOrder("read", "muted");
        assertThat(story.path("waiting")).isEmpty();
        String told = RunningServer.run(
                "trace",
                ann.direct("carol"),
                toCarol,
                "--data",
                server.data().toString(),
                "--url",
                server.url().toString());
        assertThat(told).contains("carol", "pushed: webpush took it, as " + service.endpoint("m/1"));
        assertThat(api("ann").get("/operator/traces/" + group + "/" + message).status())
                .isEqualTo(401);
    }

    @Test
    void whoTriesHisDeviceSeesItAndIsToldSo() throws Exception {
        Subscriber browser = Subscriber.subscribe();
        register("erin", browser);
        Api.Answer tried = api("erin").post("/api/devices/browser/test-push", "");
        assertThat(tried.body().path("outcome").asText()).isEqualTo("accepted");
        assertThat(tried.body().path("provider_id").asText()).isEqualTo(service.endpoint("m/1"));
        LocalPushService.Posted test = service.next(server);
        assertThat(test.path()).isEqualTo("/erin");
        assertThat(Device.JSON
                        .readTree(browser.decrypt(test.body().array()))
                        .path("type")
                        .asText())
                .isEqualTo("test");
    }

    @Test
    void whatIsNotSentYetIsSentAfterAKill(@TempDir Path data) throws Exception {
        Subscriber browser = Subscriber.subscribe();
        String message;
        try (RunningServer killed = service.server(data)) {
            Api frank = new Api(killed, "frank");
            register(frank, "frank", browser);
            Api ann = new Api(killed, "ann");
            message = say(ann, ann.direct("frank"), "k1");
            killed.kill();
        }
        try (RunningServer next = service.server(data)) {
            LocalPushService.Posted show = service.next(next);
            assertThat(show.path()).isEqualTo("/frank");
            JsonNode told = Device.JSON.readTree(browser.decrypt(show.body().array()));
            assertThat(told.path("message_id").asText()).isEqualTo(message);
            assertThat(told.path("unread").asLong()).isEqualTo(1);
            assertThat(told.path("badge").asLong()).isEqualTo(1);
        }
    }

    private Api api(String user) {
        return new Api(server, user);
    }

    private void register(String user, Subscriber browser) {
        register(api(user), user, browser);
    }

    private void register(Api api, String user, Subscriber browser) {
        String body = "{\"platform\":\"webpush\",\"push_token\":" + browser.subscription(service.endpoint(user)) + "}";
        Api.Answer device = api.call("PUT", "/api/devices/browser", body);
        assertThat(device.body().path("push").path("state").asText())
                .as(device.raw().body())
                .isEqualTo("registered");
    }

    private static void put(Api api, String path, String body) {
        Api.Answer answer = api.call("PUT", path, body);
        assertThat(answer.status()).as(answer.raw().body()).isBetween(200, 204);
    }

    private static String say(Api user, String conversation, String key) {
        Api.Answer sent = user.post(
                "/api/messages",
                "{\"conversation_id\":\"" + conversation + "\",\"client_msg_id\":\"" + key + "\",\"text\":\"Hi\"}");
        assertThat(sent.status()).as(sent.raw().body()).isEqualTo(201);
        return sent.body().path("message_id").asText();
    }

    /** Steps are written down after the wake-ups that they are about: the last ones may be on their way. */
    private JsonNode story(String conversation, String message) {
        String token = RunningServer.run(
                        "token", "--operator", "--data", server.data().toString())
                .strip();
        Api operator = new Api(server.url(), token);
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (true) {
            JsonNode story = operator.get("/operator/traces/" + conversation + "/" + message)
                    .body();
            if (story.path("steps").size() >= 2 || System.nanoTime() > end) {
                return story;
            }
        }
    }
}
