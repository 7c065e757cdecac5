package chat.parley.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a stranger may send: each gets its clear error, and the server lives. */
class BadInputTest {

    private static final String CONVERSATION = "g0000000000000000000000000";

    @TempDir
    static Path data;

    private static RunningServer server;

    @BeforeAll
    static void start() {
        server = RunningServer.start(data);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void theServerLives() {
        assertThat(server.isAlive()).isTrue();
        assertThat(new Api(server, "ann").get("/readyz").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "{", "[]", "1", "null", "\"send\"", "{\"type\":1}", "{}", "{\"a\":1}garbage"})
    void whatIsNoFrameIsBadRequestAndTheSocketGoesOn(String text) {
        try (Device ann = Device.of(server, "ann", "d")) {
            assertThat(ann.send(text).await("error").path("code").asText()).isEqualTo("bad_request");
            assertThat(ann.soFar()).isEmpty();
        }
    }

    @Test
    void unknownTypeIsIgnored() {
        try (Device ann = Device.of(server, "ann", "d")) {
            assertThat(ann.send("{\"type\":\"dance\",\"id\":\"1\"}").soFar()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "conversation_id | {\"type\":\"send\",\"client_msg_id\":\"1\",\"text\":\"x\"}",
                "conversation_id | {\"type\":\"send\",\"conversation_id\":\"a b\",\"client_msg_id\":\"1\",\"text\":\"x\"}",
                "conversation_id | {\"type\":\"send\",\"conversation_id\":7,\"client_msg_id\":\"1\",\"text\":\"x\"}",
                "client_msg_id | {\"type\":\"send\",\"conversation_id\":\"c\",\"text\":\"x\"}",
                "client_msg_id | {\"type\":\"send\",\"conversation_id\":\"c\",\"client_msg_id\":\"\",\"text\":\"x\"}",
                "client_msg_id | {\"type\":\"send\",\"conversation_id\":\"c\",\"client_msg_id\":\"a/b\",\"text\":\"x\"}",
                "text | {\"type\":\"send\",\"conversation_id\":\"c\",\"client_msg_id\":\"1\"}",
                "text | {\"type\":\"send\",\"conversation_id\":\"c\",\"client_msg_id\":\"1\",\"text\":\"\"}",
                "text | {\"type\":\"send\",\"conversation_id\":\"c\",\"client_msg_id\":\"1\",\"text\":\"\\ud800\"}",
                "media_ids | {\"type\":\"send\",\"conversation_id\":\"c\",\"client_msg_id\":\"1\",\"media_ids\":[\"a b\"]}",
                "media_ids | {\"type\":\"send\",\"conversation_id\":\"c\",\"client_msg_id\":\"1\",\"media_ids\":\"a\"}",
                "limit | {\"type\":\"sync\",\"limit\":0}",
                "limit | {\"type\":\"sync\",\"limit\":501}",
                "limit | {\"type\":\"sync\",\"limit\":\"5\"}",
                "cursors | {\"type\":\"sync\",\"cursors\":[]}",
                "cursors | {\"type\":\"sync\",\"cursors\":{\"c\":\"12\"}}",
                "cursors | {\"type\":\"sync\",\"cursors\":{\"a b\":null}}",
                "since | {\"type\":\"sync\",\"since\":5}",
            })
    void wrongFieldIsNamed(String field, String frame) {
        try (Device ann = Device.of(server, "ann", "d")) {
            JsonNode error = ann.send(frame).await("error");
            assertThat(error.path("code").asText()).isEqualTo("bad_request");
            assertThat(error.path("message").asText()).contains(field);
        }
    }

    @Test
    void anothersConversationIsNotFoundOnBothFaces() {
        String theirs = new Api(server, "bob").direct("carl");
        try (Device ann = Device.of(server, "ann", "d")) {
            for (String id : new String[] {theirs, CONVERSATION}) {
                JsonNode error = ann.acked(id, "1", "hello");
                assertThat(error.path("code").asText()).isEqualTo("not_found");
                assertThat(error.path("client_msg_id").asText()).isEqualTo("1");
                Api api = new Api(server, "ann");
                assertThat(api.get("/api/conversations/" + id).status()).isEqualTo(404);
                assertThat(api.get("/api/conversations/" + id + "/messages").status())
                        .isEqualTo(404);
                assertThat(api.get("/api/conversations/" + id + "/members").status())
                        .isEqualTo(404);
            }
        }
    }

    @Test
    void textOf16KiBIsTakenAndOneByteMoreIsNot() {
        String id = new Api(server, "ann").direct("bob");
        String longest = "ä".repeat(8 * 1024);
        try (Device ann = Device.of(server, "ann", "d")) {
            assertThat(ann.acked(id, "long", longest).path("type").asText()).isEqualTo("ack");
            assertThat(ann.acked(id, "longer", longest + "a").path("code").asText())
                    .isEqualTo("too_large");
        }
        assertThat(new Api(server, "bob").history(id))
                .extracting(m -> m.path("text").asText())
                .containsExactly(longest);
    }

    @Test
    void frameOf64KiBIsReadAndOneByteMoreCloses() {
        String frame = "{\"type\":\"ping\",\"padding\":\"" + "x".repeat(64 * 1024 - 28) + "\"}";
        assertThat(frame).hasSize(64 * 1024);
        try (Device ann = Device.of(server, "ann", "d")) {
            ann.send(frame).await("pong");
            ann.send(frame.replace("x\"}", "xx\"}"));
            assertThat(ann.closeCode()).isEqualTo(1009);
        }
    }

    @Test
    void bodyOver64KiBIsTooLarge() {
        Api.Answer answer =
                new Api(server, "ann").post("/api/messages", "{\"text\":\"" + "x".repeat(64 * 1024) + "\"}");
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.body().path("code").asText()).isEqualTo("too_large");
    }

    @Test
    void binaryFrameClosesWith1003() {
        try (Device ann = Device.of(server, "ann", "d")) {
            ann.sendBinary(new byte[] {1, 2, 3});
            assertThat(ann.closeCode()).isEqualTo(1003);
        }
    }

    @Test
    void thousandBadFramesCloseWith1008() {
        try (Device ann = Device.of(server, "ann", "d")) {
            for (int i = 0; i < 1000; i++) {
                ann.send("x");
            }
            assertThat(ann.closeCode()).isEqualTo(1008);
        }
    }

    @Test
    void badTokensCloseWith4401() {
        for (String token : new String[] {
            "x",
            Tokens.of("ann", Instant.now().minusSeconds(60)),
            Tokens.signed("{\"alg\":\"none\"}", "{\"sub\":\"ann\",\"exp\":9999999999}"),
            Tokens.signed("{\"alg\":\"HS256\"}", "{\"sub\":\"ann\"}"),
            Tokens.signed("{\"alg\":\"HS256\"}", "{\"sub\":\"a b\",\"exp\":9999999999}")
        }) {
            try (Device device = Device.withToken(server, "d", token)) {
                assertThat(device.closeCode()).isEqualTo(4401);
            }
            Api.Answer answer = new Api(server.url(), token).get("/api/conversations");
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.body().path("code").asText()).isEqualTo("unauthorized");
        }
        assertThat(new Api(server.url(), "").get("/api/conversations").status()).isEqualTo(401);
    }

