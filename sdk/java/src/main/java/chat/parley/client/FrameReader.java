package chat.parley.client;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a frame in one pass, in any order of its fields. Messages and acks come by the hundred thousand: their fields go
 * straight into locals; the parts of rarer frames are read as trees.
 */
final class FrameReader {

    private String type = "";
    private String conversationId = "";
    private String messageId = "";
    private String from = "";
    private String userId = "";
    private String kind = "";
    private String status = "";
    private String code = "";
    private String said = "";
    private @Nullable String text;
    private @Nullable String clientMsgId;
    private @Nullable String id;
    private @Nullable String since;
    private List<String> mediaIds = List.of();
    private @Nullable JsonObject event;
    private JsonObject conversation = JsonObject.EMPTY;
    private JsonObject conversations = JsonObject.EMPTY;
    private long seq;
    private long serverTs;
    private long heartbeatMillis;
    private long withinMillis;
    private @Nullable Long retryAfterMillis;
    private @Nullable Long lastActiveTs;
    private boolean flagged;
    private boolean removed;
    private boolean partial;
    private boolean reset;

    private FrameReader() {}

    /** @throws IOException when it is not one JSON object */
    static ServerFrame read(byte[] frame, int offset, int length) throws IOException {
        FrameReader reader = new FrameReader();
        try (JsonParser json = Json.FACTORY.createParser(frame, offset, length)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("not a JSON object");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                reader.field(name, json);
            }
        }
        return reader.frame();
    }

    private void field(String name, JsonParser json) throws IOException {
        switch (name) {
            case "type" -> type = string(json);
            case "conversation_id" -> conversationId = string(json);
            case "message_id" -> messageId = string(json);
            case "seq" -> seq = json.getValueAsLong();
            case "from" -> from = string(json);
            case "text" -> text = json.getValueAsString();
            case "server_ts" -> serverTs = json.getValueAsLong();
            case "client_msg_id" -> clientMsgId = json.getValueAsString();
            case "media_ids" -> mediaIds = JsonObject.texts(Json.value(json));
            case "kind" -> kind = string(json);
            case "event" -> event = Json.value(json) instanceof JsonObject object ? object : null;
            case "user_id" -> userId = string(json);
            case "status" -> status = string(json);
            case "last_active_ts" -> lastActiveTs = (Long) json.getValueAsLong();
            case "active", "duplicate" -> flagged = json.getValueAsBoolean();
            case "removed" -> removed = json.getValueAsBoolean();
            case "partial" -> partial = json.getValueAsBoolean();
            case "reset" -> reset = json.getValueAsBoolean();
            case "since" -> since = json.getValueAsString();
            case "id" -> id = json.getValueAsString();
            case "heartbeat_ms" -> heartbeatMillis = json.getValueAsLong();
            case "within_ms" -> withinMillis = json.getValueAsLong();
            case "retry_after_ms" -> retryAfterMillis = (Long) json.getValueAsLong();
            case "code" -> code = string(json);
            case "message" -> said = string(json);
            case "conversation" -> conversation = tree(json);
            case "conversations" -> conversations = tree(json);
            default -> json.skipChildren();
        }
    }

    private ServerFrame frame() {
        return switch (type) {
            case "message" -> message();
            case "ack" ->
                new ServerFrame.Acked(new Sent(
                        conversationId,
                        clientMsgId == null ? "" : clientMsgId,
                        messageId,
                        seq,
                        Instant.ofEpochMilli(serverTs),
                        flagged));
            case "ready" -> new ServerFrame.Ready(userId, serverTs, heartbeatMillis);
            case "receipt" -> receipt();
            case "typing" -> new ServerFrame.TypingTold(new Typing(conversationId, userId, flagged));
            case "presence" ->
                new ServerFrame.PresenceTold(new Presence(
                        userId,
                        PresenceStatus.ofWire(status),
                        lastActiveTs == null ? null : Instant.ofEpochMilli(lastActiveTs)));
            case "conversation" ->
                new ServerFrame.ConversationTold(new ConversationChange(Shapes.conversation(conversation), removed));
            case "synced" -> new ServerFrame.Synced(listed(), partial, since, reset, id);
            case "resync" -> new ServerFrame.Resync(withinMillis);
            case "pong" -> new ServerFrame.Pong();
            case "error" -> new ServerFrame.Failed(error(), clientMsgId, id);
            default -> new ServerFrame.Unknown();
        };
    }

    private ServerFrame message() {
        boolean shown = kind.isEmpty() || kind.equals("message") || (kind.equals("event") && event != null);
        return new ServerFrame.Told(
                new Message(
                        conversationId,
                        messageId,
                        seq,
                        from,
                        text,
                        mediaIds,
                        Instant.ofEpochMilli(serverTs),
                        event == null ? null : Shapes.event(event),
                        clientMsgId),
                shown);
    }

    private ServerFrame receipt() {
        if (!kind.equals("read") && !kind.equals("delivered")) {
            return new ServerFrame.Unknown();
        }
        ReceiptKind known = kind.equals("read") ? ReceiptKind.READ : ReceiptKind.DELIVERED;
        return new ServerFrame.ReceiptTold(
                new Receipt(known, conversationId, userId, messageId, Instant.ofEpochMilli(serverTs)));
    }

    private Map<String, ServerFrame.Listed> listed() {
        Map<String, ServerFrame.Listed> listed =
                HashMap.newHashMap(conversations.fields().size());
        for (String conversationOfUser : conversations.fields().keySet()) {
            JsonObject standing = conversations.object(conversationOfUser);
            listed.put(
                    conversationOfUser,
                    new ServerFrame.Listed(
                            new Standing(
                                    standing.textOrNull("last_message_id"),
                                    standing.number("last_seq"),
                                    standing.textOrNull("read_message_id"),
                                    standing.number("unread")),
                            standing.flag("more")));
        }
        return listed;
    }

    private ParleyException error() {
        ErrorCode known = ErrorCode.ofWire(code);
        return new ParleyException(
                known,
                known == ErrorCode.OTHER ? code + ": " + said : said,
                retryAfterMillis == null ? null : Duration.ofMillis(Math.max(0, retryAfterMillis)),
                null);
    }

    private static String string(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
            return json.getText();
        }
        json.skipChildren();
        return "";
    }

    private static JsonObject tree(JsonParser json) throws IOException {
        return Json.value(json) instanceof JsonObject object ? object : JsonObject.EMPTY;
    }
}
