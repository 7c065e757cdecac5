package chat.parley.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.wire.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many may be at the door, and who goes when there are more. */
final class AdmissionTest {

    private static final int ANY = Integer.MAX_VALUE;

    @TempDir
    Path directory;

    /** Who only holds a connection makes room, the oldest first; who has shown a token stays. */
    @Test
    void theOldestThatShowedNoTokenMakesRoom() {
        try (TestNode node = node(new Admission(ANY, ANY, 2, ANY, ANY, List.of()));
                WebSocketClient known = node.login("ann", "1");
                WebSocketClient oldest = node.connect().upgrade("/ws");
                WebSocketClient older = node.connect().upgrade("/ws");
                WebSocketClient newest = node.connect().upgrade("/ws")) {
            assertThat(oldest.next().opcode()).isEqualTo(-1);
            expectAlive(known);
            for (WebSocketClient waiting : List.of(older, newest)) {
                waiting.text("{\"type\":\"ping\"}");
                waiting.expectText("error");
            }
            assertThat(node.meter("parley.connections.turned.away")).isEqualTo(1);
            assertThat(node.meter("parley.connections")).isEqualTo(3);
            assertThat(node.meter("parley.connections.unauthenticated")).isEqualTo(2);
        }
    }

    @Test
    void anAddressHoldsNoMoreThanItsShareOfTheDoor() {
        try (TestNode node = node(new Admission(ANY, ANY, ANY, 1, ANY, List.of()));
                WebSocketClient oldest = node.connect().upgrade("/ws");
                WebSocketClient newest = node.connect().upgrade("/ws")) {
            assertThat(oldest.next().opcode()).isEqualTo(-1);
            newest.text("{\"type\":\"auth\",\"token\":\"ann\",\"device_id\":\"1\"}");
            newest.expectText("ready");
        }
    }

    /** All have shown a token: the newcomer has to go. Whoever goes makes room. */
    @Test
    void whenAllAreKnownTheNewcomerGoes() {
        for (Admission admission : List.of(
                new Admission(2, ANY, ANY, ANY, ANY, List.of()), new Admission(ANY, 2, ANY, ANY, ANY, List.of()))) {
            try (TestNode node = node(admission);
                    WebSocketClient ann = node.login("ann", "1")) {
                try (WebSocketClient bob = node.login("bob", "1");
                        WebSocketClient third = node.connect()) {
                    assertThat(third.nextOfAll().opcode()).isEqualTo(-1);
                    expectAlive(ann);
                    expectAlive(bob);
                }
                while (node.meter("parley.connections") > 1) {
                    Thread.onSpinWait();
                }
                node.login("carol", "1").close();
            }
        }
    }

    /** His devices stay, and one that comes back takes its own place. */
    @Test
    void aUserHasSoManyDevices() {
        try (TestNode node = node(new Admission(ANY, ANY, ANY, ANY, 2, List.of()));
                WebSocketClient one = node.login("ann", "1");
                WebSocketClient two = node.login("ann", "2");
                WebSocketClient three = node.connect().upgrade("/ws")) {
            three.text("{\"type\":\"auth\",\"id\":\"a\",\"token\":\"ann\",\"device_id\":\"3\"}");
            assertThat(three.expectText("error"))
                    .contains("\"rate_limited\"", "\"id\":\"a\"", "\"retry_after_ms\":75000");
            three.expectClose(1013);
            expectAlive(one);
            try (WebSocketClient again = node.login("ann", "2");
                    WebSocketClient bob = node.login("bob", "1")) {
                two.expectClose(4409);
                expectAlive(again);
                expectAlive(bob);
                // The replaced one is forgotten on a thread of its own, behind its close.
                while (node.sessions.count() > 3) {
                    Thread.onSpinWait();
                }
                assertThat(node.sessions.count()).isEqualTo(3);
            }
        }
    }

