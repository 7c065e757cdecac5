package chat.parley.conformance.checks;

import static chat.parley.conformance.client.Expect.equal;
import static chat.parley.conformance.client.Expect.isText;
import static chat.parley.conformance.client.Expect.isTime;
import static chat.parley.conformance.client.Expect.lacks;
import static chat.parley.conformance.client.Expect.number;
import static chat.parley.conformance.client.Expect.text;
import static chat.parley.conformance.client.Expect.that;

import chat.parley.conformance.Checks;
import chat.parley.conformance.client.Answer;
import chat.parley.conformance.client.Device;
import chat.parley.conformance.client.Json;
import chat.parley.conformance.client.Person;
import chat.parley.conformance.client.Stage;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The frames of a send, and who gets what. */
public final class Sending implements Checks.Section {

    @Override
    public String title() {
        return "Frames and sending";
    }

    @Override
    public void describe(Checks checks) {
        checks.check("frames.one-json-object-in-each", "One JSON object in each text frame.", Sending::oneObject);
        checks.check(
                "frames.id-of-64-characters-is-repeated",
                "Client to server (each may carry `id`, ≤ 64 characters; its answer or `error` repeats it):",
                Sending::repeatsId);
        checks.check(
                "frames.id-of-65-characters-is-bad-request",
                "Client to server (each may carry `id`, ≤ 64 characters; its answer or `error` repeats it):",
                Sending::longId);
        checks.check("frames.fragments-make-one-frame", "One JSON object in each text frame.", Sending::fragments);
        checks.check(
                "frames.ping-is-answered-by-pong", List.of("{type:\"ping\"}", "{type:\"pong\"}"), Sending::pingPong);
        checks.check(
                "frames.error-has-its-fields",
                "{type:\"error\", code, message, client_msg_id?, retry_after_ms?}",
                Sending::errorFields);
        checks.check(
                "send.ack-has-its-fields",
                "{type:\"ack\", client_msg_id, conversation_id, message_id, seq, server_ts, duplicate?:true}",
                Sending::ackFields);
        checks.check(
                "send.message-has-its-fields",
                "{type:\"message\", conversation_id, message_id, seq, from, text?, media_ids?, server_ts, kind?:\"event\", event?, client_msg_id?}",
                Sending::messageFields);
        checks.check(
                "send.client-msg-id-goes-to-the-senders-devices-alone",
                "client_msg_id: to the sender's devices alone",
                Sending::keyIsSenders);
        checks.check(
                "send.sending-connection-gets-no-message",
                List.of(
                        "The sending connection gets the `ack` and not its own `message`",
                        "all other devices of the sender and of the members get `message`"),
                Sending::notOwn);
        checks.check(
                "send.text-or-media-ids-is-there",
                "{type:\"send\", conversation_id, client_msg_id, text?, media_ids?}          text or media_ids is there",
                Sending::somethingThere);
        checks.check(
                "send.media-ids-alone-or-beside-a-text",
                "{type:\"send\", conversation_id, client_msg_id, text?, media_ids?}          text or media_ids is there",
                Sending::media);
        checks.check(
                "send.empty-counts-as-missing",
                "**Empty** `text:\"\"` or `media_ids:[]` count as missing",
                Sending::empty);
        checks.check("send.lone-surrogates-are-bad-request", "lone surrogates are `bad_request`", Sending::surrogates);
        checks.check(
                "send.missing-or-malformed-fields-are-named",
                "not JSON, a field is missing or malformed (the message names it)",
                Sending::named);
        checks.check(
                "send.to-oneself-never-a-member-is-not-found",
                "it isn't there, or the caller never was a member",
                Sending::stranger);
    }

    private static void oneObject(Stage stage) {
        try (Device device = stage.person().device()) {
            for (String wrong : List.of(
                    "[]",
                    "1",
                    "\"x\"",
                    "null",
                    "{",
                    "",
                    "{\"type\":\"ping\"} {\"type\":\"ping\"}",
                    "{\"type\":7}",
                    "{}",
                    "not json",
                    "{'type':'ping'}")) {
                device.text(wrong);
                device.expectError("bad_request");
            }
        }
    }

