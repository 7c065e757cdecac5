package chat.parley.rest;

import chat.parley.domain.ConversationId;
import chat.parley.domain.MessageId;
import chat.parley.domain.ReceiptKind;
import chat.parley.domain.UserId;
import chat.parley.pipeline.Conversations.Access;
import chat.parley.pipeline.Receipts;
import chat.parley.pipeline.Receipts.Result;
import chat.parley.pipeline.ReplyTo;
import chat.parley.wire.BadInput;
import chat.parley.wire.Code;
import chat.parley.wire.ConversationJson;
import chat.parley.wire.Fields;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** Up to where people have received and read. */
final class ReceiptCalls {

    private static final ReplyTo NO_SOCKET = new ReplyTo(0, 0, 0);

    private final Memberships memberships;
    private final Receipts receipts;

    ReceiptCalls(Memberships memberships, Receipts receipts) {
        this.memberships = memberships;
        this.receipts = receipts;
    }

    /** Answered when it is stored: whoever asks for the conversation next, from wherever, sees it. */
    Response read(Call call, UserId caller) throws BadInput {
        ConversationId conversation = call.conversationId();
        MessageId upTo = Fields.messageId("message_id", call.body().text("message_id"));
        Result result = receipts.takeNow(new Receipts.Claim(caller, conversation, ReceiptKind.READ, upTo, NO_SOCKET));
        return switch (result) {
            case Result.Taken() -> Response.noContent().build();
            case Result.Former() -> throw Memberships.former();
            case Result.Unknown() -> throw Memberships.unknown();
            case Result.BeyondLast() -> throw new BadInput(Code.BAD_REQUEST, "message_id is beyond the last message");
            case Result.Unavailable _ ->
                throw new ProblemException(Problem.unavailable("too many receipts wait to be stored"));
        };
    }

    Response page(Call call, UserId caller) throws BadInput {
        ConversationId conversation = call.conversationId();
        int limit = call.limit();
        UserId after = Cursors.user(call.query("cursor"));
        Access.Member member = memberships.require(conversation, caller);
        List<UserId> rest = MemberCalls.membersAfter(member, after, limit + 1);
        List<UserId> shown = rest.subList(0, Math.min(limit, rest.size()));
        List<Receipts.Reached> reached = receipts.reached(member, shown);
        return Json.response(200, json -> {
                    json.writeStartObject();
                    json.writeArrayFieldStart("receipts");
                    for (Receipts.Reached one : reached) {
                        json.writeStartObject();
                        json.writeStringField("user_id", one.user().value());
                        ConversationJson.writeId(json, "delivered_message_id", one.delivered());
                        ConversationJson.writeId(json, "read_message_id", one.read());
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                    json.writeStringField("next_cursor", rest.size() > limit ? Cursors.of(shown.getLast()) : null);
                    json.writeEndObject();
                })
                .build();
    }
}
