package chat.parley.conformance.checks;

import static chat.parley.conformance.client.Expect.equal;
import static chat.parley.conformance.client.Expect.isTime;
import static chat.parley.conformance.client.Expect.text;
import static chat.parley.conformance.client.Expect.that;

import chat.parley.conformance.Checks;
import chat.parley.conformance.client.Device;
import chat.parley.conformance.client.Person;
import chat.parley.conformance.client.Stage;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Who is there, told to those who watch and share a conversation. */
public final class Presence implements Checks.Section {

    private static final String WATCH =
            "{type:\"watch\", user_ids:[…]}                                              whose presence to be told; replaces the last list; ≤ 500, each sharing a conversation";
    private static final String RULE =
            "**Presence**: online when any device is, away when all are, offline 30 s after the last socket went.";
    private static final String ROW =
            "| GET `/api/presence?user_id=a&user_id=b` | | `{presence:[{user_id, status, last_active_ts}]}` |";

    @Override
    public String title() {
        return "Presence and watching";
    }

    @Override
    public void describe(Checks checks) {
        checks.check(
                "watch.answered-by-one-presence-for-each",
                List.of(
                        WATCH,
                        "`watch` by one `presence` for each user",
                        "{type:\"presence\", user_id, status:\"online\"|\"away\"|\"offline\", last_active_ts?}"),
                Presence::answered);
        checks.check(
                "watch.strangers-are-left-out-silently",
                "those who share no conversation being left out silently (so too in REST)",
                Presence::strangers);
        checks.check("watch.changes-are-told", WATCH, Presence::changes);
        checks.check(
                "watch.replaces-the-last-list",
                "whose presence to be told; replaces the last list; ≤ 500, each sharing a conversation",
                Presence::replaces);
        checks.check(
                "watch.ends-with-the-last-shared-conversation",
                "it ends with the last shared conversation",
                Presence::ends);
        checks.check(
                "watch.of-500-and-of-501",
                "whose presence to be told; replaces the last list; ≤ 500, each sharing a conversation",
                Presence::most);
        checks.check(
                "presence.online-when-any-device-is-away-when-all-are",
                List.of(RULE, "{type:\"presence\", status:\"online\"|\"away\"}"),
                Presence::away);
        checks.longCheck("presence.offline-30-s-after-the-last-socket-went", RULE, Presence::offline);
        checks.longCheck("presence.back-within-30-s-is-never-offline", RULE, Presence::back);
        checks.check(
                "presence.answered-only-when-wrong",
                "`receipt`, `typing`, `presence` are answered only when wrong",
                Presence::answers);
        checks.check(
                "presence.by-http",
                List.of(ROW, "those who share no conversation being left out silently (so too in REST)"),
                Presence::byHttp);
    }

    private static boolean isPresence(JsonNode frame, Person who, String status) {
        return Device.is(frame, "presence")
                && who.id().equals(frame.path("user_id").textValue())
                && status.equals(frame.path("status").textValue());
    }

    private static JsonNode expect(Device device, Person who, String status) {
        return device.expect("presence " + status + " of " + who.id(), frame -> isPresence(frame, who, status));
    }

    private static List<String> ids(Person... people) {
        return Arrays.stream(people).map(Person::id).toList();
    }

    private static void answered(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        Person cat = stage.person();
        ann.group(bob, cat);
        try (Device anns = ann.device();
                Device _ = bob.device()) {
            anns.send("watch", "id", "w", "user_ids", ids(bob, cat));
            text(expect(anns, bob, "online"), "id", "w");
            text(expect(anns, cat, "offline"), "id", "w");
        }
    }

    private static void strangers(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        Person eve = stage.person();
        ann.direct(bob);
        try (Device anns = ann.device();
                Device _ = bob.device();
                Device _ = eve.device()) {
            anns.send("watch", "user_ids", List.of(eve.id(), "never-heard-of", bob.id()));
            expect(anns, bob, "online");
            anns.expectNo("presence of a stranger", frame -> Device.is(frame, "presence") || Device.is(frame, "error"));
        }
    }

    private static void changes(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        ann.direct(bob);
        try (Device anns = ann.device()) {
            anns.send("watch", "user_ids", ids(bob));
            expect(anns, bob, "offline");
            try (Device bobs = bob.device()) {
                expect(anns, bob, "online");
                bobs.send("presence", "status", "away");
                expect(anns, bob, "away");
                bobs.send("presence", "status", "online");
                expect(anns, bob, "online");
            }
        }
    }

    private static void replaces(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        Person cat = stage.person();
        ann.group(bob, cat);
        try (Device anns = ann.device()) {
            anns.send("watch", "user_ids", ids(bob));
            expect(anns, bob, "offline");
            anns.send("watch", "user_ids", ids(cat));
            expect(anns, cat, "offline");
            try (Device _ = bob.device();
                    Device _ = cat.device()) {
                expect(anns, cat, "online");
                anns.expectNo(
                        "presence of one who is watched no more",
                        Duration.ofSeconds(1),
                        frame -> isPresence(frame, bob, "online"));
            }
        }
    }