    @Test
    void frameBeforeReadyIsUnauthorized() {
        try (Device stranger = Device.stranger(server)) {
            assertThat(stranger.say("c", "1", "hello")
                            .await("error")
                            .path("code")
                            .asText())
                    .isEqualTo("unauthorized");
            stranger.send("{\"type\":\"auth\",\"token\":\"" + Tokens.of("ann") + "\",\"device_id\":\"late\"}");
            assertThat(stranger.await("ready").path("user_id").asText()).isEqualTo("ann");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "400 | POST | /api/conversations | x",
                "400 | POST | /api/conversations | []",
                "400 | POST | /api/conversations | {\"type\":\"room\"}",
                "400 | POST | /api/conversations | {\"type\":\"direct\",\"member_ids\":[]}",
                "400 | POST | /api/conversations | {\"type\":\"direct\",\"member_ids\":[\"ann\"]}",
                "400 | POST | /api/conversations | {\"type\":\"group\",\"member_ids\":[\"bob\"]}",
                "400 | POST | /api/conversations | {\"type\":\"group\",\"title\":\"t\",\"member_ids\":[\"b b\"]}",
                "400 | POST | /api/messages | {\"conversation_id\":\"c\",\"client_msg_id\":\"1\"}",
                "400 | POST | /api/messages | {\"conversation_id\":\"c\",\"client_msg_id\":\"1\",\"text\":5}",
                "404 | POST | /api/messages | {\"conversation_id\":\"c\",\"client_msg_id\":\"1\",\"text\":\"x\"}",
                "404 | GET | /api/conversations/none | ~~",
                "404 | GET | /api/nothing | ~~",
                "400 | GET | /api/conversations?limit=0 | ~~",
            })
    void badCallsGetTheirStatus(int status, String method, String path, String body) {
        Api.Answer answer = new Api(server, "ann").call(method, path, body);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.raw().headers().firstValue("content-type")).hasValue("application/problem+json");
        assertThat(answer.body().path("code").asText()).isEqualTo(status == 400 ? "bad_request" : "not_found");
    }

    @Test
    void badUtf8ClosesWith1007() throws IOException {
        try (RawSocket socket = new RawSocket(server, Tokens.of("ann"))) {
            socket.write(0x81, new byte[] {'{', (byte) 0xff, '}'});
            assertThat(socket.closeCode()).isEqualTo(1007);
        }
    }

    @Test
    void upgradeBehindAnotherRequestIsHeard() throws IOException {
        String before = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n";
        try (RawSocket socket = new RawSocket(server, Tokens.of("ann"), before)) {
            assertThat(socket.read()).contains("\"ready\"");
            socket.write(0x81, "{\"type\":\"ping\"}".getBytes(StandardCharsets.UTF_8));
            assertThat(socket.read()).contains("\"pong\"");
        }
    }

    @Test
    void halfAFrameHoldsUpNobodyElse() throws IOException {
        try (RawSocket half = new RawSocket(server, Tokens.of("ann"));
                Socket silent = new Socket("localhost", server.url().getPort());
                Device bob = Device.of(server, "bob", "d")) {
            half.writeHalf(0x81, "{\"type\":\"ping\"}".getBytes(StandardCharsets.UTF_8));
            assertThat(bob.soFar()).isEmpty();
            assertThat(silent.isConnected()).isTrue();
        }
    }
}
