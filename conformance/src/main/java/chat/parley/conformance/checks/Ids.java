package chat.parley.conformance.checks;

import static chat.parley.conformance.client.Expect.equal;
import static chat.parley.conformance.client.Expect.isTime;
import static chat.parley.conformance.client.Expect.texts;
import static chat.parley.conformance.client.Expect.that;

import chat.parley.conformance.Checks;
import chat.parley.conformance.client.Device;
import chat.parley.conformance.client.Json;
import chat.parley.conformance.client.Person;
import chat.parley.conformance.client.Stage;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Names and numbers: their form, and what order they have. */
public final class Ids implements Checks.Section {

    static final String MESSAGE_ID = "[0123456789abcdefghjkmnpqrstvwxyz]{13}";
    static final String NAME = "[A-Za-z0-9_.-]{1,64}";
    private static final String ALL = "aZ09_.-";

    @Override
    public String title() {
        return "Ids and JSON";
    }

    @Override
    public void describe(Checks checks) {
        checks.check(
                "ids.message-id-is-13-characters-of-base32",
                List.of(
                        "All ids are opaque strings.",
                        "`message_id` is a 64-bit Snowflake-style id written as 13 characters of lower-case base32 (alphabet `0123456789abcdefghjkmnpqrstvwxyz`), zero-padded, so that comparing the strings compares the ids",
                        "| `message_id` | the server | 13 characters, sortable |"),
                Ids::messageIds);
        checks.check(
                "ids.message-id-is-unique-in-its-conversation", "it is unique within its conversation", Ids::unique);
        checks.check(
                "ids.seq-has-no-gaps-over-all-kinds",
                "| `seq` | the server | 1, 2, 3, … without gaps in each conversation, over messages of every kind |",
                Ids::seq);
        checks.check(
                "ids.user-id-of-64-characters",
                "| `user_id` | the account, or `sub` of the token | 1 to 64 of `A-Z a-z 0-9 _ . -` |",
                Ids::longUser);
        checks.check(
                "ids.user-id-of-65-or-other-characters-is-refused",
                "| `user_id` | the account, or `sub` of the token | 1 to 64 of `A-Z a-z 0-9 _ . -` |",
                Ids::wrongUsers);
        checks.check(
                "ids.device-id-of-64-characters",
                "| `device_id` | the client, kept for the life of an install | 1 to 64 of the same |",
                Ids::longDevice);
        checks.check(
                "ids.device-id-of-65-or-other-characters-is-refused",
                "| `device_id` | the client, kept for the life of an install | 1 to 64 of the same |",
                Ids::wrongDevices);
        checks.check(
                "ids.conversation-id-of-pair-is-one-for-both",
                "| `conversation_id` | the server (a direct pair's is derived from the pair) | 1 to 64 of the same |",
                Ids::conversationIds);
        checks.check(
                "ids.client-msg-id-of-64-characters",
                "| `client_msg_id`, `client_conversation_id` | the client, one for each send or creation, kept across retries | 1 to 64 of the same and `:` (UUIDv7 advised) |",
                Ids::longKeys);
        checks.check(
                "ids.client-msg-id-of-65-or-other-characters-is-refused",
                "| `client_msg_id`, `client_conversation_id` | the client, one for each send or creation, kept across retries | 1 to 64 of the same and `:` (UUIDv7 advised) |",
                Ids::wrongKeys);
        checks.check("json.unknown-fields-are-ignored", "Unknown fields are ignored", Ids::unknownFields);
        checks.check(
                "json.unknown-frames-are-ignored",
                "so is a frame or message of a kind one doesn't know",
                Ids::unknownFrames);
        checks.check("json.utf-8-and-snake-case", "JSON everywhere, UTF-8, `snake_case`.", Ids::unicode);
        checks.check("json.times-are-milliseconds", "Times are integer Unix milliseconds in UTC.", Ids::times);
    }

