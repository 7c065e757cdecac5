package chat.parley.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Calls of the REST interface: JSON in, JSON or a {@link ParleyException} out. */
final class HttpCalls {

    private static final Duration ANSWER_MAX = Duration.ofSeconds(30);

    /** @param body {@link JsonObject#EMPTY} when there was none */
    record Answer(int status, JsonObject body) {}

    private final HttpClient http;
    private final Endpoint endpoint;
    private final Duration answerMax;

    HttpCalls(HttpClient http, Endpoint endpoint) {
        this(http, endpoint, ANSWER_MAX);
    }

    /** @param answerMax until the whole of an answer is there */
    HttpCalls(HttpClient http, Endpoint endpoint, Duration answerMax) {
        this.http = http;
        this.endpoint = endpoint;
        this.answerMax = answerMax;
    }

    /** @throws ParleyException when it was not answered with success */
    Answer call(String method, String path, @Nullable String token, @Nullable String body) {
        URI address = endpoint.call(path);
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        // The time-out of a request ends with the answer's head: a body that stalls would be waited for without end.
        CompletableFuture<HttpResponse<String>> response =
                http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
        try {
            return answer(response.get(answerMax.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            response.cancel(true);
            throw new ParleyException(ErrorCode.UNREACHABLE, "no answer within " + answerMax, null, e);
        } catch (ExecutionException e) {
            throw new ParleyException(ErrorCode.UNREACHABLE, NoConnection.because(e.getCause()), null, e);
        } catch (IOException e) {
            throw new ParleyException(ErrorCode.UNREACHABLE, "not an answer: " + e.getMessage(), null, e);
        } catch (InterruptedException e) {
            response.cancel(true);
            Thread.currentThread().interrupt();
            throw new ParleyException(ErrorCode.UNREACHABLE, "interrupted", null, e);
        }
    }

    static @Nullable Duration retryAfter(HttpHeaders headers) {
        Optional<String> seconds = headers.firstValue("Retry-After");
        return seconds.filter(text -> text.matches("[0-9]{1,6}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .orElse(null);
    }

    private static Answer answer(HttpResponse<String> response) throws IOException {
        int status = response.statusCode();
        if (status / 100 != 2) {
            throw refusal(response);
        }
        return new Answer(status, response.body().isEmpty() ? JsonObject.EMPTY : Json.parse(response.body()));
    }

    private static ParleyException refusal(HttpResponse<String> response) {
        JsonObject problem;
        try {
            problem = Json.parse(response.body());
        } catch (IOException e) {
            // Not the server's own: a proxy on the way.
            problem = JsonObject.EMPTY;
        }
        String wire = problem.text("code");
        ErrorCode known = wire.isEmpty() ? ErrorCode.ofStatus(response.statusCode()) : ErrorCode.ofWire(wire);
        String detail = problem.text("detail").isEmpty() ? problem.text("title") : problem.text("detail");
        Duration wait = problem.fields().containsKey("retry_after_ms")
                ? Duration.ofMillis(Math.max(0, problem.number("retry_after_ms")))
                : retryAfter(response.headers());
        String said = detail.isEmpty() ? "HTTP " + response.statusCode() : detail;
        return new ParleyException(known, known == ErrorCode.OTHER ? (wire + ": " + said) : said, wait, null);
    }
}
