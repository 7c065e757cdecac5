package chat.parley.conformance.checks;

import static chat.parley.conformance.client.Expect.number;
import static chat.parley.conformance.client.Expect.text;

import chat.parley.conformance.Checks;
import chat.parley.conformance.client.Device;
import chat.parley.conformance.client.Json;
import chat.parley.conformance.client.Person;
import chat.parley.conformance.client.Stage;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** How many messages one has not read. */
public final class Unread implements Checks.Section {

    private static final String RULE =
            "**Unread** is the number of messages (not events) after the read cursor that the user may see";

    @Override
    public String title() {
        return "Unread";
    }

    @Override
    public void describe(Checks checks) {
        checks.check("unread.counts-messages-and-not-events", RULE, Unread::counts);
        checks.check("unread.after-the-read-cursor", RULE, Unread::afterCursor);
        checks.check(
                "unread.own-send-moves-ones-own-cursor",
                "one's own send moves one's own cursor to it",
                Unread::ownSend);
        checks.check("unread.is-the-same-on-all-devices", "It is the same on all devices.", Unread::sameEverywhere);
        checks.check("unread.counts-only-what-one-may-see", RULE, Unread::visible);
    }

    private static void counts(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        String id = ann.group(bob);
        number(bob.conversation(id), "unread", 0);
        ann.said(id, "one");
        ann.rest().patch("/api/conversations/" + id, Json.of("title", "event")).is(200);
        ann.said(id, "two");
        number(bob.conversation(id), "unread", 2);
        number(ann.conversation(id), "unread", 0);
    }

    private static void afterCursor(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        String id = ann.group(bob);
        ann.said(id, "one");
        String two = ann.said(id, "two");
        ann.rest().patch("/api/conversations/" + id, Json.of("title", "event")).is(200);
        ann.said(id, "three");
        bob.rest()
                .put("/api/conversations/" + id + "/read", Json.of("message_id", two))
                .is(204);
        number(bob.conversation(id), "unread", 1);
    }

    private static void ownSend(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        String id = ann.direct(bob);
        ann.said(id, "one");
        ann.said(id, "two");
        String own = bob.said(id, "three");
        number(bob.conversation(id), "unread", 0);
        text(bob.conversation(id), "read_message_id", own);
        ann.said(id, "four");
        number(bob.conversation(id), "unread", 1);
    }

    private static void sameEverywhere(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        String id = ann.direct(bob);
        String one = ann.said(id, "one");
        ann.said(id, "two");
        try (Device phone = bob.device();
                Device laptop = bob.device()) {
            phone.send("receipt", "kind", "read", "conversation_id", id, "message_id", one);
            laptop.expect("the receipt of the other device", frame -> Receipts.isReceipt(frame, "read", bob));
            number(phone.sync().path("conversations").path(id), "unread", 1);
            number(laptop.sync().path("conversations").path(id), "unread", 1);
        }
        number(bob.conversation(id), "unread", 1);
        JsonNode listed = bob.rest()
                .get("/api/conversations")
                .is(200)
                .body()
                .path("conversations")
                .path(0);
        number(listed, "unread", 1);
    }

    private static void visible(Stage stage) {
        Person ann = stage.person();
        Person cat = stage.person();
        String id = ann.group(Json.of("history", "joined"), List.of());
        ann.said(id, "before");
        ann.said(id, "before");
        ann.addMember(id, cat).is(200);
        number(cat.conversation(id), "unread", 0);
        ann.said(id, "after");
        number(cat.conversation(id), "unread", 1);
    }
}
