package chat.parley.tools.client;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a client says on a socket, as UTF-8. */
public final class ClientFrame {

    private ClientFrame() {}

    public static byte[] send(String conversationId, String clientMsgId, String text) {
        return Json.object(json -> {
            json.writeStringField("type", "send");
            json.writeStringField("conversation_id", conversationId);
            json.writeStringField("client_msg_id", clientMsgId);
            json.writeStringField("text", text);
        });
    }

    /**
     * Catches up.
     *
     * @param cursors the last message one has of a conversation, or null for from its first one on
     * @param limit messages for each conversation, 1 to 500
     * @param id repeated by the answer
     */
    public static byte[] sync(
            @Nullable String since, Map<String, ? extends @Nullable String> cursors, int limit, String id) {
        return Json.object(json -> {
            json.writeStringField("type", "sync");
            json.writeStringField("id", id);
            if (since != null) {
                json.writeStringField("since", since);
            }
            if (!cursors.isEmpty()) {
                json.writeObjectFieldStart("cursors");
                for (Map.Entry<String, ? extends @Nullable String> cursor : cursors.entrySet()) {
                    json.writeFieldName(cursor.getKey());
                    json.writeString(cursor.getValue());
                }
                json.writeEndObject();
            }
            json.writeNumberField("limit", limit);
        });
    }

    public static byte[] typing(String conversationId, boolean active) {
        return Json.object(json -> {
            json.writeStringField("type", "typing");
            json.writeStringField("conversation_id", conversationId);
            json.writeBooleanField("active", active);
        });
    }

    /** @param status online or away */
    public static byte[] presence(String status) {
        return Json.object(json -> {
            json.writeStringField("type", "presence");
            json.writeStringField("status", status);
        });
    }

    public static byte[] watch(List<String> userIds) {
        return Json.object(json -> {
            json.writeStringField("type", "watch");
            strings(json, "user_ids", userIds);
        });
    }

    public static byte[] auth(String token, String deviceId) {
        return Json.object(json -> {
            json.writeStringField("type", "auth");
            json.writeStringField("token", token);
            json.writeStringField("device_id", deviceId);
        });
    }

    public static byte[] ping() {
        return Json.object(json -> json.writeStringField("type", "ping"));
    }

    private static void strings(JsonGenerator json, String field, List<String> values) throws IOException {
        json.writeArrayFieldStart(field);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }
}
