package chat.parley.rest;

import chat.parley.domain.UserId;
import chat.parley.fabric.Presence;
import chat.parley.wire.BadInput;
import chat.parley.wire.Code;
import chat.parley.wire.Names;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Set;

/** Who is there. */
final class PresenceCalls {

    private final Presence presence;

    PresenceCalls(Presence presence) {
        this.presence = presence;
    }

    Response look(Call call, UserId caller) throws BadInput {
        Set<UserId> users = UserIds.of(Call.USER_ID, call.queries(Call.USER_ID));
        if (users.isEmpty()) {
            throw BadInput.missing(Call.USER_ID);
        }
        if (users.size() > Presence.USERS_MAX) {
            throw new BadInput(Code.BAD_REQUEST, "user_id names more than " + Presence.USERS_MAX + " users");
        }
        List<Presence.Seen> all = presence.seenBy(caller, users);
        return Json.response(200, json -> {
                    json.writeStartObject();
                    json.writeArrayFieldStart("presence");
                    for (Presence.Seen seen : all) {
                        json.writeStartObject();
                        json.writeStringField("user_id", seen.user().value());
                        json.writeStringField("status", Names.of(seen.status()));
                        if (seen.lastActiveTs() == null) {
                            json.writeNullField("last_active_ts");
                        } else {
                            json.writeNumberField("last_active_ts", seen.lastActiveTs());
                        }
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                })
                .build();
    }
}