    private static void repeatsId(Stage stage) {
        Person ann = stage.person();
        String id = ann.direct(stage.person());
        String long64 = "é".repeat(64);
        try (Device device = ann.device()) {
            device.send("send", "id", long64, "conversation_id", id, "client_msg_id", "k", "text", "x");
            text(device.answer("k"), "id", long64);
            device.send("send", "id", "e", "conversation_id", id, "client_msg_id", "k3");
            device.expectError("bad_request", "e");
            device.send("ping", "id", "p");
            text(device.expect("pong"), "id", "p");
            device.send("sync", "id", "s");
            text(device.expect("synced"), "id", "s");
        }
    }

    private static void longId(Stage stage) {
        try (Device device = stage.person().device()) {
            device.send("ping", "id", "x".repeat(65));
            device.expectError("bad_request");
            device.send("ping", "id", 7);
            device.expectError("bad_request");
        }
    }

    private static void fragments(Stage stage) {
        try (Device device = stage.person().device()) {
            device.frame(0x01, "{\"type\":".getBytes(StandardCharsets.UTF_8));
            device.ping("between");
            device.expectPong("between");
            device.frame(0x00, "\"ping\",\"id\":".getBytes(StandardCharsets.UTF_8));
            device.frame(0x80, "\"f\"}".getBytes(StandardCharsets.UTF_8));
            text(device.expect("pong"), "id", "f");
        }
    }

    private static void pingPong(Stage stage) {
        try (Device device = stage.person().device()) {
            device.send("ping");
            device.expect("pong");
        }
    }

    private static void errorFields(Stage stage) {
        try (Device device = stage.person().device()) {
            JsonNode error = device.say("no-such-conversation", "k", "x");
            text(error, "type", "error");
            isText(error, "code");
            isText(error, "message");
            text(error, "client_msg_id", "k");
        }
    }

    private static void ackFields(Stage stage) {
        Person ann = stage.person();
        String id = ann.direct(stage.person());
        try (Device device = ann.device()) {
            JsonNode ack = device.say(id, "k", "x");
            text(ack, "type", "ack");
            text(ack, "client_msg_id", "k");
            text(ack, "conversation_id", id);
            that(ack.path("message_id").asText().matches(Ids.MESSAGE_ID), "a message_id", ack);
            number(ack, "seq", 1);
            isTime(ack, "server_ts");
            lacks(ack, "duplicate", "id");
        }
    }

    private static void messageFields(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        String id = ann.group(bob);
        try (Device device = bob.device();
                Device phone = ann.device()) {
            phone.send(
                    "send", "conversation_id", id, "client_msg_id", "k", "text", "x", "media_ids", List.of("m1", "m2"));
            JsonNode ack = phone.answer("k");
            JsonNode message = device.expect("message", "text", "x");
            text(message, "conversation_id", id);
            equal(ack.path("message_id"), message.path("message_id"), "message_id");
            equal(ack.path("seq"), message.path("seq"), "seq");
            equal(ack.path("server_ts"), message.path("server_ts"), "server_ts");
            text(message, "from", ann.id());
            equal("[\"m1\",\"m2\"]", message.path("media_ids").toString(), "media_ids");
            lacks(message, "kind", "event");
        }
    }

    private static void keyIsSenders(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        String id = ann.direct(bob);
        try (Device bobs = bob.device();
                Device laptop = ann.device();
                Device phone = ann.device()) {
            phone.say(id, "k", "x");
            text(laptop.expect("message"), "client_msg_id", "k");
            lacks(bobs.expect("message"), "client_msg_id");
            bobs.send("sync", "cursors", Promises.cursors(id, null));
            lacks(bobs.expect("message"), "client_msg_id");
            laptop.send("sync", "cursors", Promises.cursors(id, null));
            text(laptop.expect("message"), "client_msg_id", "k");
        }
        text(ann.messages(id, "").path(0), "client_msg_id", "k");
        lacks(bob.messages(id, "").path(0), "client_msg_id");
    }

    private static void notOwn(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        String id = ann.direct(bob);
        try (Device phone = ann.device();
                Device laptop = ann.device();
                Device bobs = bob.device()) {
            phone.said(id, "first");
            laptop.expect("message", "text", "first");
            bobs.expect("message", "text", "first");
            bobs.said(id, "second");
            JsonNode next = phone.expect("message");
            text(next, "text", "second");
        }
    }

