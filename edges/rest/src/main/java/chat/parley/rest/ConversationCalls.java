package chat.parley.rest;

import chat.parley.domain.ClientMsgId;
import chat.parley.domain.ConversationId;
import chat.parley.domain.ConversationType;
import chat.parley.domain.HistoryVisibility;
import chat.parley.domain.Limits;
import chat.parley.domain.UserId;
import chat.parley.pipeline.Command;
import chat.parley.pipeline.ConversationView;
import chat.parley.pipeline.Conversations;
import chat.parley.pipeline.Conversations.Activity;
import chat.parley.pipeline.Outcome;
import chat.parley.wire.BadInput;
import chat.parley.wire.Code;
import chat.parley.wire.ConversationJson;
import chat.parley.wire.Fields;
import chat.parley.wire.Names;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Conversations: making, listing, showing and renaming them. */
final class ConversationCalls {

    private final Submissions submissions;
    private final Memberships memberships;
    private final Conversations conversations;

    ConversationCalls(Submissions submissions, Memberships memberships, Conversations conversations) {
        this.submissions = submissions;
        this.memberships = memberships;
        this.conversations = conversations;
    }

    Response create(Call call, UserId caller) throws BadInput {
        JsonBody body = call.body();
        ConversationId known = knownGroup(body, caller);
        if (known != null) {
            return created(200, memberships.view(known, caller));
        }
        String type = body.text("type");
        if (type == null) {
            throw BadInput.missing("type");
        }
        Command.Create create = switch (Names.parse("type", ConversationType.class, type)) {
            case DIRECT -> direct(body, caller);
            case GROUP -> group(body, caller);
        };
        Outcome.Changed created = submissions.change(create);
        return created(created.before() ? 200 : 201, memberships.view(create.conversation(), caller));
    }

    private static Response created(int status, ConversationView view) {
        return response(status, view)
                .header(
                        "location",
                        "/api/conversations/" + view.roster().profile().id())
                .build();
    }

    /**
     * The group that the caller has made with this {@code client_conversation_id}, also one that he has left: what a
     * repeat says besides is ignored, and so not even looked at. Null when there is none.
     */
    private @Nullable ConversationId knownGroup(JsonBody body, UserId caller) throws BadInput {
        if (!body.has("client_conversation_id") || isDirect(body)) {
            return null;
        }
        ClientMsgId key = Fields.clientKey("client_conversation_id", body.text("client_conversation_id"));
        ConversationId id = ConversationId.group(caller, key);
        return conversations.access(id, caller) instanceof Conversations.Access.Unknown ? null : id;
    }

    /** A direct conversation has no such key: it would be a field that nobody knows. */
    private static boolean isDirect(JsonBody body) {
        return body.isText("type", Names.of(ConversationType.DIRECT));
    }

    Response page(Call call, UserId caller) throws BadInput {
        int limit = call.limit();
        Activity after = Cursors.activity(call.query("cursor"));
        List<ConversationView> rest = conversations.latest(caller, after, limit + 1);
        List<ConversationView> shown = rest.subList(0, Math.min(limit, rest.size()));
        return Json.response(200, json -> {
                    json.writeStartObject();
                    json.writeArrayFieldStart("conversations");
                    for (ConversationView view : shown) {
                        ConversationJson.write(json, view);
                    }
                    json.writeEndArray();
                    String next = rest.size() > limit
                            ? Cursors.of(Activity.of(shown.getLast().head()))
                            : null;
                    json.writeStringField("next_cursor", next);
                    json.writeEndObject();
                })
                .build();
    }

    Response show(Call call, UserId caller) throws BadInput {
        return response(200, memberships.view(call.conversationId(), caller)).build();
    }

    Response rename(Call call, UserId caller) throws BadInput {
        ConversationId conversation = call.conversationId();
        String title = Fields.title(call.body().text("title"));
        memberships.require(conversation, caller);
        submissions.change(new Command.Rename(conversation, caller, title));
        return response(200, memberships.view(conversation, caller)).build();
    }

    static Response.ResponseBuilder response(int status, ConversationView view) {
        return Json.response(status, json -> ConversationJson.write(json, view));
    }

    private static Command.Create direct(JsonBody body, UserId caller) throws BadInput {
        Set<UserId> others = others(body, caller);
        if (others.size() != 1) {
            throw BadInput.malformed("member_ids", "one other user, as a direct conversation has");
        }
        UserId other = others.iterator().next();
        return new Command.Create(
                ConversationId.direct(caller, other),
                caller,
                ConversationType.DIRECT,
                null,
                HistoryVisibility.ALL,
                List.of(other));
    }

    private static Command.Create group(JsonBody body, UserId caller) throws BadInput {
        String title = Fields.title(body.text("title"));
        Set<UserId> others = others(body, caller);
        if (others.size() >= Limits.MEMBERS_MAX) {
            throw new BadInput(Code.TOO_LARGE, "a group has at most " + Limits.MEMBERS_MAX + " members");
        }
        String history = body.text("history");
        String key = body.text("client_conversation_id");
        ClientMsgId clientConversationId = Fields.clientKey(
                "client_conversation_id", key == null ? UUID.randomUUID().toString() : key);
        return new Command.Create(
                ConversationId.group(caller, clientConversationId),
                caller,
                ConversationType.GROUP,
                title,
                history == null ? HistoryVisibility.ALL : Names.parse("history", HistoryVisibility.class, history),
                List.copyOf(others));
    }

    /** The members named, without the caller, who is one anyway. */
    private static Set<UserId> others(JsonBody body, UserId caller) throws BadInput {
        Set<UserId> users = UserIds.of("member_ids", body.texts("member_ids"));
        users.remove(caller);
        return users;
    }
}
