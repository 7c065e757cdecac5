package chat.parley.rest;

import chat.parley.domain.ConversationId;
import chat.parley.domain.MessageId;
import chat.parley.push.Stories;
import chat.parley.push.Story;
import chat.parley.wire.BadInput;
import chat.parley.wire.Code;
import chat.parley.wire.Fields;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;

/** What those who run the server ask. */
final class OperatorCalls {

    private final Bearer bearer;
    private final Stories stories;

    /** @param bearer of operators */
    OperatorCalls(Bearer bearer, Stories stories) {
        this.bearer = bearer;
        this.stories = stories;
    }

    Response trace(Call call) throws BadInput {
        var _ = bearer.caller(call.request());
        ConversationId conversation = call.conversationId();
        MessageId message = Fields.messageId("message_id", call.path("message_id"));
        String format = call.query("format");
        boolean asText = "text".equals(format);
        if (format != null && !asText && !format.equals("json")) {
            throw BadInput.malformed("format", "json or text");
        }
        Story story = stories.of(conversation, message);
        if (story == null) {
            throw new ProblemException(Problem.of(Code.NOT_FOUND, "there is no such message"));
        }
        return asText
                ? Response.ok(StoryText.of(story).getBytes(StandardCharsets.UTF_8), "text/plain; charset=utf-8")
                        .build()
                : Json.response(200, json -> StoryJson.write(json, story)).build();
    }
}
