package chat.parley.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.parley.wire.http.HttpEndpoint;
import chat.parley.wire.http.HttpRequest;
import chat.parley.wire.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the built client is served; that of the test is in {@code sample}. */
class WebClientTest {

    private static final HttpEndpoint OTHERS = (_, answer) ->
            answer.accept(new HttpResponse(404, Map.of(), "of the others".getBytes(StandardCharsets.UTF_8)));

    private final WebClient client = WebClient.before(OTHERS, WebClientTest.class, "sample");

    @ParameterizedTest
    @CsvSource({
        "/, <p>page</p>, text/html; charset=utf-8, no-cache",
        "/index.html, <p>page</p>, text/html; charset=utf-8, no-cache",
        "/assets/app-1.js, app, text/javascript; charset=utf-8, 'public, max-age=31536000, immutable'",
        "/icon.png, icon, image/png, no-cache",
    })
    void filesAreServedWithTheirTypeAndForAsLongAsTheirNameHolds(
            String target, String body, String type, String caching) {
        HttpResponse answer = get(target);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(text(answer)).isEqualTo(body);
        assertThat(header(answer, "content-type")).isEqualTo(type);
        assertThat(header(answer, "cache-control")).isEqualTo(caching);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/?source=pwa", "/?", "/index.html?a=/../b", "http://chat.example:8080/", "HTTP://h"})
    void theAddressMayHaveAQueryAndBeAbsolute(String target) {
        assertThat(text(get(target))).isEqualTo("<p>page</p>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api",
                "/api/conversations",
                "/ws",
                "/healthz",
                "/metrics",
                "/openapi.yaml",
                "/nowhere",
                "/INDEX.HTML",
                "/assets/",
                "/assets/app-2.js",
                "/files.txt",
                "/index.html.br",
                "*",
                "",
                "index.html",
            })
    void allElseIsTheOthers(String target) {
        assertThat(text(get(target))).isEqualTo("of the others");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/assets/../index.html",
                "/assets/..%2findex.html",
                "//index.html",
                "/./index.html",
                "/index.html/",
                "/index.html;x=1",
                "/index.html%00",
                "\\index.html",
                "/assets/app-1.js%3f",
            })
    void noPathIsReadInTwoWays(String target) {
        assertThat(text(get(target))).isEqualTo("of the others");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                    -                             | -    | app
                    br                            | br   | app as brotli
                    gzip                          | gzip | app as gzip
                    gzip, deflate, br, zstd       | br   | app as brotli
                    GZIP , BR                     | br   | app as brotli
                    *                             | br   | app as brotli
                    br;q=0.5, gzip;q=0.8          | gzip | app as gzip
                    br;q=0, *                     | gzip | app as gzip
                    br;q=0, gzip;q=0.000          | -    | app
                    identity                      | -    | app
                    identity;q=1, br;q=0.5        | -    | app
                    identity;q=0                  | -    | app
                    br;q=much, gzip; q = 0.1      | gzip | app as gzip
                    br;q=99                       | -    | app
                    zstd                          | -    | app
                    ,,;;q=                        | -    | app
                    """)
    void theCodingIsTheClientsChoice(@Nullable String accepts, @Nullable String coding, String body) {
        HttpResponse answer =
                accepts == null ? get("/assets/app-1.js") : get("/assets/app-1.js", "accept-encoding", accepts);
        assertThat(header(answer, "content-encoding")).isEqualTo(coding);
        assertThat(text(answer)).isEqualTo(body);
        assertThat(header(answer, "vary")).isEqualTo("accept-encoding");
    }

    @Test
    void whatIsNotCompressedDoesNotVary() {
        HttpResponse icon = get("/icon.png", "accept-encoding", "br");
        assertThat(header(icon, "content-encoding")).isNull();
        assertThat(header(icon, "vary")).isNull();
    }

    @Test
    void eachFormHasAnETagOfItsOwn() {
        assertThat(header(get("/assets/app-1.js"), "etag")).isEqualTo("\"app\"");
        assertThat(header(get("/assets/app-1.js", "accept-encoding", "br"), "etag"))
                .isEqualTo("\"app-br\"");
        assertThat(header(get("/assets/app-1.js", "accept-encoding", "gzip"), "etag"))
                .isEqualTo("\"app-gzip\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"page-br\"", "W/\"page-br\"", "\"other\", \"page-br\"", "*", " \"x\" ,W/\"page-br\" "})
    void whoHasItIsNotSentItAgain(String known) {
        HttpResponse answer = get("/", "accept-encoding", "br", "if-none-match", known);
        assertThat(answer.status()).isEqualTo(304);
        assertThat(answer.body()).isEmpty();
        assertThat(header(answer, "etag")).isEqualTo("\"page-br\"");
        assertThat(header(answer, "cache-control")).isEqualTo("no-cache");
        assertThat(header(answer, "vary")).isEqualTo("accept-encoding");
        assertThat(header(answer, "content-type")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"page\"", "\"page-gzip\"", "page-br", "", "\"*\""})
    void anotherFormIsNotWhatOneHas(String known) {
        assertThat(get("/", "accept-encoding", "br", "if-none-match", known).status())
                .isEqualTo(200);
    }

    @Test
    void headIsAnsweredLikeGet() {
        HttpResponse head = ask(client, "HEAD", "/", Map.of());
        assertThat(head.status()).isEqualTo(200);
        assertThat(text(head)).isEqualTo("<p>page</p>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "BREW"})
    void filesTakeNoOtherMethod(String method) {
        HttpResponse answer = ask(client, method, "/", Map.of());
        assertThat(answer.status()).isEqualTo(405);
        assertThat(header(answer, "allow")).isEqualTo("GET, HEAD");
        assertThat(text(answer)).contains("\"code\":\"bad_request\"");
        assertThat(text(ask(client, method, "/api/messages", Map.of()))).isEqualTo("of the others");
    }

    @Test
    void everyFileSaysWhatMayBeRunWithIt() {
        for (String target : List.of("/", "/assets/app-1.js", "/icon.png")) {
            HttpResponse answer = get(target);
            assertThat(header(answer, "content-security-policy"))
                    .isEqualTo("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
                            + " img-src 'self' data:; font-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none';"
                            + " form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script';"
                            + " trusted-types parley");
            assertThat(header(answer, "permissions-policy")).contains("camera=()", "geolocation=()");
        }
    }

    @Test
    void aServerWithoutTheClientSaysHowToBuildIt() {
        WebClient none = WebClient.before(OTHERS, WebClientTest.class, "nowhere");
        HttpResponse page = ask(none, "GET", "/", Map.of());
        assertThat(page.status()).isEqualTo(200);
        assertThat(text(page)).contains("Node.js", "./parley serve", "./build package");
        assertThat(header(page, "cache-control")).isEqualTo("no-store");
        assertThat(header(page, "content-security-policy")).isNull();
        for (String target : List.of("/index.html", "/assets/app-1.js", "/api/messages")) {
            assertThat(text(ask(none, "GET", target, Map.of()))).isEqualTo("of the others");
        }
        assertThat(ask(none, "POST", "/", Map.of()).status()).isEqualTo(405);
    }

    @Test
    void aClientOfWhichAFileIsMissingDoesNotStart() {
        assertThatThrownBy(() -> WebClient.before(OTHERS, WebClientTest.class, "torn"))
                .hasMessageContaining("torn/assets/gone.js");
    }

    private HttpResponse get(String target, String... headers) {
        Map<String, List<String>> all = new java.util.HashMap<>();
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], List.of(headers[i + 1]));
        }
        return ask(client, "GET", target, all);
    }

    private static HttpResponse ask(WebClient client, String method, String target, Map<String, List<String>> headers) {
        List<HttpResponse> answers = new ArrayList<>();
        client.handle(new HttpRequest(method, target, headers, "192.0.2.1", new byte[0]), answers::add);
        assertThat(answers).hasSize(1);
        return answers.getFirst();
    }

    private static @Nullable String header(HttpResponse answer, String name) {
        List<String> values = answer.headers().get(name);
        return values == null ? null : String.join("|", values);
    }

    private static String text(HttpResponse answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }
}
