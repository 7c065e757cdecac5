package chat.parley.systemtests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The REST face as one user sees it. */
final class Api {

    /** A status and what came with it. */
    record Answer(int status, JsonNode body, HttpResponse<String> raw) {}

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final URI server;
    private final String token;

    Api(RunningServer server, String user) {
        this(server.url(), Tokens.of(user));
    }

    Api(URI server, String token) {
        this.server = server;
        this.token = token;
    }

    Answer get(String path) {
        return call("GET", path, "");
    }

    Answer post(String path, Object body) {
        return call("POST", path, body.toString());
    }

    Answer call(String method, String path, String body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.resolve(path)).timeout(Duration.ofSeconds(20));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        request.method(
                method,
                body.isEmpty() ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        try {
            HttpResponse<String> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            boolean json =
                    response.headers().firstValue("content-type").orElse("").contains("json");
            return new Answer(
                    response.statusCode(),
                    json ? Device.JSON.readTree(response.body()) : Device.JSON.nullNode(),
                    response);
        } catch (IOException e) {
            throw new AssertionError(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** The id of the direct conversation with another, new or not. */
    String direct(String other) {
        ObjectNode body = Device.JSON.createObjectNode().put("type", "direct");
        body.putArray("member_ids").add(other);
        return post("/api/conversations", body).body().path("conversation_id").asText();
    }

    /** The id of a new group. */
    String group(String title, String... members) {
        ObjectNode body = Device.JSON.createObjectNode().put("type", "group").put("title", title);
        ArrayNode ids = body.putArray("member_ids");
        for (String member : members) {
            ids.add(member);
        }
        return post("/api/conversations", body).body().path("conversation_id").asText();
    }

    /** All messages of a conversation, oldest first, read page by page. */
    List<JsonNode> history(String conversation) {
        List<JsonNode> all = new ArrayList<>();
        String cursor = "0000000000000";
        while (true) {
            Answer page = get("/api/conversations/" + conversation + "/messages?limit=200&after=" + cursor);
            if (page.status() != 200) {
                throw new AssertionError(page.toString());
            }
            page.body().path("messages").forEach(all::add);
            if (page.body().path("next_cursor").isNull()) {
                return all;
            }
            cursor = page.body().path("next_cursor").asText();
        }
    }
}
