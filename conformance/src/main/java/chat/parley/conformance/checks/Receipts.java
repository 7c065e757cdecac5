package chat.parley.conformance.checks;

import static chat.parley.conformance.client.Expect.equal;
import static chat.parley.conformance.client.Expect.isTime;
import static chat.parley.conformance.client.Expect.number;
import static chat.parley.conformance.client.Expect.text;
import static chat.parley.conformance.client.Expect.that;

import chat.parley.conformance.Checks;
import chat.parley.conformance.client.Device;
import chat.parley.conformance.client.Json;
import chat.parley.conformance.client.Person;
import chat.parley.conformance.client.Stage;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Collections;
import java.util.List;

/** How far people have got: cursors, told live and read by HTTP. */
public final class Receipts implements Checks.Section {

    private static final Duration WHILE = Duration.ofSeconds(4);

    @Override
    public String title() {
        return "Receipts";
    }

    @Override
    public void describe(Checks checks) {
        checks.check(
                "receipts.told-live-with-their-fields",
                List.of(
                        "{type:\"receipt\", kind:\"delivered\"|\"read\", conversation_id, message_id}    up to and including; moves forward only; an id beyond the last is bad_request",
                        "{type:\"receipt\", kind, conversation_id, user_id, message_id, server_ts}"),
                Receipts::told);
        checks.check(
                "receipts.told-to-the-users-own-devices",
                "Live frames go to the user's own devices, and to the others in direct chats and in groups of up to 32",
                Receipts::toldOwn);
        checks.check(
                "receipts.told-in-a-group-of-32",
                "Live frames go to the user's own devices, and to the others in direct chats and in groups of up to 32",
                Receipts::told32);
        checks.check(
                "receipts.not-told-to-others-in-a-group-of-33",
                "Live frames go to the user's own devices, and to the others in direct chats and in groups of up to 32",
                Receipts::told33);
        checks.check("receipts.move-forward-only", "up to and including; moves forward only", Receipts::forward);
        checks.check(
                "receipts.beyond-the-last-is-bad-request", "an id beyond the last is bad_request", Receipts::beyond);
        checks.check(
                "receipts.one-cursor-for-each-user-and-kind",
                "**Receipts** are kept as one cursor for each user and kind.",
                Receipts::kinds);
        checks.check(
                "receipts.anyone-in-the-conversation-can-fetch-all",
                List.of(
                        "anyone in the conversation can fetch all",
                        "| GET `/api/conversations/{id}/receipts` | `?limit=&cursor=` | `{receipts:[{user_id, delivered_message_id, read_message_id}], next_cursor}` |"),
                Receipts::fetched);
        checks.check(
                "receipts.pages",
                "| GET `/api/conversations/{id}/receipts` | `?limit=&cursor=` | `{receipts:[{user_id, delivered_message_id, read_message_id}], next_cursor}` |",
                Receipts::pages);
        checks.check(
                "receipts.answered-only-when-wrong",
                "`receipt`, `typing`, `presence` are answered only when wrong",
                Receipts::answers);
        checks.check(
                "receipts.of-a-stranger-are-not-found",
                "it isn't there, or the caller never was a member",
                Receipts::stranger);
        checks.check(
                "receipts.read-by-http",
                "| PUT `/api/conversations/{id}/read` | `{message_id}` | 204 |",
                Receipts::readByHttp);
        checks.check(
                "receipts.read-by-http-beyond-or-malformed-is-bad-request",
                "| PUT `/api/conversations/{id}/read` | `{message_id}` | 204 |",
                Receipts::wrongByHttp);
    }

    static boolean isReceipt(JsonNode frame, String kind, Person of) {
        return Device.is(frame, "receipt")
                && kind.equals(frame.path("kind").textValue())
                && of.id().equals(frame.path("user_id").textValue());
    }

    private static JsonNode expect(Device device, String kind, Person of) {
        return device.expect("a receipt " + kind + " of " + of.id(), frame -> isReceipt(frame, kind, of));
    }

    private static void told(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        String id = ann.direct(bob);
        try (Device anns = ann.device();
                Device bobs = bob.device()) {
            String first = anns.said(id, "one").path("message_id").asText();
            String second = anns.said(id, "two").path("message_id").asText();
            bobs.send("receipt", "kind", "delivered", "conversation_id", id, "message_id", second);
            JsonNode delivered = expect(anns, "delivered", bob);
            text(delivered, "conversation_id", id);
            text(delivered, "message_id", second);
            isTime(delivered, "server_ts");
            bobs.send("receipt", "kind", "read", "conversation_id", id, "message_id", first);
            text(expect(anns, "read", bob), "message_id", first);
        }
    }

    private static void toldOwn(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        String id = ann.direct(bob);
        String sent = ann.said(id, "one");
        try (Device phone = bob.device();
                Device laptop = bob.device()) {
            phone.send("receipt", "kind", "read", "conversation_id", id, "message_id", sent);
            text(expect(laptop, "read", bob), "message_id", sent);
        }
    }

    private static void told32(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        String id = ann.groupOf(32, bob);
        String sent = ann.said(id, "one");
        try (Device anns = ann.device();
                Device bobs = bob.device()) {
            bobs.send("receipt", "kind", "read", "conversation_id", id, "message_id", sent);
            text(expect(anns, "read", bob), "message_id", sent);
        }
    }

    private static void told33(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        String id = ann.groupOf(33, bob);
        String sent = ann.said(id, "one");
        try (Device anns = ann.device();
                Device phone = bob.device();
                Device laptop = bob.device()) {
            phone.send("receipt", "kind", "read", "conversation_id", id, "message_id", sent);
            text(expect(laptop, "read", bob), "message_id", sent);
            anns.expectNo("receipt in a group of 33", Duration.ofSeconds(2), frame -> isReceipt(frame, "read", bob));
        }
    }

