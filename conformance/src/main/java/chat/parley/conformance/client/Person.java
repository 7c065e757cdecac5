package chat.parley.conformance.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A user of the server, in one check. */
public final class Person {

    private final Stage stage;
    private final String id;
    private final String token;
    private final Rest rest;

    Person(Stage stage, String id, String token) {
        this.stage = stage;
        this.id = id;
        this.token = token;
        this.rest = stage.rest(id, token);
    }

    public String id() {
        return id;
    }

    public String token() {
        return token;
    }

    public Rest rest() {
        return rest;
    }

    /** A socket that is ready, of a device of its own. */
    public Device device() {
        return device(stage.fresh("d"));
    }

    /** A socket that is ready. The upgrade carries the token. */
    public Device device(String deviceId) {
        Device device = stage.socket(id, "?device_id=" + deviceId, Map.of("Authorization", "Bearer " + token));
        device.expect("ready");
        return device;
    }

    /** The conversation of this pair. */
    public String direct(Person other) {
        JsonNode conversation = rest.post(
                        "/api/conversations", Json.of("type", "direct", "member_ids", List.of(other.id())))
                .isEither(201, 200)
                .body();
        return conversation.path("conversation_id").asText();
    }

    /** A new group with this owner. Its first message is the event {@code created}. */
    public String group(Person... others) {
        return group(Json.of(), Arrays.stream(others).map(Person::id).toList());
    }

    /** A group of so many members: the owner, these, and others who are never there. */
    public String groupOf(int size, Person... others) {
        List<String> ids = new ArrayList<>(Arrays.stream(others).map(Person::id).toList());
        while (ids.size() < size - 1) {
            ids.add(stage.fresh("x"));
        }
        return group(Json.of(), ids);
    }

    /** @param more further fields of the request */
    public String group(JsonNode more, List<String> memberIds) {
        var body = Json.of("type", "group", "title", "conformance", "member_ids", memberIds);
        more.properties().forEach(field -> body.set(field.getKey(), field.getValue()));
        return rest.post("/api/conversations", body)
                .is(201)
                .body()
                .path("conversation_id")
                .asText();
    }

    /** @return the answer to POST /api/messages */
    public Answer say(String conversation, String key, String text) {
        return rest.post("/api/messages", Json.of("conversation_id", conversation, "client_msg_id", key, "text", text));
    }

    /** @return message_id */
    public String said(String conversation, String text) {
        return say(conversation, stage.fresh("k"), text)
                .is(201)
                .body()
                .path("message_id")
                .asText();
    }

    public JsonNode conversation(String conversation) {
        return rest.get("/api/conversations/" + conversation).is(200).body();
    }

    /** A page of messages. */
    public JsonNode messages(String conversation, String query) {
        return rest.get("/api/conversations/" + conversation + "/messages" + query)
                .is(200)
                .body()
                .path("messages");
    }

    public Answer addMember(String conversation, Person... others) {
        return rest.post(
                "/api/conversations/" + conversation + "/members",
                Json.of("user_ids", Arrays.stream(others).map(Person::id).toList()));
    }

    public Answer removeMember(String conversation, Person other) {
        return rest.delete("/api/conversations/" + conversation + "/members/" + other.id());
    }

    public Answer role(String conversation, Person other, String role) {
        return rest.put("/api/conversations/" + conversation + "/members/" + other.id(), Json.of("role", role));
    }
}
