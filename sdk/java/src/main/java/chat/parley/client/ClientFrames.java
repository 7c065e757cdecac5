package chat.parley.client;

import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the client says on the socket, as JSON. */
final class ClientFrames {

    static final String PING = "{\"type\":\"ping\"}";

    private ClientFrames() {}

    static String auth(String token, String deviceId, String id) {
        return Json.object(json -> {
            json.writeStringField("type", "auth");
            json.writeStringField("token", token);
            json.writeStringField("device_id", deviceId);
            json.writeStringField("id", id);
        });
    }

    static String send(OutgoingMessage message) {
        return Json.object(json -> {
            json.writeStringField("type", "send");
            json.writeStringField("conversation_id", message.conversationId());
            json.writeStringField("client_msg_id", message.clientMsgId());
            if (message.text() != null) {
                json.writeStringField("text", message.text());
            }
            if (!message.mediaIds().isEmpty()) {
                Json.array(json, "media_ids", message.mediaIds());
            }
        });
    }

    static String receipt(ReceiptKind kind, String conversationId, String messageId) {
        return Json.object(json -> {
            json.writeStringField("type", "receipt");
            json.writeStringField("kind", kind.wire());
            json.writeStringField("conversation_id", conversationId);
            json.writeStringField("message_id", messageId);
        });
    }

    static String typing(String conversationId, boolean active) {
        return Json.object(json -> {
            json.writeStringField("type", "typing");
            json.writeStringField("conversation_id", conversationId);
            json.writeBooleanField("active", active);
        });
    }

    static String presence(PresenceStatus status) {
        return Json.object(json -> {
            json.writeStringField("type", "presence");
            json.writeStringField("status", status.wire());
        });
    }

    static String watch(Collection<String> userIds) {
        return Json.object(json -> {
            json.writeStringField("type", "watch");
            Json.array(json, "user_ids", userIds);
        });
    }

    static String sync(@Nullable String since, Map<String, @Nullable String> cursors, int limit, String id) {
        return Json.object(json -> {
            json.writeStringField("type", "sync");
            json.writeStringField("id", id);
            if (since != null) {
                json.writeStringField("since", since);
            }
            if (!cursors.isEmpty()) {
                json.writeObjectFieldStart("cursors");
                for (Map.Entry<String, @Nullable String> cursor : cursors.entrySet()) {
                    json.writeStringField(cursor.getKey(), cursor.getValue());
                }
                json.writeEndObject();
            }
            json.writeNumberField("limit", limit);
        });
    }
}
