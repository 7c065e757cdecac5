package chat.parley.conformance.checks;

import static chat.parley.conformance.client.Expect.equal;
import static chat.parley.conformance.client.Expect.number;
import static chat.parley.conformance.client.Expect.text;

import chat.parley.conformance.Checks;
import chat.parley.conformance.client.Device;
import chat.parley.conformance.client.Json;
import chat.parley.conformance.client.Person;
import chat.parley.conformance.client.Stage;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Sizes and counts: each at its edge, and one beyond. */
public final class Limits implements Checks.Section {

    private static final String ROW =
            "| `too_large` | 413 | text over 16 KiB of UTF-8, frame or body over 64 KiB, group over 1,000 members, more than 10 media ids |";
    private static final int TEXT_BYTES = 16 * 1024;
    private static final int FRAME_BYTES = 64 * 1024;

    @Override
    public String title() {
        return "Sizes";
    }

    @Override
    public void describe(Checks checks) {
        checks.check("limits.text-of-16-kib", ROW, Limits::longest);
        checks.check("limits.text-of-16-kib-and-a-byte-is-too-large", ROW, Limits::textBeyond);
        checks.check("limits.text-is-measured-in-utf-8", ROW, Limits::multibyte);
        checks.check("limits.frame-of-64-kib", ROW, Limits::frame);
        checks.check("limits.body-of-64-kib-and-one-beyond", ROW, Limits::body);
        checks.check("limits.10-media-ids-and-11", ROW, Limits::media);
        checks.check("limits.group-of-1000-and-1001", ROW, Limits::group);
        checks.check(
                "limits.too-large-is-told-by-both-faces",
                List.of(ROW, "every code of the table below appears in both faces"),
                Limits::bothFaces);
    }

    /** Text of exactly so many bytes of UTF-8. */
    static String padded(String before, String after, int bytes) {
        return before + "x".repeat(bytes - before.length() - after.length()) + after;
    }

    private static void longest(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        String id = ann.direct(bob);
        String longest = "x".repeat(TEXT_BYTES);
        try (Device device = ann.device();
                Device bobs = bob.device()) {
            device.said(id, longest);
            equal(longest.length(), bobs.expect("message").path("text").asText().length(), "characters arrived:");
        }
        ann.said(id, longest);
        equal(
                longest.length(),
                bob.messages(id, "?limit=1").path(0).path("text").asText().length(),
                "characters stored:");
    }

    private static void textBeyond(Stage stage) {
        Person ann = stage.person();
        String id = ann.direct(stage.person());
        try (Device device = ann.device()) {
            text(device.say(id, "k", "x".repeat(TEXT_BYTES + 1)), "code", "too_large");
        }
        ann.say(id, "k", "x".repeat(TEXT_BYTES + 1)).is(413, "too_large");
    }

    private static void multibyte(Stage stage) {
        Person ann = stage.person();
        String id = ann.direct(stage.person());
        for (String wide : List.of("ä", "語", "👋")) {
            int bytes = wide.getBytes(StandardCharsets.UTF_8).length;
            String rest = "x".repeat(TEXT_BYTES % bytes);
            ann.said(id, wide.repeat(TEXT_BYTES / bytes) + rest);
            ann.say(id, "k", wide.repeat(TEXT_BYTES / bytes) + rest + "x").is(413, "too_large");
        }
        try (Device device = ann.device()) {
            device.said(id, "ä".repeat(TEXT_BYTES / 2));
            text(device.say(id, "k", "ä".repeat(TEXT_BYTES / 2) + "x"), "code", "too_large");
        }
    }

    private static void frame(Stage stage) {
        try (Device device = stage.person().device()) {
            device.text(padded("{\"type\":\"ping\",\"id\":\"whole\",\"pad\":\"", "\"}", FRAME_BYTES));
            device.expect("pong", "id", "whole");
        }
    }

    private static void body(Stage stage) {
        Person ann = stage.person();
        String id = ann.direct(stage.person());
        String before = "{\"conversation_id\":\"" + id + "\",\"client_msg_id\":\"k\",\"text\":\"x\",\"pad\":\"";
        ann.rest().post("/api/messages", padded(before, "\"}", FRAME_BYTES)).is(201);
        ann.rest().post("/api/messages", padded(before, "\"}", FRAME_BYTES + 1)).is(413, "too_large");
    }

    private static void media(Stage stage) {
        Person ann = stage.person();
        String id = ann.direct(stage.person());
        List<String> ten = IntStream.range(0, 10).mapToObj(i -> "m" + i).toList();
        List<String> eleven = IntStream.range(0, 11).mapToObj(i -> "m" + i).toList();
        try (Device device = ann.device()) {
            device.send("send", "conversation_id", id, "client_msg_id", "k", "media_ids", ten);
            text(device.answer("k"), "type", "ack");
            device.send("send", "conversation_id", id, "client_msg_id", "k2", "media_ids", eleven);
            text(device.answer("k2"), "code", "too_large");
        }
        ann.rest()
                .post("/api/messages", Json.of("conversation_id", id, "client_msg_id", "k3", "media_ids", eleven))
                .is(413, "too_large");
    }

    private static void group(Stage stage) {
        Person ann = stage.person();
        List<String> others = new ArrayList<>(
                IntStream.range(0, 999).mapToObj(i -> "conformance-" + i).toList());
        String id = ann.group(Json.of(), others);
        number(ann.conversation(id), "member_count", 1000);
        ann.addMember(id, stage.person()).is(413, "too_large");
        ann.rest().delete("/api/conversations/" + id + "/members/conformance-0").is(204);
        ann.addMember(id, stage.person()).is(200);
        others.add("conformance-999");
        ann.rest()
                .post("/api/conversations", Json.of("type", "group", "title", "t", "member_ids", others))
                .is(413, "too_large");
    }

    private static void bothFaces(Stage stage) {
        Person ann = stage.person();
        String id = ann.direct(stage.person());
        try (Device device = ann.device()) {
            JsonNode error = device.say(id, "k", "x".repeat(TEXT_BYTES + 1));
            text(error, "type", "error");
            text(error, "client_msg_id", "k");
            text(error, "code", "too_large");
            device.said(id, "the socket goes on");
        }
    }
}