    private static void ends(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        Person cat = stage.person();
        String id = ann.group(bob, cat);
        try (Device anns = ann.device()) {
            anns.send("watch", "user_ids", ids(bob, cat));
            expect(anns, bob, "offline");
            ann.removeMember(id, bob).is(204);
            anns.expect(
                    "the event of the removal",
                    frame -> "member_removed"
                            .equals(frame.path("event").path("what").textValue()));
            try (Device _ = bob.device();
                    Device _ = cat.device()) {
                expect(anns, cat, "online");
                anns.expectNo(
                        "presence of one who shares nothing any more",
                        Duration.ofSeconds(1),
                        frame -> isPresence(frame, bob, "online"));
            }
        }
    }

    private static void most(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        ann.direct(bob);
        List<String> users = new ArrayList<>(
                IntStream.range(0, 499).mapToObj(i -> "nobody-" + i).toList());
        users.add(bob.id());
        try (Device anns = ann.device()) {
            anns.send("watch", "user_ids", users);
            expect(anns, bob, "offline");
            users.add("nobody-500");
            anns.send("watch", "id", "w", "user_ids", users);
            JsonNode error = anns.expect("an error", frame -> Device.is(frame, "error"));
            text(error, "id", "w");
            String code = error.path("code").asText();
            // The contract has the limit, and does not say which of the two codes it has.
            that(code.equals("bad_request") || code.equals("too_large"), "bad_request or too_large", error);
        }
    }

    private static void away(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        ann.direct(bob);
        try (Device anns = ann.device();
                Device phone = bob.device();
                Device laptop = bob.device()) {
            anns.send("watch", "user_ids", ids(bob));
            expect(anns, bob, "online");
            phone.send("presence", "status", "away");
            phone.expectNo("error", frame -> Device.is(frame, "error"));
            anns.send("watch", "user_ids", ids(bob));
            expect(anns, bob, "online");
            laptop.send("presence", "status", "away");
            expect(anns, bob, "away");
            phone.send("presence", "status", "online");
            expect(anns, bob, "online");
        }
    }

    private static void offline(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        ann.direct(bob);
        try (Device anns = ann.device()) {
            Device bobs = bob.device();
            anns.send("watch", "user_ids", ids(bob));
            expect(anns, bob, "online");
            bobs.close();
            long start = System.nanoTime();
            JsonNode gone =
                    anns.expect("presence offline", Duration.ofSeconds(40), frame -> isPresence(frame, bob, "offline"));
            long millis = (System.nanoTime() - start) / 1_000_000;
            that(millis > 28_000 && millis < 36_000, "offline 30 s after the socket went", millis + " ms");
            isTime(gone, "last_active_ts");
        }
    }

    private static void back(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        ann.direct(bob);
        try (Device anns = ann.device()) {
            bob.device().close();
            anns.send("watch", "user_ids", ids(bob));
            expect(anns, bob, "online");
            try (Device _ = bob.device()) {
                anns.expectNo(
                        "presence offline of one who came back",
                        Duration.ofSeconds(34),
                        frame -> isPresence(frame, bob, "offline"));
            }
        }
    }

    private static void answers(Stage stage) {
        try (Device device = stage.person().device()) {
            device.send("presence", "id", "p", "status", "away");
            for (String wrong : List.of("offline", "busy", "")) {
                device.send("presence", "id", "w" + wrong, "status", wrong);
                device.expectError("bad_request", "w" + wrong);
            }
            device.send("watch", "id", "w", "user_ids", "bob");
            device.expectError("bad_request", "w");
            device.send("watch", "id", "w2", "user_ids", List.of("a b"));
            device.expectError("bad_request", "w2");
            device.expectNo(
                    "answer to a good presence",
                    frame -> "p".equals(frame.path("id").textValue()));
        }
    }

    private static void byHttp(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        Person cat = stage.person();
        Person eve = stage.person();
        ann.group(bob, cat);
        try (Device _ = bob.device();
                Device _ = eve.device()) {
            JsonNode presence = ann.rest()
                    .get("/api/presence?user_id=" + bob.id() + "&user_id=" + cat.id() + "&user_id=" + eve.id())
                    .is(200)
                    .body()
                    .path("presence");
            equal(2, presence.size(), "users told:");
            for (JsonNode each : presence) {
                text(each, "status", each.path("user_id").asText().equals(bob.id()) ? "online" : "offline");
            }
        }
        ann.rest().get("/api/presence?user_id=a%20b").is(400, "bad_request");
    }
}
