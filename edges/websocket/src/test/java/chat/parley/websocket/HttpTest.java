package chat.parley.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.wire.http.HttpRequest;
import chat.parley.wire.http.HttpResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests on the way to the endpoint, and answers on their way back. */
final class HttpTest {

    /** A request at the endpoint, not answered yet. */
    private record Asked(HttpRequest request, Consumer<HttpResponse> answer) {

        void answer(int status, String body) {
            answer.accept(new HttpResponse(
                    status, Map.of("x-test", List.of("a", "b")), body.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static final BlockingQueue<Asked> ASKED = new LinkedBlockingQueue<>();

    @TempDir
    static Path directory;

    private static TestNode node;

    @BeforeAll
    static void start() {
        node = new TestNode(
                directory,
                config -> config.withHttpTimeout(Duration.ofMillis(500)).withHeartbeat(Duration.ofMillis(6400)),
                (request, answer) -> {
                    if (request.target().equals("/fails")) {
                        throw new IllegalStateException("a test breaks it");
                    }
                    ASKED.add(new Asked(request, answer));
                });
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void aRequestReachesTheEndpointAsItIs() throws Exception {
        try (WebSocketClient client = node.connect()) {
            client.raw(ascii("POST /api/x?a=%20b HTTP/1.1|Host: h|X-Many: 1|x-many: 2|" + "Content-Length: 5||hello"));
            Asked asked = ASKED.take();
            assertThat(asked.request.method()).isEqualTo("POST");
            assertThat(asked.request.target()).isEqualTo("/api/x?a=%20b");
            assertThat(asked.request.headers()).containsEntry("x-many", List.of("1", "2"));
            assertThat(asked.request.body()).asString(StandardCharsets.UTF_8).isEqualTo("hello");
            asked.answer(201, "done");
            assertThat(client.readHeaders())
                    .startsWith("HTTP/1.1 201 Created\r\n")
                    .contains("x-test: a\r\n", "x-test: b\r\n", "content-length: 4\r\n");
            assertThat(client.readBody(4)).isEqualTo("done");
        }
    }

    /** Also what the listener refuses by itself; what the endpoint says of the same header counts more. */
    @Test
    void everyAnswerIsSafeForBrowsers() throws Exception {
        try (WebSocketClient client = node.connect()) {
            client.raw(ascii("GET /api/x HTTP/1.1|Host: h||"));
            ASKED.take()
                    .answer
                    .accept(new HttpResponse(
                            200, Map.of("content-security-policy", List.of("default-src 'self'")), new byte[0]));
            assertThat(client.readHeaders())
                    .contains("x-content-type-options: nosniff\r\n", "content-security-policy: default-src 'self'\r\n")
                    .doesNotContain("'none'");
            assertThat(client.request("GET /ws HTTP/1.1\r\nHost: h\r\n\r\n"))
                    .startsWith("HTTP/1.1 426 ")
                    .contains(
                            "x-content-type-options: nosniff\r\n",
                            "x-frame-options: DENY\r\n",
                            "referrer-policy: no-referrer\r\n",
                            "default-src 'none'");
        }
    }

    @Test
    void aChunkedBodyIsPutTogether() throws Exception {
        try (WebSocketClient client = node.connect()) {
            client.raw(ascii("POST /x HTTP/1.1|Host: h|Transfer-Encoding: chunked||" + "3|hel|2|lo|0||"));
            assertThat(ASKED.take().request.body())
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("hello");
        }
    }

    @Test
    void requestsSentAheadAreAnsweredOneAfterTheOther() throws Exception {
        try (WebSocketClient client = node.connect()) {
            client.raw(ascii("GET /1 HTTP/1.1||POST /2 HTTP/1.1|Content-Length: 2||ab" + "GET /3 HTTP/1.1||"));
            for (int i = 1; i <= 3; i++) {
                Asked asked = ASKED.take();
                assertThat(asked.request.target()).isEqualTo("/" + i);
                assertThat(ASKED).isEmpty();
                asked.answer(200, "answer " + i);
                client.readHeaders();
                assertThat(client.readBody(8)).isEqualTo("answer " + i);
            }
            client.raw(ascii("GET /4 HTTP/1.1||"));
            assertThat(ASKED.take().request.target()).isEqualTo("/4");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /x HTTP/1.0||", "GET /x HTTP/1.1|Connection: close||"})
    void aConnectionThatIsNotKeptIsClosed(String request) throws Exception {
        try (WebSocketClient client = node.connect()) {
            client.raw(ascii(request));
            ASKED.take().answer(200, "x");
            assertThat(client.readHeaders()).contains("connection: close");
            assertThat(client.readBody(2)).isEqualTo("x");
        }
    }

    @Test
    void headHasNoBodyAnd204NoLength() throws Exception {
        try (WebSocketClient client = node.connect()) {
            client.raw(ascii("HEAD /x HTTP/1.1||"));
            ASKED.take().answer(200, "12345");
            assertThat(client.readHeaders()).contains("content-length: 5");
            client.raw(ascii("DELETE /x HTTP/1.1||"));
            ASKED.take().answer(204, "");
            assertThat(client.readHeaders()).startsWith("HTTP/1.1 204 ").doesNotContain("content-length");
        }
    }

    @Test
    void aBodyHas64KiBAtMost() throws Exception {
        try (WebSocketClient client = node.connect()) {
            client.raw(ascii("POST /x HTTP/1.1|Content-Length: 65536||" + "x".repeat(65_536)));
            assertThat(ASKED.take().request.body()).hasSize(65_536);
        }
        try (WebSocketClient client = node.connect()) {
            expectTooLarge(request(client, "POST /x HTTP/1.1|Content-Length: 65537||x"));
        }
        try (WebSocketClient client = node.connect()) {
            String chunk = "8000|" + "x".repeat(0x8000) + "|";
            expectTooLarge(
                    request(client, "POST /x HTTP/1.1|Transfer-Encoding: chunked||" + chunk + chunk + "1|x|0||"));
            assertThat(client.readBody(1_000)).contains("\"code\":\"too_large\"", "\"status\":413");
        }
    }

    private static void expectTooLarge(String headers) {
        assertThat(headers)
                .startsWith("HTTP/1.1 413 ")
                .contains("content-type: application/problem+json", "connection: close");
    }

    @Test
    void headersAreLimited() {
        try (WebSocketClient client = node.connect()) {
            assertThat(request(client, "GET /" + "x".repeat(50_000) + " HTTP/1.1||"))
                    .startsWith("HTTP/1.1 414 ");
        }
        try (WebSocketClient client = node.connect()) {
            assertThat(request(client, "GET /x HTTP/1.1|x: " + "x".repeat(20_000) + "||"))
                    .startsWith("HTTP/1.1 431 ");
        }
        try (WebSocketClient client = node.connect()) {
            assertThat(request(client, "GET /x HTTP/1.1|" + "a: b|".repeat(5_000) + "|"))
                    .startsWith("HTTP/1.1 431 ");
        }
    }

    /** Two readings of where a request ends are a way to smuggle one past a proxy: refused, and nothing behind is read. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /x HTTP/1.1|Content-Length: 4|Transfer-Encoding: chunked||0||GET /smuggled HTTP/1.1||",
                "POST /x HTTP/1.1|Transfer-Encoding: chunked|Content-Length: 4||0||GET /smuggled HTTP/1.1||",
                "POST /x HTTP/1.1|Content-Length: 4|Content-Length: 5||abcdGET /smuggled HTTP/1.1||",
                "POST /x HTTP/1.1|Content-Length: 4, 5||abcdGET /smuggled HTTP/1.1||",
                "POST /x HTTP/1.1|Content-Length: -1||GET /smuggled HTTP/1.1||",
                "POST /x HTTP/1.1|Content-Length: +4||abcdGET /smuggled HTTP/1.1||",
                "POST /x HTTP/1.1|Content-Length : 4||abcdGET /smuggled HTTP/1.1||",
                "POST /x HTTP/1.0|Transfer-Encoding: chunked||0||GET /smuggled HTTP/1.1||",
                "POST /x HTTP/1.1|Transfer-Encoding: chunked, identity||0||GET /smuggled HTTP/1.1||",
                "POST /x HTTP/1.1|Transfer-Encoding: xchunked||0||GET /smuggled HTTP/1.1||",
                "POST /x HTTP/1.1|Transfer-Encoding: chunked|Transfer-Encoding: identity||0||GET /smuggled HTTP/1.1||",
                "POST /x HTTP/1.1|Transfer-Encoding: chunked||zz|ab|0||GET /smuggled HTTP/1.1||",
                "GET /x HTTP/1.1|Host: a|Host: b||GET /smuggled HTTP/1.1||",
            })
    void whatHasTwoReadingsIsABadRequest(String request) {
        try (WebSocketClient client = node.connect()) {
            assertThat(request(client, request)).startsWith("HTTP/1.1 400 ").contains("connection: close");
            assertThat(ASKED).isEmpty();
        }
    }

    /** Time counts from the request's beginning: a byte now and then is no reason to wait longer. */
    @Test
    void whoDripsIsCutOffAllTheSame() throws Exception {
        try (WebSocketClient client = node.connect()) {
            client.raw(ascii("POST /x HTTP/1.1|Host: h|Content-Length: 60000||"));
            client.socket.setSoTimeout(20);
            int drops = 0;
            while (!isAnswered(client)) {
                assertThat(++drops).isLessThan(200);
            }
        }
    }

    /** Sends one more byte, and waits a moment for what becomes of it. */
    private static boolean isAnswered(WebSocketClient client) throws IOException {
        try {
            client.raw(ascii("x"));
            return client.socket.getInputStream().read() == 'H';
        } catch (SocketTimeoutException stillOpen) {
            return false;
        } catch (UncheckedIOException | SocketException reset) {
            return true;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense||",
                "PRI * HTTP/2.0||SM||",
                "GET /x HTTP/3.0||",
                "GET /x HTTP/1.1|no colon||",
                "POST /x HTTP/1.1|Content-Length: many||"
            })
    void whatIsNotHttpIsABadRequest(String request) {
        try (WebSocketClient client = node.connect()) {
            assertThat(request(client, request)).startsWith("HTTP/1.1 400 ");
            assertThat(client.readBody(1_000)).contains("\"code\":\"bad_request\"");
        }
    }

    @Test
    void whoIsAskedToContinueDoes() throws Exception {
        try (WebSocketClient client = node.connect()) {
            assertThat(request(client, "POST /x HTTP/1.1|Content-Length: 1|Expect: 100-continue||"))
                    .startsWith("HTTP/1.1 100 ");
            client.raw(ascii("y"));
            assertThat(ASKED.take().request.body()).hasSize(1);
        }
    }

    @Test
    void anEndpointThatFailsIsUnavailable() {
        try (WebSocketClient client = node.connect()) {
            assertThat(request(client, "GET /fails HTTP/1.1||")).startsWith("HTTP/1.1 503 ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GET /slow HTTP/1.1|Host: h|", "POST /slow HTTP/1.1|Content-Length"})
    void whoIsTooSlowWithARequestIsClosed(String beginning) {
        try (WebSocketClient client = node.connect()) {
            client.raw(ascii(beginning));
            assertThat(client.next().opcode()).isEqualTo(-1);
        }
    }

    @Test
    void whoIsTooSlowWithABodyIsTold() {
        try (WebSocketClient client = node.connect()) {
            assertThat(request(client, "POST /slow HTTP/1.1|Content-Length: 5||hel"))
                    .startsWith("HTTP/1.1 408 ")
                    .contains("connection: close");
        }
    }

    @Test
    void aRequestNamesItsHost() {
        try (WebSocketClient client = node.connect()) {
            assertThat(client.request("GET /x HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 400 ");
            assertThat(client.readBody(1_000)).contains("there is no Host");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "nonsense||, the first line",
        "GET /x HTTP/1.1|no colon||, a header",
        "POST /x HTTP/1.1|Transfer-Encoding: chunked||zz|ab|0||, a chunk"
    })
    void whatIsNotHttpIsToldWhere(String request, String where) {
        try (WebSocketClient client = node.connect()) {
            assertThat(request(client, request)).startsWith("HTTP/1.1 400 ");
            assertThat(client.readBody(1_000)).contains("this is not HTTP: ", where);
        }
    }

    @Test
    void anAnswerMayTakeLongerThanARequest() throws Exception {
        try (WebSocketClient patient = node.connect();
                WebSocketClient silent = node.connect()) {
            patient.raw(ascii("GET /x HTTP/1.1||"));
            Asked asked = ASKED.take();
            assertThat(silent.next().opcode()).isEqualTo(-1);
            asked.answer(200, "late");
            assertThat(patient.readHeaders()).startsWith("HTTP/1.1 200 ");
        }
    }

    private static String request(WebSocketClient client, String request) {
        return client.request(http(request));
    }

    private static byte[] ascii(String text) {
        return http(text).getBytes(StandardCharsets.US_ASCII);
    }

    /** A bar stands for a line's end. */
    private static String http(String text) {
        return text.replaceAll("HTTP/1\\.1\\|(?!Host)", "HTTP/1.1|Host: h|").replace("|", "\r\n");
    }
}
