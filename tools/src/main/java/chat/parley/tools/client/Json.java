package chat.parley.tools.client;

import chat.parley.tools.client.ServerFrame.Message;
import chat.parley.tools.client.ServerFrame.Standing;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON of the wire, in and out. A field that is missing reads as empty, 0 or false: the server is trusted in form. */
final class Json {

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final ObjectMapper MAPPER = new ObjectMapper(FACTORY);

    private Json() {}

    /** Writes the fields of one object. */
    interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    static byte[] object(Fields fields) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static JsonNode parse(byte[] bytes, int offset, int length) {
        try {
            JsonNode node = MAPPER.readTree(bytes, offset, length);
            return node == null ? MissingNode.getInstance() : node;
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    static ServerFrame frame(JsonNode json) {
        return switch (text(json, "type")) {
            case "ready" ->
                new ServerFrame.Ready(
                        text(json, "user_id"),
                        text(json, "device_id"),
                        number(json, "server_ts"),
                        number(json, "heartbeat_ms"));
            case "ack" ->
                new ServerFrame.Ack(
                        text(json, "client_msg_id"),
                        text(json, "conversation_id"),
                        text(json, "message_id"),
                        number(json, "seq"),
                        number(json, "server_ts"),
                        flag(json, "duplicate"));
            case "message" -> message(json);
            case "receipt" ->
                new ServerFrame.Receipt(
                        text(json, "kind"),
                        text(json, "conversation_id"),
                        text(json, "user_id"),
                        text(json, "message_id"),
                        number(json, "server_ts"));
            case "typing" ->
                new ServerFrame.Typing(text(json, "conversation_id"), text(json, "user_id"), flag(json, "active"));
            case "presence" -> new ServerFrame.Presence(text(json, "user_id"), text(json, "status"));
            case "conversation" ->
                new ServerFrame.ConversationChanged(conversation(json.path("conversation")), flag(json, "removed"));
            case "synced" -> synced(json);
            case "resync" -> new ServerFrame.Resync(number(json, "within_ms"));
            case "pong" -> new ServerFrame.Pong();
            case "error" ->
                new ServerFrame.Failure(
                        text(json, "code"),
                        text(json, "message"),
                        textOrNull(json, "client_msg_id"),
                        json.has("retry_after_ms") ? (Long) number(json, "retry_after_ms") : null,
                        textOrNull(json, "id"));
            default -> new ServerFrame.Unknown(json);
        };
    }

    static Message message(JsonNode json) {
        return new Message(
                text(json, "conversation_id"),
                text(json, "message_id"),
                number(json, "seq"),
                text(json, "from"),
                textOrNull(json, "text"),
                texts(json.path("media_ids")),
                number(json, "server_ts"),
                json.has("event") ? event(json.path("event")) : null,
                textOrNull(json, "client_msg_id"));
    }

    static Conversation conversation(JsonNode json) {
        List<Conversation.Member> members = new ArrayList<>();
        for (JsonNode member : json.path("members")) {
            members.add(member(member));
        }
        return new Conversation(
                text(json, "conversation_id"),
                text(json, "type"),
                textOrNull(json, "title"),
                List.copyOf(members),
                (int) number(json, "member_count"),
                number(json, "created_at"),
                number(json, "first_visible_seq"),
                textOrNull(json, "last_message_id"),
                number(json, "last_seq"),
                number(json, "unread"));
    }

    static Conversation.Member member(JsonNode json) {
        return new Conversation.Member(text(json, "user_id"), text(json, "role"));
    }

    static String text(JsonNode json, String field) {
        return json.path(field).asText("");
    }

    static @Nullable String textOrNull(JsonNode json, String field) {
        JsonNode value = json.path(field);
        return value.isTextual() ? value.textValue() : null;
    }

    static long number(JsonNode json, String field) {
        return json.path(field).asLong(0);
    }

    private static boolean flag(JsonNode json, String field) {
        return json.path(field).asBoolean(false);
    }

    private static ServerFrame.Event event(JsonNode json) {
        return new ServerFrame.Event(
                text(json, "what"), texts(json.path("user_ids")), textOrNull(json, "title"), textOrNull(json, "role"));
    }

    private static ServerFrame synced(JsonNode json) {
        Map<String, Standing> standings = new HashMap<>();
        for (Map.Entry<String, JsonNode> entry : json.path("conversations").properties()) {
            JsonNode standing = entry.getValue();
            standings.put(
                    entry.getKey(),
                    new Standing(
                            textOrNull(standing, "last_message_id"),
                            number(standing, "last_seq"),
                            textOrNull(standing, "read_message_id"),
                            number(standing, "unread"),
                            flag(standing, "more")));
        }
        return new ServerFrame.Synced(
                standings,
                flag(json, "partial"),
                textOrNull(json, "since"),
                flag(json, "reset"),
                textOrNull(json, "id"));
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>(array.size());
        for (JsonNode item : array) {
            texts.add(item.asText());
        }
        return List.copyOf(texts);
    }
}
