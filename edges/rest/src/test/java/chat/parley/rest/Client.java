package chat.parley.rest;

import chat.parley.wire.http.HttpRequest;
import chat.parley.wire.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Speaks with a node as one user. Every answer, in whatever test, is held against {@code openapi.yaml}. For legibility
 * JSON is written with {@code '} for quotation marks.
 */
record Client(Node node, @Nullable String user) {

    Answer get(String target) {
        return call("GET", target, null);
    }

    Answer delete(String target) {
        return call("DELETE", target, null);
    }

    Answer post(String target, String body) {
        return call("POST", target, body);
    }

    Answer put(String target, String body) {
        return call("PUT", target, body);
    }

    Answer patch(String target, String body) {
        return call("PATCH", target, body);
    }

    Answer call(String method, String target, @Nullable String body) {
        return callBytes(
                method, target, body == null ? null : body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    Answer callBytes(String method, String target, byte @Nullable [] body) {
        Map<String, String> headers = new HashMap<>();
        if (user != null) {
            headers.put("authorization", "Bearer token-of-" + user);
        }
        if (body != null) {
            headers.put("content-type", "application/json");
        }
        return call(method, target, headers, body == null ? new byte[0] : body);
    }

    Answer call(String method, String target, Map<String, String> headers, byte[] body) {
        Map<String, List<String>> lists = new HashMap<>();
        headers.forEach((name, value) -> lists.put(name, List.of(value)));
        HttpResponse response = node.exchange(new HttpRequest(method, target, lists, "192.0.2.1", body));
        Answer answer = new Answer(method, target, response);
        Document.OF_THE_SERVER.check(answer);
        return answer;
    }

    /** A group of this user and others; its id. */
    String group(Client... others) {
        return post("/api/conversations", "{'type':'group','title':'Lunch','member_ids':" + list(others) + "}")
                .expect(201)
                .text("conversation_id");
    }

    /** The direct conversation with another; its id. */
    String direct(Client other) {
        return post("/api/conversations", "{'type':'direct','member_ids':" + list(other) + "}")
                .text("conversation_id");
    }

    /** The ids of users as a list in JSON. */
    static String list(Client... users) {
        return Stream.of(users).map(user -> "'" + user.user + "'").collect(Collectors.joining(",", "[", "]"));
    }

    /** Sends a text; the message's id. */
    String say(String conversation, String key, String text) {
        return post("/api/messages", message(conversation, key, text))
                .expect(201)
                .text("message_id");
    }

    static String message(String conversation, String key, String text) {
        return "{'conversation_id':'" + conversation + "','client_msg_id':'" + key + "','text':'" + text + "'}";
    }
}