    /** Connections of a proxy count for those whom it names. */
    @Test
    void behindAProxyItsClientsAreCounted() {
        List<Network> proxies = List.of(Network.parse("127.0.0.0/8"));
        String request =
                WebSocketClient.upgradeRequest("/ws?device_id=%s", "Authorization: Bearer ann", "X-Forwarded-For: %s");
        try (TestNode node = node(new Admission(ANY, 1, ANY, ANY, ANY, proxies));
                WebSocketClient one = node.connect();
                WebSocketClient other = node.connect();
                WebSocketClient same = node.connect()) {
            assertThat(one.request(request.formatted("1", "192.0.2.1"))).startsWith("HTTP/1.1 101 ");
            one.expectText("ready");
            assertThat(other.request(request.formatted("2", "192.0.2.2"))).startsWith("HTTP/1.1 101 ");
            other.expectText("ready");
            assertThat(same.request(request.formatted("3", "192.0.2.1"))).startsWith("HTTP/1.1 429 ");
            expectAlive(one);
        }
    }

    /** A request that is with the endpoint is not cut off; a connection that only waits for the next one is. */
    @Test
    void keptConnectionsMakeRoomInTheOrderOfTheirLastAnswer() {
        Admission admission = new Admission(ANY, ANY, 2, ANY, ANY, List.of());
        try (TestNode node = new TestNode(
                        directory,
                        config -> config.withAdmission(admission),
                        (request, answer) -> answer.accept(new HttpResponse(200, Map.of(), new byte[0])));
                WebSocketClient first = node.connect();
                WebSocketClient second = node.connect()) {
            String get = "GET /x HTTP/1.1\r\nHost: h\r\n\r\n";
            assertThat(first.request(get)).startsWith("HTTP/1.1 200 ");
            assertThat(second.request(get)).startsWith("HTTP/1.1 200 ");
            assertThat(first.request(get)).startsWith("HTTP/1.1 200 ");
            try (WebSocketClient third = node.connect()) {
                assertThat(third.request(get)).startsWith("HTTP/1.1 200 ");
                assertThat(second.nextOfAll().opcode()).isEqualTo(-1);
                assertThat(first.request(get)).startsWith("HTTP/1.1 200 ");
            }
        }
    }

    /** Of a stranger no more is kept than a token needs. */
    @Test
    void beforeReadyAFrameIsSmall() {
        try (TestNode node = node(Admission.OPEN);
                WebSocketClient stranger = node.connect().upgrade("/ws");
                WebSocketClient known = node.login("ann", "1")) {
            String padding = "x".repeat(11 * 1024);
            stranger.text("{\"type\":\"ping\",\"padding\":\"" + padding + "\"}");
            stranger.expectClose(1009);
            known.text("{\"type\":\"ping\",\"padding\":\"" + padding + "\"}");
            known.expectText("pong");
        }
    }

    @Test
    void whoSendsNothingButTriflesIsClosed() {
        try (TestNode node = node(Admission.OPEN);
                WebSocketClient pings = node.login("ann", "1");
                WebSocketClient fragments = node.login("ann", "2")) {
            for (int i = 0; i < 1000; i++) {
                pings.frame(Opcode.FIN | Opcode.PING, new byte[0]);
            }
            expectAlive(pings);
            pings.frame(Opcode.FIN | Opcode.PONG, new byte[0]);
            assertThat(pings.closeCode()).isEqualTo(1008);
            byte[] empty = WebSocketClient.masked(Opcode.CONTINUATION, new byte[0]);
            byte[] flood = new byte[1000 * empty.length];
            for (int i = 0; i < 1000; i++) {
                System.arraycopy(empty, 0, flood, i * empty.length, empty.length);
            }
            fragments.frame(Opcode.TEXT, "{".getBytes(StandardCharsets.US_ASCII));
            fragments.raw(flood);
            fragments.raw(empty);
            assertThat(fragments.closeCode()).isEqualTo(1008);
        }
    }

    private TestNode node(Admission admission) {
        return new TestNode(directory, config -> config.withAdmission(admission));
    }

    private static void expectAlive(WebSocketClient client) {
        client.text("{\"type\":\"ping\"}");
        WebSocketClient.Frame frame = client.next();
        while (frame.opcode() == Opcode.PONG) {
            frame = client.next();
        }
        assertThat(frame.payload()).startsWith("{\"type\":\"pong\"");
    }
}
