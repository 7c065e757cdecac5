package chat.parley.wire;

import chat.parley.domain.Body;
import chat.parley.domain.Event;
import chat.parley.domain.Message;
import chat.parley.domain.UserId;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

/** A message as JSON: the fields of the {@code message} frame, without its type. */
public final class MessageJson {

    private MessageJson() {}

    /**
     * Writes the fields into an object that is open already.
     *
     * @param own whether the reader is the sender, who is told his client_msg_id
     */
    public static void writeFields(JsonGenerator json, Message message, boolean own) throws IOException {
        json.writeStringField("conversation_id", message.conversation().value());
        json.writeStringField("message_id", message.id().toString());
        json.writeNumberField("seq", message.seq());
        json.writeStringField("from", message.from().value());
        switch (message.content()) {
            case Body body -> writeBody(json, body);
            case Event event -> writeEvent(json, event);
        }
        json.writeNumberField("server_ts", message.serverTs());
        if (own && message.clientMsgId() != null) {
            json.writeStringField("client_msg_id", message.clientMsgId().value());
        }
    }

    private static void writeBody(JsonGenerator json, Body body) throws IOException {
        if (body.text() != null) {
            json.writeStringField("text", body.text());
        }
        if (!body.mediaIds().isEmpty()) {
            json.writeArrayFieldStart("media_ids");
            for (String media : body.mediaIds()) {
                json.writeString(media);
            }
            json.writeEndArray();
        }
    }

    private static void writeEvent(JsonGenerator json, Event event) throws IOException {
        json.writeStringField("kind", "event");
        json.writeObjectFieldStart("event");
        switch (event) {
            case Event.Created(var members, var title) -> {
                json.writeStringField("what", "created");
                writeUsers(json, members);
                if (title != null) {
                    json.writeStringField("title", title);
                }
            }
            case Event.MembersAdded(var members) -> {
                json.writeStringField("what", "members_added");
                writeUsers(json, members);
            }
            case Event.MemberRemoved(var member) -> {
                json.writeStringField("what", "member_removed");
                writeUsers(json, List.of(member));
            }
            case Event.MemberLeft(var member) -> {
                json.writeStringField("what", "member_left");
                writeUsers(json, List.of(member));
            }
            case Event.Renamed(var title) -> {
                json.writeStringField("what", "renamed");
                json.writeStringField("title", title);
            }
            case Event.RoleChanged(var member, var role) -> {
                json.writeStringField("what", "role_changed");
                writeUsers(json, List.of(member));
                json.writeStringField("role", Names.of(role));
            }
        }
        json.writeEndObject();
    }

    private static void writeUsers(JsonGenerator json, List<UserId> users) throws IOException {
        json.writeArrayFieldStart("user_ids");
        for (UserId user : users) {
            json.writeString(user.value());
        }
        json.writeEndArray();
    }
}
