package chat.parley.rest;

import chat.parley.domain.ConversationId;
import chat.parley.domain.Limits;
import chat.parley.domain.Role;
import chat.parley.domain.Tenure;
import chat.parley.domain.UserId;
import chat.parley.pipeline.Command;
import chat.parley.pipeline.Conversations.Access;
import chat.parley.wire.BadInput;
import chat.parley.wire.Code;
import chat.parley.wire.ConversationJson;
import chat.parley.wire.Names;
import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who is in a conversation, and changing that. */
final class MemberCalls {

    private final Submissions submissions;
    private final Memberships memberships;

    MemberCalls(Submissions submissions, Memberships memberships) {
        this.submissions = submissions;
        this.memberships = memberships;
    }

    Response page(Call call, UserId caller) throws BadInput {
        ConversationId conversation = call.conversationId();
        int limit = call.limit();
        UserId after = Cursors.user(call.query("cursor"));
        Access.Member member = memberships.require(conversation, caller);
        List<UserId> rest = membersAfter(member, after, limit + 1);
        List<UserId> shown = rest.subList(0, Math.min(limit, rest.size()));
        return Json.response(200, json -> {
                    json.writeStartObject();
                    json.writeArrayFieldStart("members");
                    for (UserId user : shown) {
                        write(json, user, member.roster().member(user));
                    }
                    json.writeEndArray();
                    json.writeStringField("next_cursor", rest.size() > limit ? Cursors.of(shown.getLast()) : null);
                    json.writeEndObject();
                })
                .build();
    }

    static List<UserId> membersAfter(Access.Member viewer, @Nullable UserId after, int limit) {
        return viewer.roster().members().stream()
                .filter(user -> after == null || user.compareTo(after) > 0)
                .limit(limit)
                .toList();
    }

    Response add(Call call, UserId caller) throws BadInput {
        ConversationId conversation = call.conversationId();
        Set<UserId> users = UserIds.of("user_ids", call.body().texts("user_ids"));
        if (users.isEmpty()) {
            throw BadInput.missing("user_ids");
        }
        if (users.size() > Limits.MEMBERS_MAX) {
            throw new BadInput(Code.TOO_LARGE, "a group has at most " + Limits.MEMBERS_MAX + " members");
        }
        memberships.require(conversation, caller);
        submissions.change(new Command.AddMembers(conversation, caller, List.copyOf(users)));
        return ConversationCalls.response(200, memberships.view(conversation, caller))
                .build();
    }

    Response setRole(Call call, UserId caller) throws BadInput {
        ConversationId conversation = call.conversationId();
        UserId user = call.userId();
        String name = call.body().text("role");
        if (name == null) {
            throw BadInput.missing("role");
        }
        Role role = Names.parse("role", Role.class, name);
        memberships.require(conversation, caller);
        submissions.change(new Command.SetRole(conversation, caller, user, role));
        Tenure tenure = memberships.require(conversation, caller).roster().member(user);
        if (tenure == null) {
            // Removed, or gone, in this very moment.
            throw new ProblemException(Problem.of(Code.NOT_FOUND, "user_id is no member"));
        }
        return Json.response(200, json -> write(json, user, tenure)).build();
    }

    Response remove(Call call, UserId caller) throws BadInput {
        ConversationId conversation = call.conversationId();
        UserId user = call.userId();
        memberships.require(conversation, caller);
        submissions.change(new Command.RemoveMember(conversation, caller, user));
        return Response.noContent().build();
    }

    private static void write(JsonGenerator json, UserId user, @Nullable Tenure tenure) throws IOException {
        if (tenure != null) {
            ConversationJson.writeMember(json, user, tenure);
        }
    }
}
