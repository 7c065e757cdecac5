package chat.parley.web;

import chat.parley.wire.Code;
import chat.parley.wire.http.HttpEndpoint;
import chat.parley.wire.http.HttpRequest;
import chat.parley.wire.http.HttpResponse;
import chat.parley.wire.http.RequestTarget;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Answers what is the web client's, and gives the rest to another. It answers on the thread that asks, an event loop: all
 * of it is in memory, and a path is looked up as it stands, so there is nothing to wait for and no file to be tricked out of.
 */
public final class WebClient implements HttpEndpoint {

    private final @Nullable Assets assets;
    private final HttpEndpoint others;
    private final HttpResponse unbuilt = unbuilt();

    private WebClient(@Nullable Assets assets, HttpEndpoint others) {
        this.assets = assets;
        this.others = others;
    }

    /** The client that was built into the program; where none was, {@code /} says how to. */
    public static WebClient before(HttpEndpoint others) {
        return before(others, WebClient.class, "client");
    }

    /** The client among the resources beside {@code owner}. */
    static WebClient before(HttpEndpoint others, Class<?> owner, String directory) {
        return new WebClient(Assets.read(owner, directory), others);
    }

    @Override
    public void handle(HttpRequest request, Consumer<HttpResponse> answer) {
        String path = RequestTarget.originForm(request.target()).split("\\?", 2)[0];
        Asset asset = assets == null ? null : assets.at(path);
        if (asset == null && (assets != null || !path.equals("/"))) {
            others.handle(request, answer);
        } else if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            answer.accept(notAllowed());
        } else {
            answer.accept(asset == null ? unbuilt : asset.answer(request));
        }
    }

    private static HttpResponse notAllowed() {
        String problem = "{\"type\":\"about:blank\",\"title\":\"Method Not Allowed\",\"status\":405,"
                + "\"detail\":\"this is a file: the methods are GET and HEAD\",\"code\":\"" + Code.BAD_REQUEST.text()
                + "\"}";
        return new HttpResponse(
                405,
                Map.of(
                        "content-type", List.of("application/problem+json"),
                        "cache-control", List.of("no-store"),
                        "allow", List.of("GET, HEAD")),
                problem.getBytes(StandardCharsets.UTF_8));
    }

    private static HttpResponse unbuilt() {
        try (InputStream page = WebClient.class.getResourceAsStream("unbuilt.html")) {
            if (page == null) {
                throw new IllegalStateException("the program lacks unbuilt.html");
            }
            return new HttpResponse(
                    200,
                    Map.of("content-type", List.of("text/html; charset=utf-8"), "cache-control", List.of("no-store")),
                    page.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
