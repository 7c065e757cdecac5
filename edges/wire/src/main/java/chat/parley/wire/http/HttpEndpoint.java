package chat.parley.wire.http;

import java.util.function.Consumer;

/** Answers HTTP requests. */
public interface HttpEndpoint {

    /**
     * Answers one request, exactly once, on any thread. Returns at once: it is called on an event loop.
     *
     * @param answer may be called before this returns
     */
    void handle(HttpRequest request, Consumer<HttpResponse> answer);
}
