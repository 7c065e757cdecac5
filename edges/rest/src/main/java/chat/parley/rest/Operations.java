package chat.parley.rest;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/** What those who run the server, and those who have just found it, ask for. None of it needs a token. */
final class Operations {

    private static final String TEXT = "text/plain; charset=utf-8";

    private final PrometheusMeterRegistry metrics;
    private final BooleanSupplier ready;
    private final byte[] contract = resource("openapi.yaml");

    Operations(PrometheusMeterRegistry metrics, BooleanSupplier ready) {
        this.metrics = metrics;
        this.ready = ready;
    }

    Response health(Call call) {
        return Response.ok("alive\n".getBytes(StandardCharsets.US_ASCII), TEXT).build();
    }

    Response readiness(Call call) {
        if (!ready.getAsBoolean()) {
            throw new ProblemException(Problem.unavailable("this node takes no traffic at the moment"));
        }
        return Response.ok("ready\n".getBytes(StandardCharsets.US_ASCII), TEXT).build();
    }

    Response metrics(Call call) {
        return Response.ok(
                        metrics.scrape().getBytes(StandardCharsets.UTF_8), "text/plain; version=0.0.4; charset=utf-8")
                .build();
    }

    Response contract(Call call) {
        return Response.ok(contract, "application/yaml").build();
    }

    private static byte[] resource(String name) {
        try (InputStream in = Operations.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the program lacks " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
