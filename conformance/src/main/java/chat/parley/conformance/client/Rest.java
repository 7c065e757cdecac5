package chat.parley.conformance.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The HTTP face, for one who has a token or none. */
public final class Rest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int TRIES_MAX = 30;

    private final Setting setting;
    private final Transcript transcript;
    private final String who;
    private final @Nullable String token;

    Rest(Setting setting, Transcript transcript, String who, @Nullable String token) {
        this.setting = setting;
        this.transcript = transcript;
        this.who = who;
        this.token = token;
    }

    public Answer get(String path) {
        return call("GET", path, null);
    }

    public Answer post(String path, Object body) {
        return call("POST", path, body.toString());
    }

    public Answer put(String path, Object body) {
        return call("PUT", path, body.toString());
    }

    public Answer patch(String path, Object body) {
        return call("PATCH", path, body.toString());
    }

    public Answer delete(String path) {
        return call("DELETE", path, null);
    }

    /** Waits and asks again as long as the server says that it is asked too often. */
    public Answer call(String method, String path, @Nullable String body) {
        Answer answer = once(method, path, body);
        for (int tries = 1; answer.status() == 429 && tries < TRIES_MAX; tries++) {
            pause(answer.body().path("retry_after_ms").asLong(200));
            answer = once(method, path, body);
        }
        return answer;
    }

    /** One call, whatever the answer. */
    public Answer once(String method, String path, @Nullable String body) {
        return once(method, path, body == null ? null : body.getBytes(StandardCharsets.UTF_8), "application/json");
    }

    public Answer once(String method, String path, byte @Nullable [] body, String contentType) {
        HttpRequest.Builder request = HttpRequest.newBuilder(setting.address().http(path))
                .timeout(PATIENCE)
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        if (body != null) {
            request.header("Content-Type", contentType);
        }
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        String call = method + " " + path;
        transcript.sent(who, body == null ? call : call + " " + new String(body, StandardCharsets.UTF_8));
        try {
            HttpResponse<String> response = setting.http().send(request.build(), HttpResponse.BodyHandlers.ofString());
            Answer answer = new Answer(call, response.statusCode(), response.headers(), response.body());
            transcript.came(who, answer.toString());
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(call + " was not answered", e);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    static void pause(long millis) {
        try {
            Thread.sleep(Duration.ofMillis(Math.clamp(millis, 10, 5_000)));
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    /** The runner lost its patience with the check. */
    static IllegalStateException interrupted() {
        Thread.currentThread().interrupt();
        return new IllegalStateException("the check took too long");
    }
}
