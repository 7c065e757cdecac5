package chat.parley.wire;

import chat.parley.domain.Limits;
import chat.parley.domain.MessageId;
import chat.parley.domain.Profile;
import chat.parley.domain.Tenure;
import chat.parley.domain.UserId;
import chat.parley.pipeline.ConversationView;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** A conversation as JSON, as one of its members sees it. */
public final class ConversationJson {

    private ConversationJson() {}

    /** Writes a whole object. */
    public static void write(JsonGenerator json, ConversationView view) throws IOException {
        Profile profile = view.roster().profile();
        json.writeStartObject();
        json.writeStringField("conversation_id", profile.id().value());
        json.writeStringField("type", Names.of(profile.type()));
        String title = view.roster().title();
        if (title != null) {
            json.writeStringField("title", title);
        }
        json.writeStringField("history", Names.of(profile.history()));
        json.writeNumberField("member_count", view.roster().members().size());
        if (view.roster().members().size() <= Limits.MEMBERS_SHOWN_MAX) {
            json.writeArrayFieldStart("members");
            for (UserId user : view.roster().members()) {
                Tenure tenure = view.roster().member(user);
                if (tenure != null) {
                    writeMember(json, user, tenure);
                }
            }
            json.writeEndArray();
        }
        json.writeStringField("role", Names.of(view.tenure().role()));
        json.writeNumberField("created_at", profile.createdAt());
        json.writeNumberField("first_visible_seq", view.tenure().firstVisibleSeq());
        writeId(json, "last_message_id", view.head().id());
        json.writeNumberField("last_seq", view.head().seq());
        writeId(json, "read_message_id", view.readId());
        json.writeNumberField("unread", view.unread());
        json.writeEndObject();
    }

    /** Writes a whole object. */
    public static void writeMember(JsonGenerator json, UserId user, Tenure tenure) throws IOException {
        json.writeStartObject();
        json.writeStringField("user_id", user.value());
        json.writeStringField("role", Names.of(tenure.role()));
        json.writeNumberField("joined_at", tenure.joinedAt());
        json.writeEndObject();
    }

    /** An id that may be none: {@code null} stands for it. */
    public static void writeId(JsonGenerator json, String field, MessageId id) throws IOException {
        if (id.equals(MessageId.ZERO)) {
            json.writeNullField(field);
        } else {
            json.writeStringField(field, id.toString());
        }
    }
}