    private static void messageIds(Stage stage) {
        Person ann = stage.person();
        String id = ann.direct(stage.person());
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(ann.said(id, "m" + i));
        }
        for (String each : ids) {
            that(each.matches(MESSAGE_ID), "13 characters of " + MESSAGE_ID, each);
        }
        that(ids.equals(ids.stream().sorted(Comparator.naturalOrder()).toList()), "ids that rise as strings", ids);
    }

    private static void unique(Stage stage) {
        Person ann = stage.person();
        String id = ann.group(stage.person());
        try (Device device = ann.device()) {
            for (int i = 0; i < 20; i++) {
                device.send("send", "conversation_id", id, "client_msg_id", "u" + i, "text", "x");
            }
            for (int i = 0; i < 20; i++) {
                device.answer("u" + i);
            }
        }
        JsonNode messages = ann.messages(id, "?limit=50");
        long distinct = texts(messages, "message_id").stream().distinct().count();
        equal(21L, distinct, "distinct ids of an event and 20 messages:");
    }

    private static void seq(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        Person cat = stage.person();
        String id = ann.group(bob);
        ann.said(id, "two");
        ann.addMember(id, cat).is(200);
        ann.rest().patch("/api/conversations/" + id, Json.of("title", "four")).is(200);
        ann.said(id, "five");
        ann.removeMember(id, bob).is(204);
        JsonNode messages = ann.messages(id, "?after=0000000000000");
        List<String> seqs = texts(messages, "seq");
        equal(List.of("1", "2", "3", "4", "5", "6"), seqs, "seqs");
    }

    private static void longUser(Stage stage) {
        String shortest = "u" + stage.fresh("").substring(1);
        Person longest = stage.person((ALL + stage.fresh("") + "x".repeat(64)).substring(0, 64));
        equal(
                longest.id(),
                stage.socket("longest", "?device_id=d", Map.of("Authorization", "Bearer " + longest.token()))
                        .expect("ready")
                        .path("user_id")
                        .asText(),
                "user_id");
        String id = longest.direct(stage.person(shortest));
        longest.said(id, "hello");
    }

    private static void wrongUsers(Stage stage) {
        for (String wrong : List.of("", "x".repeat(65), "a b", "ä", "a:b", "a/b")) {
            stage.person(wrong).rest().get("/api/conversations").is(401, "unauthorized");
        }
        Person ann = stage.person();
        for (String wrong : List.of("", "x".repeat(65), "a b", "ä", "a:b")) {
            ann.rest()
                    .post("/api/conversations", Json.of("type", "direct", "member_ids", List.of(wrong)))
                    .is(400, "bad_request");
        }
    }

    private static void longDevice(Stage stage) {
        Person ann = stage.person();
        for (String device : List.of("d", (ALL + "x".repeat(64)).substring(0, 64))) {
            Device socket =
                    stage.socket("ann", "?device_id=" + device, Map.of("Authorization", "Bearer " + ann.token()));
            equal(device, socket.expect("ready").path("device_id").asText(), "device_id");
        }
    }

    private static void wrongDevices(Stage stage) {
        Person ann = stage.person();
        for (String wrong : List.of("", "x".repeat(65), "a b", "ä", "a:b")) {
            Device socket = stage.socket();
            socket.send("auth", "token", ann.token(), "device_id", wrong);
            socket.expectError("bad_request");
            socket.expectClose(4401);
        }
    }

    private static void conversationIds(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        String id = ann.direct(bob);
        equal(id, bob.direct(ann), "the pair's conversation_id");
        that(id.matches(NAME), "conversation_id of the form " + NAME, id);
        String group = ann.group(bob);
        that(group.matches(NAME), "conversation_id of the form " + NAME, group);
    }

    private static void longKeys(Stage stage) {
        Person ann = stage.person();
        String id = ann.direct(stage.person());
        String key = (ALL + ":" + "x".repeat(64)).substring(0, 64);
        try (Device device = ann.device()) {
            equal(key, device.say(id, key, "x").path("client_msg_id").asText(), "client_msg_id");
            equal("ack", device.say(id, ":", "x").path("type").asText(), "type");
        }
        ann.rest()
                .post(
                        "/api/conversations",
                        Json.of("type", "group", "title", "t", "member_ids", List.of(), "client_conversation_id", key))
                .is(201);
    }

    private static void wrongKeys(Stage stage) {
        Person ann = stage.person();
        String id = ann.direct(stage.person());
        try (Device device = ann.device()) {
            int n = 0;
            for (String wrong : List.of("", "x".repeat(65), "a b", "ä", "a/b")) {
                device.send("send", "id", "n" + n, "conversation_id", id, "client_msg_id", wrong, "text", "x");
                device.expectError("bad_request", "n" + n++);
                ann.say(id, wrong, "x").is(400, "bad_request");
                ann.rest()
                        .post(
                                "/api/conversations",
                                Json.of(
                                        "type",
                                        "group",
                                        "title",
                                        "t",
                                        "member_ids",
                                        List.of(),
                                        "client_conversation_id",
                                        wrong))
                        .is(400, "bad_request");
            }
        }
    }

    private static void unknownFields(Stage stage) {
        Person ann = stage.person();
        String id = ann.direct(stage.person());
        try (Device device = ann.device()) {
            device.send(
                    "send",
                    "conversation_id",
                    id,
                    "client_msg_id",
                    "k",
                    "text",
                    "x",
                    "sparkle",
                    Json.of("deep", List.of(1)));
            equal("ack", device.answer("k").path("type").asText(), "type");
        }
        ann.rest()
                .post(
                        "/api/messages",
                        Json.of(
                                "conversation_id",
                                id,
                                "client_msg_id",
                                "k2",
                                "text",
                                "x",
                                "sparkle",
                                List.of(Json.of())))
                .is(201);
        ann.rest().get("/api/conversations?sparkle=1").is(200);
    }

    private static void unknownFrames(Stage stage) {
        try (Device device = stage.person().device()) {
            device.send("sparkle", "id", "u", "deep", Json.of("x", 1));
            device.expectNo(
                    "answer to a frame of an unknown kind",
                    frame -> "u".equals(frame.path("id").textValue()));
        }
    }

    private static void unicode(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        String id = ann.direct(bob);
        String text = "grüße, 你好, 👋🏽, \u0000\u0007\n\t \"quoted\" \\ \u2028 \uFEFF";
        try (Device device = bob.device()) {
            ann.say(id, "k", text).is(201);
            equal(text, device.expect("message").path("text").asText(), "text");
        }
        equal(text, ann.messages(id, "").path(0).path("text").asText(), "text");
    }

    private static void times(Stage stage) {
        Person ann = stage.person();
        String id = ann.group(stage.person());
        try (Device device = ann.device()) {
            isTime(device.said(id, "x"), "server_ts");
        }
        isTime(ann.messages(id, "").path(0), "server_ts");
        isTime(ann.conversation(id), "created_at");
        long off = Math.abs(ann.messages(id, "").path(0).path("server_ts").asLong() - System.currentTimeMillis());
        that(off < 300_000, "server_ts within five minutes of this machine's clock", off + " ms off");
    }
}
