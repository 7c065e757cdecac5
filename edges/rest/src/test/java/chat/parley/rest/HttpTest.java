package chat.parley.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for all of the interface. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpTest {

    private static final byte[] NOTHING = new byte[0];

    private Node node;
    private Client alice;
    private Client stranger;

    @BeforeAll
    void open(@TempDir Path directory) {
        node = new Node(directory);
        alice = node.as("alice");
        stranger = node.as(null);
    }

    @AfterAll
    void close() {
        node.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/nowhere",
                "/api",
                "/api/",
                "/api/conversation",
                "/api//conversations",
                "//api/conversations",
                "/API/conversations",
                "/api/conversations/a/b",
                "/api/conversations/a/members/b/c",
                "/api/conversations/a;x=1",
                "/api/conversations;a=b/x",
                "/api/../healthz",
                "/api/conversations/../../metrics",
                "/healthz/x",
                "/ws",
                "/application.wadl"
            })
    void unknownPathsAreNotFound(String target) {
        alice.get(target).expectProblem(404, "not_found", "nothing at this path");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "",
                "api/conversations",
                "/a b",
                "/%",
                "/%zz",
                "/a|b",
                "/\\..\\x",
                "/#x",
                "/nowhere?a=^",
                "ftp://x/"
            })
    void targetsThatAreNoneAreBadRequests(String target) {
        alice.get(target).expectProblem(400, "bad_request", "target");
    }

    @Test
    void theAbsoluteFormIsThePathInIt() {
        stranger.get("http://chat.example:8080/healthz").expect(200);
        stranger.get("HTTPS://chat.example").expect(404);
        stranger.get("http://chat.example/nowhere").expect(404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    DELETE | /api/conversations            | GET,OPTIONS,POST
                    POST   | /api/conversations/a          | GET,OPTIONS,PATCH
                    PUT    | /api/conversations/a/members  | GET,OPTIONS,POST
                    GET    | /api/conversations/a/members/b | DELETE,OPTIONS,PUT
                    GET    | /api/messages                 | OPTIONS,POST
                    POST   | /healthz                      | GET,OPTIONS
                    BREW   | /metrics                      | GET,OPTIONS
                    """)
    void otherMethodsAreNotAllowed(String method, String target, String allowed) {
        Answer answer = alice.call(method, target, Map.of(), NOTHING);
        answer.expectProblem(405, "bad_request", "method");
        assertThat(String.valueOf(answer.header("allow")).split(",\\s*", -1))
                .containsExactlyInAnyOrder(allowed.split(",", -1));
    }

    @Test
    void optionsTellTheMethods() {
        Answer answer =
                stranger.call("OPTIONS", "/api/messages", Map.of(), NOTHING).expect(200);
        assertThat(answer.header("allow")).contains("POST");
    }

    @Test
    void headIsAnsweredLikeGetForTheListenerToLeaveTheBodyOut() {
        Answer head = stranger.call("HEAD", "/openapi.yaml", Map.of(), NOTHING).expect(200);
        assertThat(head.body()).isEqualTo(stranger.get("/openapi.yaml").body());
        stranger.call("HEAD", "/nowhere", Map.of(), NOTHING).expect(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/xml", "text/json"})
    void otherContentTypesAreNotTaken(String type) {
        stranger.call("POST", "/api/messages", Map.of("content-type", type), "{}".getBytes(StandardCharsets.UTF_8))
                .expectProblem(400, "bad_request", "content-type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "", "application/json; charset", ";;", "\0"})
    void malformedContentTypesAreRefused(String type) {
        Answer answer = alice.call("POST", "/api/messages", Map.of("content-type", type), NOTHING);
        answer.expect(400);
        assertThat(answer.text("code")).isEqualTo("bad_request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/json; charset=utf-8", "Application/JSON"})
    void jsonIsTaken(String type) {
        Map<String, String> headers = Map.of("content-type", type, "authorization", "bearer token-of-alice");
        alice.call("POST", "/api/messages", headers, "{}".getBytes(StandardCharsets.UTF_8))
                .expectProblem(400, "bad_request", "conversation_id");
    }

    @Test
    void whoHasNoTokenIsTold() {
        Answer none = stranger.get("/api/conversations");
        none.expectProblem(401, "unauthorized", "Authorization");
        assertThat(none.header("www-authenticate")).isEqualTo("Bearer realm=\"parley\"");
    }

    @ParameterizedTest
    @CsvSource({
        "Bearer expired, invalid_token",
        "Bearer, invalid_request",
        "Basic YTpi, invalid_request",
        "token-of-alice, invalid_request"
    })
    void whoHasABadTokenIsTold(String authorization, String error) {
        Answer bad = alice.call("GET", "/api/conversations", Map.of("authorization", authorization), NOTHING);
        bad.expect(401);
        assertThat(bad.header("www-authenticate")).isEqualTo("Bearer realm=\"parley\", error=\"" + error + "\"");
    }

    @Test
    void whoseTokenCannotBeJudgedIsAskedToComeBack() {
        Answer answer = alice.call("GET", "/api/conversations", Map.of("authorization", "Bearer outage"), NOTHING);
        answer.expectProblem(503, "unavailable", "no keys at the moment");
        assertThat(answer.header("retry-after")).isEqualTo("1");
    }

    @Test
    void failuresOfTheServerAreLoggedAndNotShown() {
        List<LogRecord> logged = new CopyOnWriteArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                logged.add(line);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger(Problems.class.getName());
        logger.setUseParentHandlers(false);
        logger.addHandler(handler);
        node.faults.directoryBroken = true;
        try {
            Answer answer = alice.get("/api/conversations");
            answer.expectProblem(503, "unavailable", "incident");
            assertThat(answer.body()).doesNotContain("secret", "Exception", "chat.parley");
            var number = Pattern.compile("incident (\\w{16})").matcher(answer.body());
            assertThat(number.find()).isTrue();
            assertThat(logged).singleElement().satisfies(line -> {
                assertThat(line.getMessage()).contains(number.group(1));
                assertThat(line.getThrown()).hasMessageContaining("secret");
            });
        } finally {
            node.faults.directoryBroken = false;
            logger.removeHandler(handler);
            logger.setUseParentHandlers(true);
        }
    }

    @Test
    void everyAnswerStaysOutOfCachesAndHasAnIdOfItsOwn() {
        Set<String> ids = new HashSet<>();
        for (String target : List.of("/metrics", "/healthz", "/api/conversations", "/nowhere", "*")) {
            Answer answer = alice.get(target);
            assertThat(answer.header("cache-control")).isEqualTo("no-store");
            assertThat(ids.add(answer.header("x-request-id"))).isTrue();
        }
    }

    @Test
    void metricsCountByRouteAndNotByPath() {
        alice.get("/api/conversations/metric-1").expect(404);
        alice.get("/api/conversations/metric-2").expect(404);
        alice.get("/metric-3").expect(404);
        alice.call("METRIC4", "/healthz", Map.of(), NOTHING).expect(405);

        String metrics = stranger.get("/metrics").expect(200).body();
        assertThat(metrics)
                .contains("http_server_requests_seconds_count{method=\"GET\",status=\"404\","
                        + "uri=\"/api/conversations/{conversation_id}\"} 2")
                .contains("uri=\"none\"")
                .contains("method=\"other\"")
                .doesNotContainIgnoringCase("metric-")
                .doesNotContain("METRIC4");
    }

    @Test
    void readinessIsAskedForAnew() {
        stranger.get("/readyz").expect(200);
        node.ready = false;
        try {
            stranger.get("/readyz").expectProblem(503, "unavailable", "no traffic");
        } finally {
            node.ready = true;
        }
    }
}
