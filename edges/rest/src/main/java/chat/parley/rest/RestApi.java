package chat.parley.rest;

import chat.parley.fabric.port.Authenticator;
import chat.parley.pipeline.Conversations;
import chat.parley.pipeline.Gateway;
import chat.parley.pipeline.History;
import chat.parley.wire.http.HttpEndpoint;
import chat.parley.wire.http.HttpRequest;
import chat.parley.wire.http.HttpResponse;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The HTTP face of the wire contract: everything but {@code /ws}. */
public final class RestApi implements HttpEndpoint {

    /** @param ready whether this node takes traffic, told at {@code /readyz}; asked often, must not wait */
    public RestApi(
            Authenticator authenticator,
            Gateway gateway,
            Conversations conversations,
            History history,
            PrometheusMeterRegistry metrics,
            BooleanSupplier ready) {}

    @Override
    public void handle(HttpRequest request, Consumer<HttpResponse> answer) {
        byte[] body =
                "{\"status\":503,\"code\":\"unavailable\",\"retry_after_ms\":1000}".getBytes(StandardCharsets.UTF_8);
        answer.accept(new HttpResponse(503, Map.of("content-type", List.of("application/problem+json")), body));
    }
}
