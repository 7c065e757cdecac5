package chat.parley.client;

import java.time.Instant;

/** The shapes of the wire contract as records. */
final class Shapes {

    private Shapes() {}

    static Conversation conversation(JsonObject json) {
        return new Conversation(
                json.text("conversation_id"),
                json.text("type"),
                json.textOrNull("title"),
                json.text("history"),
                (int) json.number("member_count"),
                json.objects("members").stream().map(Shapes::member).toList(),
                json.text("role"),
                json.time("created_at"),
                json.number("first_visible_seq"),
                json.textOrNull("last_message_id"),
                json.number("last_seq"),
                json.textOrNull("read_message_id"),
                json.number("unread"));
    }

    static Member member(JsonObject json) {
        return new Member(json.text("user_id"), json.text("role"), json.time("joined_at"));
    }

    static ConversationEvent event(JsonObject json) {
        return new ConversationEvent(
                json.text("what"), json.texts("user_ids"), json.textOrNull("title"), json.textOrNull("role"));
    }

    static ServerFrame.Told message(JsonObject json) {
        String kind = json.text("kind");
        JsonObject event = json.object("event");
        boolean isEvent = json.fields().get("event") instanceof JsonObject;
        boolean shown = kind.isEmpty() || kind.equals("message") || (kind.equals("event") && isEvent);
        return new ServerFrame.Told(
                new Message(
                        json.text("conversation_id"),
                        json.text("message_id"),
                        json.number("seq"),
                        json.text("from"),
                        json.textOrNull("text"),
                        json.texts("media_ids"),
                        json.time("server_ts"),
                        isEvent ? event(event) : null,
                        json.textOrNull("client_msg_id")),
                shown);
    }

    static Sent sent(JsonObject json, OutgoingMessage message, boolean duplicate) {
        return new Sent(
                message.conversationId(),
                message.clientMsgId(),
                json.text("message_id"),
                json.number("seq"),
                Instant.ofEpochMilli(json.number("server_ts")),
                duplicate);
    }

    static User user(JsonObject json) {
        return new User(json.text("user_id"), json.textOrNull("username"), json.text("display_name"));
    }

    static Device device(JsonObject json) {
        return new Device(json.text("device_id"), json.textOrNull("platform"), json.timeOrNull("last_seen"));
    }

    static Presence presence(JsonObject json) {
        return new Presence(
                json.text("user_id"), PresenceStatus.ofWire(json.text("status")), json.timeOrNull("last_active_ts"));
    }

    static ReceiptCursors receiptCursors(JsonObject json) {
        return new ReceiptCursors(
                json.text("user_id"), json.textOrNull("delivered_message_id"), json.textOrNull("read_message_id"));
    }
}
