package chat.parley.rest;

import chat.parley.domain.Body;
import chat.parley.domain.ClientMsgId;
import chat.parley.domain.ConversationId;
import chat.parley.domain.Message;
import chat.parley.domain.MessageId;
import chat.parley.domain.UserId;
import chat.parley.pipeline.Command;
import chat.parley.pipeline.Conversations.Access;
import chat.parley.pipeline.History.Page;
import chat.parley.pipeline.MemberHistory;
import chat.parley.pipeline.MemberHistory.Result;
import chat.parley.pipeline.Outcome;
import chat.parley.wire.BadInput;
import chat.parley.wire.Code;
import chat.parley.wire.Fields;
import chat.parley.wire.MessageJson;
import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sending messages and reading them. */
final class MessageCalls {

    private final Submissions submissions;
    private final Memberships memberships;
    private final MemberHistory history;
    private final Throttle throttle;

    MessageCalls(Submissions submissions, Memberships memberships, MemberHistory history, Throttle throttle) {
        this.throttle = throttle;
        this.submissions = submissions;
        this.memberships = memberships;
        this.history = history;
    }

    Response send(Call call, UserId caller) throws BadInput {
        JsonBody body = call.body();
        ConversationId conversation = Fields.conversationId("conversation_id", body.text("conversation_id"));
        ClientMsgId key = Fields.clientKey("client_msg_id", body.text("client_msg_id"));
        List<String> mediaIds = body.texts("media_ids");
        Body said = Fields.body(body.text("text"), mediaIds == null ? List.of() : mediaIds);
        throttle.send(caller);
        if (memberships.requireEver(conversation, caller) instanceof Access.Member) {
            throttle.sendTo(conversation);
        }
        Outcome.Stored stored = submissions.send(new Command.Send(conversation, caller, key, said));
        return Json.response(stored.duplicate() ? 200 : 201, json -> {
                    json.writeStartObject();
                    json.writeStringField("message_id", stored.id().toString());
                    json.writeNumberField("seq", stored.seq());
                    json.writeNumberField("server_ts", stored.serverTs());
                    json.writeEndObject();
                })
                .build();
    }

    Response page(Call call, UserId caller) throws BadInput {
        ConversationId conversation = call.conversationId();
        MessageId before = cursor(call, "before");
        MessageId after = cursor(call, "after");
        int limit = call.limit();
        if (before != null && after != null) {
            throw new BadInput(Code.BAD_REQUEST, "before and after are both given");
        }
        Result result = after != null
                ? history.after(conversation, caller, after, limit)
                : history.before(conversation, caller, before == null ? MessageId.MAX : before, limit);
        Page page = switch (result) {
            case Result.Read read -> read.page();
            case Result.Former _ -> throw Memberships.former();
            case Result.Unknown _ -> throw Memberships.unknown();
        };
        return Json.response(200, json -> write(json, page, caller)).build();
    }

    private static @Nullable MessageId cursor(Call call, String name) throws BadInput {
        String value = call.query(name);
        return value == null ? null : Fields.messageId(name, value);
    }

    private static void write(JsonGenerator json, Page page, UserId caller) throws IOException {
        json.writeStartObject();
        json.writeArrayFieldStart("messages");
        for (Message message : page.messages()) {
            json.writeStartObject();
            MessageJson.writeFields(json, message, message.from().equals(caller));
            json.writeEndObject();
        }
        json.writeEndArray();
        String next = page.more() ? page.messages().getLast().id().toString() : null;
        json.writeStringField("next_cursor", next);
        json.writeEndObject();
    }
}
