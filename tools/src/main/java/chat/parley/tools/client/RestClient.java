package chat.parley.tools.client;

import chat.parley.tools.client.ServerFrame.Message;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The REST calls that the tools need. They block; run them on virtual threads, some at a time. Every call may be
 * repeated without harm, and is, while the server is unavailable.
 */
public final class RestClient implements AutoCloseable {

    /** The server said no. The message is fit to be shown. */
    public static final class Refused extends RuntimeException {
        private final int status;
        private final String code;

        Refused(int status, String code, String message) {
            super(message);
            this.status = status;
            this.code = code;
        }

        public int status() {
            return status;
        }

        /** One of the wire contract's codes; empty when the answer was none of Parley's. */
        public String code() {
            return code;
        }
    }

    /** A page of history; {@code next} is null at the end. */
    public record Page(List<Message> messages, @Nullable String next) {}

    private static final Duration CALL_MAX = Duration.ofSeconds(30);

    private final Endpoint endpoint;
    private final Duration patience;
    private final Backoff backoff;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    /** @param patience how long a call is repeated while the server is unavailable; zero: not at all */
    public RestClient(Endpoint endpoint, Duration patience, Backoff backoff) {
        this.endpoint = endpoint;
        this.patience = patience;
        this.backoff = backoff;
    }

    /** Makes a group, or finds the one that this user made under the same key. */
    public Conversation createGroup(String token, String title, Collection<String> members, String key) {
        return Json.conversation(call(token, "POST", "/api/conversations", json -> {
            json.writeStringField("type", "group");
            json.writeStringField("title", title);
            strings(json, "member_ids", members);
            json.writeStringField("client_conversation_id", key);
        }));
    }

    /** Opens the direct conversation with another, or finds it. */
    public Conversation direct(String token, String other) {
        return Json.conversation(call(token, "POST", "/api/conversations", json -> {
            json.writeStringField("type", "direct");
            strings(json, "member_ids", List.of(other));
        }));
    }

    /** The latest active conversations, {@code max} at most. */
    public List<Conversation> conversations(String token, int max) {
        List<Conversation> all = new ArrayList<>();
        for (JsonNode item : pages(token, "/api/conversations?limit=100", "conversations", max)) {
            all.add(Json.conversation(item));
        }
        return all;
    }

    /** Oldest first, from right after a message on; {@code limit} is 1 to 200. */
    public Page after(String token, String conversation, String messageId, int limit) {
        return page(token, conversation, "after=" + messageId + "&limit=" + limit);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private Page page(String token, String conversation, String query) {
        JsonNode json = call(token, "GET", "/api/conversations/" + conversation + "/messages?" + query, null);
        List<Message> messages = new ArrayList<>();
        for (JsonNode item : json.path("messages")) {
            messages.add(Json.message(item));
        }
        return new Page(messages, Json.textOrNull(json, "next_cursor"));
    }

    private List<JsonNode> pages(String token, String path, String field, int max) {
        List<JsonNode> all = new ArrayList<>();
        String cursor = null;
        do {
            String from = cursor == null ? "" : "&cursor=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8);
            JsonNode json = call(token, "GET", path + from, null);
            json.path(field).forEach(all::add);
            cursor = Json.textOrNull(json, "next_cursor");
        } while (cursor != null && all.size() < max);
        return all;
    }

    private static void strings(JsonGenerator json, String field, Collection<String> values) throws IOException {
        json.writeArrayFieldStart(field);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }

    private JsonNode call(String token, String method, String path, Json.@Nullable Fields body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint.http(path))
                .timeout(CALL_MAX)
                .header("Authorization", "Bearer " + token);
        if (body == null) {
            request.method(method, BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json")
                    .method(method, BodyPublishers.ofByteArray(Json.object(body)));
        }
        long deadline = System.nanoTime() + patience.toNanos();
        for (int attempt = 0; ; attempt++) {
            Refused failure;
            try {
                HttpResponse<byte[]> answer = http.send(request.build(), BodyHandlers.ofByteArray());
                JsonNode json = Json.parse(answer.body(), 0, answer.body().length);
                if (answer.statusCode() < 300) {
                    return json;
                }
                failure = refused(answer.statusCode(), json);
                if (answer.statusCode() != 503 && answer.statusCode() != 429) {
                    throw failure;
                }
            } catch (IOException e) {
                failure = new Refused(
                        0,
                        "",
                        "no answer from " + endpoint + " (" + said(e) + "). Does a server run there? ./parley serve");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Refused(0, "", "interrupted");
            }
            Duration wait = backoff.before(attempt);
            if (System.nanoTime() + wait.toNanos() > deadline) {
                throw failure;
            }
            pause(wait);
        }
    }

    private static Refused refused(int status, JsonNode problem) {
        String detail = Json.text(problem, "detail");
        return new Refused(
                status,
                Json.text(problem, "code"),
                "HTTP " + status + (detail.isEmpty() ? " " + Json.text(problem, "title") : ": " + detail));
    }

    private static String said(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private static void pause(Duration wait) {
        try {
            Thread.sleep(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refused(0, "", "interrupted");
        }
    }
}
