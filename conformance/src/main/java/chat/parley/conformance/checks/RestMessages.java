package chat.parley.conformance.checks;

import static chat.parley.conformance.client.Expect.equal;
import static chat.parley.conformance.client.Expect.has;
import static chat.parley.conformance.client.Expect.isTime;
import static chat.parley.conformance.client.Expect.list;
import static chat.parley.conformance.client.Expect.number;
import static chat.parley.conformance.client.Expect.texts;
import static chat.parley.conformance.client.Expect.that;

import chat.parley.conformance.Checks;
import chat.parley.conformance.client.Device;
import chat.parley.conformance.client.Person;
import chat.parley.conformance.client.Stage;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Sending by HTTP, and reading what was said. */
public final class RestMessages implements Checks.Section {

    private static final String SEND =
            "| POST `/api/messages` | `{conversation_id, client_msg_id, text?, media_ids?}` | 201 `{message_id, seq, server_ts}`; 200 when it is a duplicate |";
    private static final String READ =
            "| GET `/api/conversations/{id}/messages` | `?before=` newest first · `?after=` oldest first (exclusive; not both; neither: the newest) · `limit=` 1..200, default 50 | `{messages:[…], next_cursor}`; `next_cursor` null at the end |";

    @Override
    public String title() {
        return "REST: messages and history";
    }

    @Override
    public void describe(Checks checks) {
        checks.check("messages.send-is-201-then-200", SEND, RestMessages::send);
        checks.check("messages.sent-by-http-reaches-all-sockets", SEND, RestMessages::reaches);
        checks.check("history.shape", "A message: as the `message` frame, without `type`.", RestMessages::shape);
        checks.check("history.neither-is-the-newest", READ, RestMessages::newest);
        checks.check("history.before-is-newest-first-and-exclusive", READ, RestMessages::before);
        checks.check("history.after-is-oldest-first-and-exclusive", READ, RestMessages::after);
        checks.check("history.both-is-bad-request", READ, RestMessages::both);
        checks.check(
                "history.limit-1-and-200-are-good-0-and-201-not",
                List.of(READ, "A `limit` outside its range is `bad_request`."),
                RestMessages::limits);
        checks.check("history.limit-is-50-by-default", READ, RestMessages::defaultLimit);
        checks.check(
                "history.next-cursor-pages-both-ways",
                List.of(
                        READ,
                        "`next_cursor` of a page of messages is the `before` (or `after`) of the next page; without either, the next `before`."),
                RestMessages::pages);
        checks.check(
                "history.cursors-need-not-name-a-message",
                "**Cursors** need not name an existing message: `after=0000000000000` begins at the first visible one.",
                RestMessages::anyCursor);
        checks.check(
                "history.malformed-cursor-is-bad-request",
                "Malformed input gets 4xx or `bad_request`, never 5xx",
                RestMessages::malformed);
    }

    private static void send(Stage stage) {
        Person ann = stage.person();
        String id = ann.direct(stage.person());
        JsonNode first = ann.say(id, "k", "x").is(201).body();
        that(first.path("message_id").asText().matches(Ids.MESSAGE_ID), "a message_id", first);
        number(first, "seq", 1);
        isTime(first, "server_ts");
        JsonNode again = ann.say(id, "k", "x").is(200).body();
        for (String field : List.of("message_id", "seq", "server_ts")) {
            equal(first.path(field), again.path(field), field);
        }
    }

    private static void reaches(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        String id = ann.direct(bob);
        try (Device anns = ann.device();
                Device bobs = bob.device()) {
            String sent = ann.said(id, "x");
            anns.expect("message", "message_id", sent);
            bobs.expect("message", "message_id", sent);
        }
    }

    private static void shape(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        String id = ann.direct(bob);
        try (Device bobs = bob.device()) {
            ann.said(id, "x");
            ObjectNode frame = bobs.expect("message").deepCopy();
            frame.remove("type");
            equal(frame, bob.messages(id, "").path(0), "the frame without type, as the message:");
        }
    }

