package chat.parley.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node writes of a message's way, and what it never writes. */
final class LogsTest {

    @TempDir
    Path data;

    @Test
    void aMessageIsFoundFromItsSendToItsDelivery() throws Exception {
        try (RunningServer server = RunningServer.start(data, "--log-format", "json", "--log-level", "debug")) {
            String direct = new Api(server, "ann").direct("bob");
            String message;
            try (Device ann = Device.of(server, "ann", "a");
                    Device bob = Device.of(server, "bob", "b")) {
                message = ann.acked(direct, "k1", "what nobody else may read")
                        .path("message_id")
                        .asText();
                bob.await("message");
            }
            server.terminate();
            List<String> told = new ArrayList<>();
            for (String line : server.log().lines().toList()) {
                JsonNode fields = Device.JSON.readTree(line);
                assertThat(fields.path("time").asText()).isNotEmpty();
                if (fields.path("message_id").asText().equals(message)) {
                    told.add(fields.path("message").asText());
                    assertThat(fields.path("conversation_id").asText()).isEqualTo(direct);
                }
            }
            assertThat(told)
                    .containsExactlyInAnyOrder(
                            "a message is stored and acked", "a message goes to those who are connected");
            assertThat(server.log()).doesNotContain("nobody else may read");
        }
    }

    @Test
    void noSecretIsInAnyLine() {
        String bad = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbm4ifQ.c2VjcmV0";
        String good = Tokens.of("ann");
        try (RunningServer server = RunningServer.start(data, "--log-level", "debug")) {
            new Api(server.url(), good).get("/api/conversations?cursor=secret-in-a-query");
            new Api(server.url(), bad).get("/api/conversations");
            new Api(server.url(), "")
                    .post("/api/auth/register", "{\"username\":\"ann2\",\"password\":\"correct horse battery\"}");
            new Api(server.url(), "")
                    .post("/api/auth/login", "{\"username\":\"ann2\",\"password\":\"wrong horse battery\"}");
            new Api(server.url(), "").post("/api/auth/refresh", "{\"refresh_token\":\"a-token-to-refresh\"}");
            try (Device stranger = Device.withToken(server, "d", bad)) {
                assertThat(stranger.closeCode()).isEqualTo(4401);
            }
            server.terminate();
            assertThat(server.log())
                    .contains("a request is answered")
                    .doesNotContain(
                            good,
                            bad,
                            Tokens.SECRET,
                            "secret-in-a-query",
                            "horse battery",
                            "a-token-to-refresh",
                            bad.substring(bad.lastIndexOf('.')));
        }
    }
}
