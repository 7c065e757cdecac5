package chat.parley.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A browser that is away is woken by a push service, through the program as it is started. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebPushTest {

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

    @Test
    void whoIsAwayReadsWhatIsNewAndSeesItGoWhenHeHasReadItElsewhere() throws Exception {
        Subscriber browser = Subscriber.subscribe();
        Api bob = new Api(server, "bob");
        put(bob, "browser", "webpush", browser.subscription(service.endpoint("bob")));
        String conversation = direct("ann", "bob");

        String message = send("ann", conversation, "Shall we?");

        LocalPushService.Posted show = service.next(server);
        assertThat(show.path()).isEqualTo("/bob");
        assertThat(show.authorization()).startsWith("vapid t=");
        JsonNode told = Device.JSON.readTree(browser.decrypt(show.body().array()));
        assertThat(told.path("type").asText()).isEqualTo("show");
        assertThat(told.path("conversation_id").asText()).isEqualTo(conversation);
        assertThat(told.path("message_id").asText()).isEqualTo(message);
        assertThat(told.path("text").asText()).isEqualTo("Shall we?");
        assertThat(told.path("badge").asLong()).isEqualTo(1);

        String read = "{\"message_id\":\"" + message + "\"}";
        assertThat(bob.call("PUT", "/api/conversations/" + conversation + "/read", read)
                        .status())
                .isEqualTo(204);

        JsonNode clear =
                Device.JSON.readTree(browser.decrypt(service.next(server).body().array()));
        assertThat(clear.path("type").asText()).isEqualTo("clear");
        assertThat(clear.path("conversation_id").asText()).isEqualTo(conversation);
        assertThat(clear.path("badge").asLong()).isZero();
    }

    @Test
    void anAddressThatIsNotPublicIsRefusedWhereItIsRegistered() throws Exception {
        Subscriber browser = Subscriber.subscribe();
        for (String endpoint : List.of(
                "https://127.0.0.1/x",
                "https://169.254.169.254/latest",
                "http://push.example.org/x",
                "https://[::1]/x")) {
            Api eve = new Api(server, "eve");
            assertThat(eve.call("PUT", "/api/devices/browser", device("webpush", browser.subscription(endpoint)))
                            .status())
                    .as(endpoint)
                    .isEqualTo(400);
        }
    }

    private static void put(Api user, String device, String platform, String token) {
        Api.Answer answer = user.call("PUT", "/api/devices/" + device, device(platform, token));
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
    }

    private static String device(String platform, String token) {
        return "{\"platform\":\"" + platform + "\",\"push_token\":" + token + "}";
    }

    private String direct(String one, String other) {
        // Whoever is named is known from his first token on.
        assertThat(new Api(server, other).get("/api/conversations").status()).isEqualTo(200);
        return new Api(server, one)
                .post("/api/conversations", "{\"type\":\"direct\",\"member_ids\":[\"" + other + "\"]}")
                .body()
                .path("conversation_id")
                .asText();
    }

    private String send(String from, String conversation, String text) {
        return new Api(server, from)
                .post(
                        "/api/messages",
                        "{\"conversation_id\":\"" + conversation + "\",\"client_msg_id\":\"" + text.hashCode()
                                + "\",\"text\":\"" + text + "\"}")
                .body()
                .path("message_id")
                .asText();
    }
}
