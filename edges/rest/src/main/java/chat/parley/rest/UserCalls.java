package chat.parley.rest;

import chat.parley.accounts.User;
import chat.parley.accounts.Users;
import chat.parley.domain.UserId;
import chat.parley.wire.BadInput;
import chat.parley.wire.Code;
import chat.parley.wire.Fields;
import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Who one is, and finding others. */
final class UserCalls {

    private static final int QUERY_MAX = 64;
    private static final int LIMIT_MAX = 50;
    private static final int LIMIT_DEFAULT = 20;
    private static final int NAMED_MAX = 100;

    private final Users users;

    UserCalls(Users users) {
        this.users = users;
    }

    Response me(Call call, UserId caller) {
        User user = users.profile(caller);
        return Json.response(200, json -> write(json, user)).build();
    }

    /** Those who are named, or those who are found. */
    Response list(Call call, UserId caller) throws BadInput {
        List<String> named = call.queries(Call.USER_ID);
        if (named.isEmpty()) {
            return search(call);
        }
        if (call.query("query") != null) {
            throw new BadInput(Code.BAD_REQUEST, "user_id and query are given together");
        }
        Set<UserId> ids = UserIds.of(Call.USER_ID, named);
        if (ids.size() > NAMED_MAX) {
            throw new BadInput(Code.BAD_REQUEST, "user_id names more than " + NAMED_MAX + " users");
        }
        return answer(ids.stream().map(users::profile).toList());
    }

    private Response search(Call call) throws BadInput {
        int limit = Fields.limit(call.query("limit"), 1, LIMIT_MAX, LIMIT_DEFAULT);
        String query = call.query("query");
        if (query == null || query.isBlank()) {
            throw BadInput.missing("query");
        }
        AccountFields.requireText("query", query);
        if (query.codePointCount(0, query.length()) > QUERY_MAX
                || query.codePoints().anyMatch(Character::isISOControl)) {
            throw BadInput.malformed("query", "1 to " + QUERY_MAX + " characters without controls");
        }
        return answer(users.search(query, limit));
    }

    private static Response answer(List<User> found) {
        return Json.response(200, json -> {
                    json.writeStartObject();
                    json.writeArrayFieldStart("users");
                    for (User user : found) {
                        write(json, user);
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                })
                .build();
    }

    private static void write(JsonGenerator json, User user) throws IOException {
        json.writeStartObject();
        json.writeStringField("user_id", user.id().value());
        if (user.username() != null) {
            json.writeStringField("username", user.username());
        }
        json.writeStringField("display_name", user.displayName());
        json.writeEndObject();
    }
}
