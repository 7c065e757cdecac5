package chat.parley.rest;

import chat.parley.domain.ConversationId;
import chat.parley.domain.UserId;
import chat.parley.push.Preferences;
import chat.parley.push.Preferences.Level;
import chat.parley.push.Preferences.OfConversation;
import chat.parley.push.Preferences.Preview;
import chat.parley.push.Preferences.QuietHours;
import chat.parley.push.port.PreferenceRecords;
import chat.parley.wire.BadInput;
import chat.parley.wire.Code;
import chat.parley.wire.Names;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How one wants to be woken. A PUT says all of it: what shows how much is never there by omission. */
final class NotificationCalls {

    /** Of the time zone database, as devices name theirs. An offset would be wrong for half of the year. */
    private static final Set<String> ZONES = ZoneId.getAvailableZoneIds();

    private static final Pattern TIME = Pattern.compile("([01][0-9]|2[0-3]):[0-5][0-9]");

    private final PreferenceRecords records;
    private final Memberships memberships;
    private final Clock clock;

    NotificationCalls(PreferenceRecords records, Memberships memberships, Clock clock) {
        this.records = records;
        this.memberships = memberships;
        this.clock = clock;
    }

    Response ofUser(Call call, UserId caller) {
        return response(records.of(caller));
    }

    Response setOfUser(Call call, UserId caller) throws BadInput {
        JsonBody body = call.body();
        String preview = required(body, "preview");
        Preferences wanted =
                new Preferences(Names.parse("preview", Preview.class, preview), quietHours(body.object("quiet_hours")));
        records.put(caller, wanted);
        return response(wanted);
    }

    Response ofConversation(Call call, UserId caller) throws BadInput {
        ConversationId conversation = call.conversationId();
        memberships.require(conversation, caller);
        return response(records.of(conversation, List.of(caller)).getOrDefault(caller, OfConversation.DEFAULT));
    }

    Response setOfConversation(Call call, UserId caller) throws BadInput {
        ConversationId conversation = call.conversationId();
        JsonBody body = call.body();
        Level level = Names.parse("level", Level.class, required(body, "level"));
        Long until = body.integer("until");
        if (until != null && until <= clock.millis()) {
            throw new BadInput(Code.BAD_REQUEST, "until has passed: it is now " + clock.millis());
        }
        memberships.require(conversation, caller);
        // Everything, until some time, and everything afterwards is everything.
        OfConversation wanted = level == Level.ALL ? OfConversation.DEFAULT : new OfConversation(level, until);
        records.put(caller, conversation, wanted);
        return response(wanted);
    }

    private static @Nullable QuietHours quietHours(@Nullable JsonBody hours) throws BadInput {
        if (hours == null) {
            return null;
        }
        String zone = required(hours, "time_zone", "quiet_hours.time_zone");
        if (!ZONES.contains(zone)) {
            throw BadInput.malformed("quiet_hours.time_zone", "a name of the time zone database, as Europe/Berlin");
        }
        return new QuietHours(time(hours, "from"), time(hours, "to"), ZoneId.of(zone));
    }

    private static LocalTime time(JsonBody hours, String name) throws BadInput {
        String time = required(hours, name, "quiet_hours." + name);
        if (!TIME.matcher(time).matches()) {
            throw BadInput.malformed("quiet_hours." + name, "a time from 00:00 to 23:59");
        }
        return LocalTime.parse(time);
    }

    private static String required(JsonBody body, String name) throws BadInput {
        return required(body, name, name);
    }

    private static String required(JsonBody body, String name, String path) throws BadInput {
        String text = body.text(name);
        if (text == null) {
            throw BadInput.missing(path);
        }
        return text;
    }

    private static Response response(Preferences preferences) {
        return Json.response(200, json -> {
                    json.writeStartObject();
                    json.writeStringField("preview", Names.of(preferences.preview()));
                    QuietHours hours = preferences.quietHours();
                    if (hours == null) {
                        json.writeNullField("quiet_hours");
                    } else {
                        json.writeObjectFieldStart("quiet_hours");
                        json.writeStringField("from", hours.from().toString());
                        json.writeStringField("to", hours.to().toString());
                        json.writeStringField("time_zone", hours.zone().getId());
                        json.writeEndObject();
                    }
                    json.writeEndObject();
                })
                .build();
    }

    /** What is in force: what has ended is as if it had never been set. */
    private Response response(OfConversation set) {
        boolean inForce = set.levelAt(clock.millis()) == set.level();
        OfConversation shown = inForce ? set : OfConversation.DEFAULT;
        Long until = shown.until();
        return Json.response(200, json -> {
                    json.writeStartObject();
                    json.writeStringField("level", Names.of(shown.level()));
                    if (until == null) {
                        json.writeNullField("until");
                    } else {
                        json.writeNumberField("until", until);
                    }
                    json.writeEndObject();
                })
                .build();
    }
}