    private static void forward(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        String id = ann.direct(bob);
        String first = ann.said(id, "one");
        String second = ann.said(id, "two");
        try (Device anns = ann.device();
                Device bobs = bob.device()) {
            bobs.send("receipt", "kind", "read", "conversation_id", id, "message_id", second);
            text(expect(anns, "read", bob), "message_id", second);
            bobs.send("receipt", "kind", "read", "conversation_id", id, "message_id", first);
            anns.expectNo("receipt that goes back", WHILE, frame -> isReceipt(frame, "read", bob));
        }
        text(bob.conversation(id), "read_message_id", second);
        bob.rest()
                .put("/api/conversations/" + id + "/read", Json.of("message_id", first))
                .is(204);
        text(bob.conversation(id), "read_message_id", second);
    }

    private static void beyond(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        String id = ann.direct(bob);
        ann.said(id, "one");
        try (Device bobs = bob.device()) {
            for (String kind : List.of("delivered", "read")) {
                bobs.send("receipt", "id", kind, "kind", kind, "conversation_id", id, "message_id", "fzzzzzzzzzzzz");
                bobs.expectError("bad_request", kind);
            }
        }
    }

    private static void kinds(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        String id = ann.direct(bob);
        String first = ann.said(id, "one");
        String second = ann.said(id, "two");
        try (Device anns = ann.device();
                Device bobs = bob.device()) {
            bobs.send("receipt", "kind", "read", "conversation_id", id, "message_id", first);
            bobs.send("receipt", "kind", "delivered", "conversation_id", id, "message_id", second);
            expect(anns, "read", bob);
            expect(anns, "delivered", bob);
        }
        JsonNode of = of(ann, id, bob);
        text(of, "read_message_id", first);
        text(of, "delivered_message_id", second);
    }

    private static JsonNode of(Person asking, String id, Person whose) {
        JsonNode receipts = asking.rest()
                .get("/api/conversations/" + id + "/receipts?limit=100")
                .is(200)
                .body()
                .path("receipts");
        for (JsonNode receipt : receipts) {
            if (whose.id().equals(receipt.path("user_id").asText())) {
                return receipt;
            }
        }
        that(false, "a receipt of " + whose.id(), receipts);
        return receipts;
    }

    private static void fetched(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        Person cat = stage.person();
        String id = ann.groupOf(34, bob, cat);
        String sent = ann.said(id, "one");
        bob.rest()
                .put("/api/conversations/" + id + "/read", Json.of("message_id", sent))
                .is(204);
        text(of(cat, id, bob), "read_message_id", sent);
        stage.person().rest().get("/api/conversations/" + id + "/receipts").is(404, "not_found");
    }

    private static void pages(Stage stage) {
        Person ann = stage.person();
        List<Person> others = List.of(stage.person(), stage.person(), stage.person());
        String id = ann.group(others.toArray(Person[]::new));
        String sent = ann.said(id, "one");
        others.forEach(each -> each.rest()
                .put("/api/conversations/" + id + "/read", Json.of("message_id", sent))
                .is(204));
        List<String> users =
                Pages.all(ann.rest(), "/api/conversations/" + id + "/receipts?limit=2", "receipts", "user_id");
        for (Person each : others) {
            equal(1, Collections.frequency(users, each.id()), "times that " + each.id() + " is in the pages:");
        }
        Pages.expectLimitRange(ann.rest(), "/api/conversations/" + id + "/receipts");
    }

    private static void answers(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        String id = ann.direct(bob);
        String sent = ann.said(id, "one");
        try (Device bobs = bob.device()) {
            bobs.send("receipt", "id", "r", "kind", "read", "conversation_id", id, "message_id", sent);
            bobs.send("receipt", "id", "w1", "kind", "eaten", "conversation_id", id, "message_id", sent);
            bobs.expectError("bad_request", "w1");
            bobs.send("receipt", "id", "w2", "kind", "read", "conversation_id", id, "message_id", "short");
            bobs.expectError("bad_request", "w2");
            bobs.send("receipt", "id", "w3", "kind", "read", "conversation_id", id);
            bobs.expectError("bad_request", "w3");
            bobs.expectNo(
                    "answer to a good receipt",
                    frame -> "r".equals(frame.path("id").textValue()));
        }
    }

    private static void stranger(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        String id = ann.direct(bob);
        String sent = ann.said(id, "one");
        Person eve = stage.person();
        try (Device eves = eve.device()) {
            eves.send("receipt", "id", "r", "kind", "read", "conversation_id", id, "message_id", sent);
            eves.expectError("not_found", "r");
        }
        eve.rest()
                .put("/api/conversations/" + id + "/read", Json.of("message_id", sent))
                .is(404, "not_found");
    }

    private static void readByHttp(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        String id = ann.direct(bob);
        String sent = ann.said(id, "one");
        number(bob.conversation(id), "unread", 1);
        try (Device anns = ann.device()) {
            bob.rest()
                    .put("/api/conversations/" + id + "/read", Json.of("message_id", sent))
                    .is(204);
            text(expect(anns, "read", bob), "message_id", sent);
        }
        number(bob.conversation(id), "unread", 0);
        text(bob.conversation(id), "read_message_id", sent);
    }

    private static void wrongByHttp(Stage stage) {
        Person ann = stage.person();
        String id = ann.direct(stage.person());
        ann.said(id, "one");
        for (String wrong : List.of("fzzzzzzzzzzzz", "short", "")) {
            ann.rest()
                    .put("/api/conversations/" + id + "/read", Json.of("message_id", wrong))
                    .is(400, "bad_request");
        }
        ann.rest().put("/api/conversations/" + id + "/read", Json.of()).is(400, "bad_request");
    }
}
