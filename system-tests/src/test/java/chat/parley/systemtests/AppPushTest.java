package chat.parley.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.systemtests.LocalAppPush.Pushed;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Apps that are away are woken by APNs and FCM, through the program as it is started and set up. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AppPushTest {

    private static final String APNS_TOKEN = "ab".repeat(32);

    private LocalAppPush providers;
    private RunningServer server;

    @BeforeAll
    void start(@TempDir Path data, @TempDir Path keys) throws Exception {
        providers = new LocalAppPush(keys);
        server = providers.server(data);
    }

    @AfterAll
    void stop() {
        server.close();
        providers.close();
    }

    @Test
    void bothDevicesOfWhoIsAwayAreWokenAndWhatHeReadsElsewhereGoes() throws InterruptedException {
        Api bob = new Api(server, "bob");
        LocalAppPush.register(bob, "iphone", "apns", APNS_TOKEN);
        LocalAppPush.register(bob, "pixel", "fcm", "registration-1");
        Api ann = new Api(server, "ann");
        String conversation = ann.direct("bob");
        ObjectNode sent = Device.JSON
                .createObjectNode()
                .put("conversation_id", conversation)
                .put("client_msg_id", "m1")
                .put("text", "Shall we? 👋");
        String message =
                ann.post("/api/messages", sent).body().path("message_id").asText();

        Pushed show = LocalAppPush.next(providers.byApple, server);
        assertThat(show.pathOrType()).isEqualTo("/3/device/" + APNS_TOKEN + " alert");
        assertThat(show.body().at("/aps/alert/body").asText()).isEqualTo("Shall we? 👋");
        assertThat(show.body().at("/aps/badge").asInt()).isEqualTo(1);
        assertThat(show.body().at("/parley/message_id").asText()).isEqualTo(message);
        Pushed data = LocalAppPush.next(providers.byGoogle, server);
        assertThat(data.pathOrType()).isEqualTo("/v1/projects/test/messages:send Bearer token-1");
        assertThat(data.body().at("/message/token").asText()).isEqualTo("registration-1");
        assertThat(data.body().at("/message/data/text").asText()).isEqualTo("Shall we? 👋");
        assertThat(data.body().at("/message/data/message_id").asText()).isEqualTo(message);

        bob.call("PUT", "/api/conversations/" + conversation + "/read", "{\"message_id\":\"" + message + "\"}");
        Pushed gone = LocalAppPush.next(providers.byApple, server);
        assertThat(gone.pathOrType()).endsWith(" background");
        assertThat(gone.body().at("/aps/badge").asInt()).isZero();
        assertThat(gone.body().at("/parley/conversation_id").asText()).isEqualTo(conversation);
        assertThat(LocalAppPush.next(providers.byGoogle, server)
                        .body()
                        .at("/message/data/type")
                        .asText())
                .isEqualTo("clear");
    }
}
