package chat.parley.conformance.checks;

import static chat.parley.conformance.client.Expect.equal;
import static chat.parley.conformance.client.Expect.isTime;
import static chat.parley.conformance.client.Expect.text;
import static chat.parley.conformance.client.Expect.that;

import chat.parley.conformance.Checks;
import chat.parley.conformance.client.Answer;
import chat.parley.conformance.client.Device;
import chat.parley.conformance.client.Json;
import chat.parley.conformance.client.Person;
import chat.parley.conformance.client.Rest;
import chat.parley.conformance.client.Stage;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** How users say by what they are woken. That they are takes somebody else's service, and is not looked at. */
public final class Notifications implements Checks.Section {

    private static final String ME = "/api/users/me/notifications";
    private static final String ROW_ME =
            "| GET · PUT `/api/users/me/notifications` | `{preview:\"full\"\\|\"sender\"\\|\"nothing\", quiet_hours?:{from:\"22:00\", to:\"07:00\", time_zone:\"Europe/Berlin\"}}` | the same; `quiet_hours` null when there are none |";
    private static final String ROW_CONVERSATION =
            "| GET · PUT `/api/conversations/{id}/notifications` | `{level:\"all\"\\|\"mentions\"\\|\"none\", until?}` | the same, of the caller; `until` null when it does not end |";
    private static final String ROW_PUSH =
            "| GET `/api/push` | | `{vapid_public_key, platforms:[…]}`: what browsers subscribe with, null without Web Push; which platforms are woken |";
    private static final String ROW_TEST =
            "| POST `/api/devices/{device_id}/test-push` | | `{outcome, provider_id, reason, retry_after_ms}`, what its service said: `accepted`, `token_gone`, `retry_later`, `refused`, `bad_credentials`; or `no_token`, `no_provider` |";
    private static final String ROW_TRACE =
            "| GET `/api/messages/{conversation_id}/{message_id}/trace` | | of one's own message: `{stored_at, state:\"stored\"\\|\"delivered\"\\|\"read\", member_count, delivered_count, read_count, members?:[{user_id, state}], …}`, as receipts show it |";

    @Override
    public String title() {
        return "Notifications";
    }

    @Override
    public void describe(Checks checks) {
        checks.check("notifications.of-a-user-are-kept", ROW_ME, Notifications::ofUser);
        checks.check("notifications.of-a-conversation-are-each-members-own", ROW_CONVERSATION, Notifications::ofGroup);
        checks.check(
                "notifications.malformed-is-bad-request", List.of(ROW_ME, ROW_CONVERSATION), Notifications::malformed);
        checks.check("notifications.what-wakes-devices-is-told", ROW_PUSH, Notifications::push);
        checks.check("notifications.a-device-without-a-token-has-nothing-to-test", ROW_TEST, Notifications::test);
        checks.check("notifications.a-sender-sees-what-receipts-show", ROW_TRACE, Notifications::trace);
    }

    private static void ofUser(Stage stage) {
        Rest ann = stage.person().rest();
        JsonNode before = ann.get(ME).is(200).body();
        text(before, "preview", "full");
        that(before.path("quiet_hours").isNull(), "no quiet_hours", before);
        Object night = Json.of(
                "preview",
                "sender",
                "quiet_hours",
                Json.of("from", "22:00", "to", "07:00", "time_zone", "Europe/Berlin"));
        ann.put(ME, night).is(200);
        JsonNode after = ann.get(ME).is(200).body();
        text(after, "preview", "sender");
        text(after.path("quiet_hours"), "from", "22:00");
        text(after.path("quiet_hours"), "to", "07:00");
        text(after.path("quiet_hours"), "time_zone", "Europe/Berlin");
    }

    private static void ofGroup(Stage stage) {
        Person ann = stage.person();
        Person ben = stage.person();
        String path = "/api/conversations/" + ann.group(ben) + "/notifications";
        text(ann.rest().get(path).is(200).body(), "level", "all");
        ann.rest()
                .put(path, Json.of("level", "none", "until", 4_102_444_800_000L))
                .is(200);
        JsonNode muted = ann.rest().get(path).is(200).body();
        text(muted, "level", "none");
        equal(4_102_444_800_000L, muted.path("until").asLong(), "until");
        text(ben.rest().get(path).is(200).body(), "level", "all");
        ann.rest().put(path, Json.of("level", "mentions")).is(200);
        that(ann.rest().get(path).is(200).body().path("until").isNull(), "no end", "one");
        stage.person().rest().get(path).is(404, "not_found");
    }

    private static void malformed(Stage stage) {
        Person ann = stage.person();
        String path = "/api/conversations/" + ann.group(stage.person()) + "/notifications";
        for (Object wrong : List.of(
                Json.of("preview", "some"),
                Json.of("quiet_hours", 7, "preview", "full"),
                Json.of("preview", "full", "quiet_hours", Json.of("from", "25:00", "to", "07:00", "time_zone", "UTC")),
                Json.of("preview", "full", "quiet_hours", Json.of("from", "22:00", "to", "07:00", "time_zone", "X/Y")),
                "[]")) {
            ann.rest().put(ME, wrong).is(400, "bad_request");
        }
        for (Object wrong : List.of(Json.of("level", "loud"), Json.of("level", "none", "until", "noon"), "[]")) {
            ann.rest().put(path, wrong).is(400, "bad_request");
        }
    }

    private static void push(Stage stage) {
        Answer answer = stage.person().rest().get("/api/push").is(200);
        that(answer.body().path("platforms").isArray(), "a list of platforms", answer);
        that(answer.body().has("vapid_public_key"), "vapid_public_key", answer);
    }

    private static void test(Stage stage) {
        Person ann = stage.person();
        try (Device _ = ann.device("phone")) {
            text(
                    ann.rest()
                            .post("/api/devices/phone/test-push", Json.of())
                            .is(200)
                            .body(),
                    "outcome",
                    "no_token");
        }
        stage.person().rest().post("/api/devices/phone/test-push", Json.of()).is(404, "not_found");
    }

    private static void trace(Stage stage) {
        Person ann = stage.person();
        Person ben = stage.person();
        String group = ann.group(ben);
        String id = ann.said(group, "hello");
        String path = "/api/messages/" + group + "/" + id + "/trace";
        JsonNode sent = ann.rest().get(path).is(200).body();
        isTime(sent, "stored_at");
        text(sent, "state", "stored");
        ben.rest()
                .put("/api/conversations/" + group + "/read", Json.of("message_id", id))
                .is(204);
        JsonNode read = ann.rest().get(path).is(200).body();
        text(read, "state", "read");
        equal(1, read.path("read_count").asInt(), "read_count");
        ben.rest().get(path).is(403, "forbidden");
        stage.person().rest().get(path).is(404, "not_found");
    }
}