    private static List<String> said(Person ann, String id, int count) {
        List<String> ids = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            ids.add(ann.said(id, "m" + i));
        }
        return ids;
    }

    private static void newest(Stage stage) {
        Person ann = stage.person();
        String id = ann.direct(stage.person());
        said(ann, id, 4);
        list(texts(ann.messages(id, ""), "text"), "messages", "m4", "m3", "m2", "m1");
        list(texts(ann.messages(id, "?limit=2"), "text"), "messages", "m4", "m3");
    }

    private static void before(Stage stage) {
        Person ann = stage.person();
        String id = ann.direct(stage.person());
        List<String> ids = said(ann, id, 4);
        list(texts(ann.messages(id, "?before=" + ids.get(3)), "text"), "messages", "m3", "m2", "m1");
        list(texts(ann.messages(id, "?limit=1&before=" + ids.get(3)), "text"), "messages", "m3");
        equal(0, ann.messages(id, "?before=" + ids.get(0)).size(), "messages before the first:");
    }

    private static void after(Stage stage) {
        Person ann = stage.person();
        String id = ann.direct(stage.person());
        List<String> ids = said(ann, id, 4);
        list(texts(ann.messages(id, "?after=" + ids.get(0)), "text"), "messages", "m2", "m3", "m4");
        list(texts(ann.messages(id, "?limit=1&after=" + ids.get(0)), "text"), "messages", "m2");
        equal(0, ann.messages(id, "?after=" + ids.get(3)).size(), "messages after the last:");
    }

    private static void both(Stage stage) {
        Person ann = stage.person();
        String id = ann.direct(stage.person());
        ann.rest()
                .get("/api/conversations/" + id + "/messages?before=0000000000001&after=0000000000000")
                .is(400, "bad_request");
    }

    private static void limits(Stage stage) {
        Person ann = stage.person();
        String path = "/api/conversations/" + ann.direct(stage.person()) + "/messages";
        ann.rest().get(path + "?limit=200").is(200);
        ann.rest().get(path + "?limit=201").is(400, "bad_request");
        Pages.expectLimitRange(ann.rest(), path);
    }

    private static void defaultLimit(Stage stage) {
        Person ann = stage.person();
        String id = ann.direct(stage.person());
        said(ann, id, 51);
        equal(50, ann.messages(id, "").size(), "messages of a page without limit:");
        equal(50, ann.messages(id, "?after=0000000000000").size(), "messages of a page without limit:");
    }

    private static void pages(Stage stage) {
        Person ann = stage.person();
        String id = ann.direct(stage.person());
        said(ann, id, 5);
        String path = "/api/conversations/" + id + "/messages?limit=2";
        list(paged(ann, path, "before", ""), "texts of all pages", "m5", "m4", "m3", "m2", "m1");
        list(paged(ann, path, "after", "&after=0000000000000"), "texts of all pages", "m1", "m2", "m3", "m4", "m5");
    }

    private static List<String> paged(Person ann, String path, String direction, String first) {
        List<String> found = new ArrayList<>();
        String cursor = first;
        for (int page = 0; page < 10; page++) {
            JsonNode body = ann.rest().get(path + cursor).is(200).body();
            has(body, "next_cursor");
            found.addAll(texts(body.path("messages"), "text"));
            if (body.path("next_cursor").isNull()) {
                break;
            }
            cursor = "&" + direction + "=" + body.path("next_cursor").asText();
        }
        return found;
    }

    private static void anyCursor(Stage stage) {
        Person ann = stage.person();
        String id = ann.direct(stage.person());
        said(ann, id, 2);
        list(texts(ann.messages(id, "?after=0000000000000"), "text"), "messages", "m1", "m2");
        list(texts(ann.messages(id, "?before=fzzzzzzzzzzzz"), "text"), "messages", "m2", "m1");
        equal(0, ann.messages(id, "?after=fzzzzzzzzzzzz").size(), "messages after the last possible id:");
    }

    private static void malformed(Stage stage) {
        Person ann = stage.person();
        String path = "/api/conversations/" + ann.direct(stage.person()) + "/messages";
        for (String wrong : List.of("short", "000000000000O", "00000000000000", "%00", "", "ZZZZZZZZZZZZZ")) {
            ann.rest().get(path + "?after=" + wrong).is(400, "bad_request");
            ann.rest().get(path + "?before=" + wrong).is(400, "bad_request");
        }
    }
}