    private static void somethingThere(Stage stage) {
        Person ann = stage.person();
        String id = ann.direct(stage.person());
        try (Device device = ann.device()) {
            device.send("send", "conversation_id", id, "client_msg_id", "k");
            text(device.answer("k"), "code", "bad_request");
        }
        ann.rest()
                .post("/api/messages", Json.of("conversation_id", id, "client_msg_id", "k"))
                .is(400, "bad_request");
    }

    private static void media(Stage stage) {
        Person ann = stage.person();
        String id = ann.direct(stage.person());
        try (Device device = ann.device()) {
            device.send("send", "conversation_id", id, "client_msg_id", "k", "media_ids", List.of("m"));
            text(device.answer("k"), "type", "ack");
        }
        JsonNode message = ann.messages(id, "").path(0);
        equal("[\"m\"]", message.path("media_ids").toString(), "media_ids");
        lacks(message, "text");
        ann.rest()
                .post(
                        "/api/messages",
                        Json.of("conversation_id", id, "client_msg_id", "k2", "text", "x", "media_ids", List.of("m")))
                .is(201);
    }

    private static void empty(Stage stage) {
        Person ann = stage.person();
        String id = ann.direct(stage.person());
        try (Device device = ann.device()) {
            device.say(id, "k", "");
            device.send("send", "conversation_id", id, "client_msg_id", "k1", "text", "", "media_ids", List.of());
            text(device.answer("k1"), "code", "bad_request");
            device.send("send", "conversation_id", id, "client_msg_id", "k2", "text", "", "media_ids", List.of("m"));
            text(device.answer("k2"), "type", "ack");
            lacks(ann.messages(id, "").path(0), "text");
            device.send("send", "conversation_id", id, "client_msg_id", "k3", "text", "x", "media_ids", List.of());
            text(device.answer("k3"), "type", "ack");
        }
        ann.say(id, "k4", "").is(400, "bad_request");
        lacks(ann.messages(id, "").path(0), "media_ids");
    }

    private static void surrogates(Stage stage) {
        Person ann = stage.person();
        String id = ann.direct(stage.person());
        try (Device device = ann.device()) {
            for (String lone : List.of("\\ud83d", "\\udc4b", "x\\ud83dx", "\\udc4b\\ud83d")) {
                String fields = "\"conversation_id\":\"" + id + "\",\"client_msg_id\":\"k\",\"text\":\"" + lone + "\"}";
                device.text("{\"type\":\"send\"," + fields);
                text(device.answer("k"), "code", "bad_request");
                ann.rest().post("/api/messages", "{" + fields).is(400, "bad_request");
            }
            device.text("{\"type\":\"send\",\"conversation_id\":\"" + id
                    + "\",\"client_msg_id\":\"k2\",\"text\":\"\\ud83d\\udc4b\"}");
            text(device.answer("k2"), "type", "ack");
        }
        text(ann.messages(id, "").path(0), "text", "👋");
    }

    private static void named(Stage stage) {
        Person ann = stage.person();
        String id = ann.direct(stage.person());
        try (Device device = ann.device()) {
            device.send("send", "client_msg_id", "k", "text", "x");
            named(device.expectError("bad_request").path("message"), "conversation_id");
            device.send("send", "conversation_id", id, "text", "x");
            named(device.expectError("bad_request").path("message"), "client_msg_id");
            device.send("send", "conversation_id", id, "client_msg_id", "k", "text", 7);
            named(device.expectError("bad_request").path("message"), "text");
            device.send("send", "conversation_id", id, "client_msg_id", "k", "media_ids", "m");
            named(device.expectError("bad_request").path("message"), "media_ids");
        }
        Answer answer = ann.rest()
                .post("/api/messages", Json.of("conversation_id", id, "text", "x"))
                .is(400, "bad_request");
        that(answer.text().contains("client_msg_id"), "a problem that names client_msg_id", answer);
    }

    private static void named(JsonNode message, String field) {
        that(message.asText().contains(field), "a message that names " + field, message);
    }

    private static void stranger(Stage stage) {
        Person ann = stage.person();
        String id = stage.person().direct(stage.person());
        try (Device device = ann.device()) {
            text(device.say(id, "k", "x"), "code", "not_found");
            text(device.say("nowhere", "k2", "x"), "code", "not_found");
        }
        ann.say(id, "k", "x").is(404, "not_found");
    }
}
