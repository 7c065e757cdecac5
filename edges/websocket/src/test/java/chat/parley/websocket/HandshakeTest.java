package chat.parley.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.fabric.CloseReason;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets in, and how the others are told. */
final class HandshakeTest {

    @TempDir
    static Path directory;

    private static TestNode node;

    @BeforeAll
    static void start() {
        node = new TestNode(directory);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void aTokenInTheHeaderIsEnough() {
        try (WebSocketClient client = node.connect().upgrade("/ws?device_id=phone", "Authorization: Bearer ann")) {
            assertThat(client.expectText("ready"))
                    .contains("\"user_id\":\"ann\"", "\"device_id\":\"phone\"", "\"heartbeat_ms\":30000")
                    .doesNotContain("\"id\"");
        }
    }

    @Test
    void aTokenInTheFirstFrameIsEnough() {
        try (WebSocketClient client = node.connect().upgrade("/ws")) {
            client.text("{\"type\":\"auth\",\"id\":\"a\",\"token\":\"ann\",\"device_id\":\"first-frame\"}");
            assertThat(client.expectText("ready")).contains("\"id\":\"a\"", "\"device_id\":\"first-frame\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Authorization: Bearer bad", "Authorization: Bearer", "Authorization: Basic YTpi"})
    void aBadTokenInTheHeaderUpgradesAndThenCloses(String header) {
        try (WebSocketClient client = node.connect().upgrade("/ws?device_id=phone", header)) {
            client.expectClose(4401);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ws", "/ws?device_id=", "/ws?device_id=a%20b", "/ws?device_id=%"})
    void aHeaderNeedsADevice(String target) {
        try (WebSocketClient client = node.connect().upgrade(target, "Authorization: Bearer ann")) {
            assertThat(client.expectText("error")).contains("\"code\":\"bad_request\"", "device_id");
            client.expectClose(4401);
        }
    }

    @Test
    void aBadTokenInAFrameIsToldAndCloses() {
        double before = node.meter("parley.auth.failures");
        try (WebSocketClient client = node.connect().upgrade("/ws")) {
            client.text("{\"type\":\"auth\",\"id\":\"a\",\"token\":\"bad\",\"device_id\":\"d\"}");
            assertThat(client.expectText("error")).contains("\"code\":\"unauthorized\"", "\"id\":\"a\"");
            client.expectClose(4401);
        }
        assertThat(node.meter("parley.auth.failures")).isEqualTo(before + 1);
    }

    @Test
    void anAuthWithoutADeviceIsABadRequestAndCloses() {
        try (WebSocketClient client = node.connect().upgrade("/ws")) {
            client.text("{\"type\":\"auth\",\"id\":\"a\",\"token\":\"ann\",\"device_id\":\"a b\"}");
            assertThat(client.expectText("error")).contains("\"code\":\"bad_request\"", "device_id", "\"id\":\"a\"");
            client.expectClose(4401);
        }
    }

    @Test
    void beforeReadyEverythingElseIsUnauthorizedAndAuthStillCounts() {
        try (WebSocketClient client = node.connect().upgrade("/ws")) {
            client.text("{\"type\":\"ping\",\"id\":\"1\"}");
            assertThat(client.expectText("error")).contains("\"code\":\"unauthorized\"", "\"id\":\"1\"");
            client.text("{\"type\":\"send\",\"conversation_id\":\"c\",\"client_msg_id\":\"k\",\"text\":\"x\"}");
            assertThat(client.expectText("error")).contains("\"code\":\"unauthorized\"", "\"client_msg_id\":\"k\"");
            client.text("{\"type\":\"send\"}");
            assertThat(client.expectText("error")).contains("\"code\":\"unauthorized\"");
            client.text("{\"type\":\"watch\",\"user_ids\":[]}");
            assertThat(client.expectText("error")).contains("\"code\":\"unauthorized\"");
            client.text("nonsense");
            assertThat(client.expectText("error")).contains("\"code\":\"unauthorized\"");
            client.text("{\"type\":\"auth\",\"token\":\"ann\",\"device_id\":\"patient\"}");
            client.expectText("ready");
        }
    }

    @Test
    void framesThatComeWhileTheTokenIsVerifiedAreUnauthorized() {
        node.authenticator.mayVerify.drainPermits();
        try (WebSocketClient client = node.connect().upgrade("/ws?device_id=hasty", "Authorization: Bearer ann")) {
            client.text("{\"type\":\"ping\"}");
            assertThat(client.expectText("error")).contains("\"code\":\"unauthorized\"");
            client.text("{\"type\":\"auth\",\"token\":\"ann\",\"device_id\":\"hasty\"}");
            assertThat(client.expectText("error")).contains("\"code\":\"unauthorized\"");
            node.authenticator.mayVerify.release(1_000_000);
            client.expectText("ready");
        }
    }

    @Test
    void aLaterAuthExtendsTheSessionOrEndsIt() {
        try (WebSocketClient client = node.login("ann", "again")) {
            client.text("{\"type\":\"auth\",\"id\":\"b\",\"token\":\"ann/PT10M\",\"device_id\":\"again\"}");
            assertThat(client.expectText("ready")).contains("\"id\":\"b\"");
            client.text("{\"type\":\"ping\"}");
            client.expectText("pong");
            client.text("{\"type\":\"auth\",\"token\":\"bob\",\"device_id\":\"again\"}");
            assertThat(client.expectText("error")).contains("\"code\":\"unauthorized\"");
            client.expectClose(4401);
        }
        try (WebSocketClient client = node.login("ann", "again")) {
            client.text("{\"type\":\"auth\",\"token\":\"ann\",\"device_id\":\"another\"}");
            assertThat(client.closeCode()).isEqualTo(4401);
        }
        try (WebSocketClient client = node.login("ann", "again")) {
            client.text("{\"type\":\"auth\",\"token\":\"ann\"}");
            assertThat(client.expectText("error")).contains("\"code\":\"bad_request\"");
            client.expectClose(4401);
        }
    }

    @Test
    void whatFailsBehindItIsUnavailable() {
        try (WebSocketClient client = node.connect().upgrade("/ws")) {
            client.text("{\"type\":\"auth\",\"token\":\"broken\",\"device_id\":\"d\"}");
            assertThat(client.expectText("error")).contains("\"code\":\"unavailable\"", "\"retry_after_ms\":1000");
            client.expectClose(1013);
        }
    }

    @Test
    void aNewSocketOfTheSameDeviceReplacesTheOld() {
        try (WebSocketClient old = node.login("ann", "one");
                WebSocketClient other = node.login("ann", "two");
                WebSocketClient now = node.login("ann", "one")) {
            old.expectClose(4409);
            for (WebSocketClient client : new WebSocketClient[] {other, now}) {
                client.text("{\"type\":\"ping\"}");
                client.expectText("pong");
            }
        }
    }

    @Test
    void theFabricEndsASocket() {
        try (WebSocketClient client = node.login("ann", "logged-out")) {
            node.sessions.closeAll(CloseReason.UNAUTHORIZED);
            client.expectClose(4401);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Origin: https://evil.example", "Origin: null", "Origin: https://chat.example.evil"})
    void pagesOfOtherOriginsAreRefused(String origin) {
        try (WebSocketClient client = node.connect()) {
            assertThat(client.request(WebSocketClient.upgradeRequest("/ws", origin)))
                    .startsWith("HTTP/1.1 403 ")
                    .contains("application/problem+json");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Origin: https://allowed.example", "Origin: http://chat.example", "X: no origin"})
    void pagesOfTheSameHostAndOfAllowedOriginsComeIn(String origin) {
        try (WebSocketClient client = node.connect().upgrade("/ws", origin)) {
            client.text("{\"type\":\"auth\",\"token\":\"ann\",\"device_id\":\"page\"}");
            client.expectText("ready");
        }
    }

    @Test
    void noExtensionIsAgreedTo() {
        try (WebSocketClient client =
                node.connect().upgrade("/ws", "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits")) {
            client.text("{\"type\":\"auth\",\"token\":\"ann\",\"device_id\":\"deflate\"}");
            client.expectText("ready");
        }
    }

    @Test
    void whatIsNoUpgradeIsRefused() {
        try (WebSocketClient client = node.connect()) {
            assertThat(client.request("GET /ws HTTP/1.1\r\nHost: h\r\n\r\n"))
                    .startsWith("HTTP/1.1 426 ")
                    .contains("upgrade: websocket");
        }
        try (WebSocketClient client = node.connect()) {
            assertThat(client.request(WebSocketClient.upgradeRequest("/ws").replace("Version: 13", "Version: 8")))
                    .startsWith("HTTP/1.1 426 ")
                    .contains("sec-websocket-version: 13");
        }
        try (WebSocketClient client = node.connect()) {
            assertThat(client.request(WebSocketClient.upgradeRequest("/ws").replace("dGhlI", "")))
                    .startsWith("HTTP/1.1 400 ");
        }
    }

    @Test
    void framesThatComeWithTheUpgradeAreRead() {
        try (WebSocketClient client = node.connect()) {
            byte[] request = WebSocketClient.upgradeRequest("/ws").getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            byte[] auth = WebSocketClient.masked(
                    Opcode.FIN | Opcode.TEXT,
                    "{\"type\":\"auth\",\"token\":\"ann\",\"device_id\":\"eager\"}"
                            .getBytes(java.nio.charset.StandardCharsets.UTF_8));
            client.raw(Heard.join(request, auth));
            assertThat(client.readHeaders()).startsWith("HTTP/1.1 101 ");
            client.expectText("ready");
        }
    }
}
