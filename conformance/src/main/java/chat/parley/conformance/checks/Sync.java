package chat.parley.conformance.checks;

import static chat.parley.conformance.client.Expect.bool;
import static chat.parley.conformance.client.Expect.equal;
import static chat.parley.conformance.client.Expect.has;
import static chat.parley.conformance.client.Expect.isText;
import static chat.parley.conformance.client.Expect.lacks;
import static chat.parley.conformance.client.Expect.list;
import static chat.parley.conformance.client.Expect.number;
import static chat.parley.conformance.client.Expect.text;
import static chat.parley.conformance.client.Expect.that;

import chat.parley.conformance.Checks;
import chat.parley.conformance.client.Device;
import chat.parley.conformance.client.Json;
import chat.parley.conformance.client.Person;
import chat.parley.conformance.client.Stage;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Catching up. */
public final class Sync implements Checks.Section {

    private static final String FRAME =
            "{type:\"sync\", since?, cursors?:{conversation_id: message_id|null, …}, limit?}   catch up; limit for each conversation, 1..500, default 100";

    @Override
    public String title() {
        return "Sync";
    }

    @Override
    public void describe(Checks checks) {
        checks.check(
                "sync.with-neither-lists-all-and-brings-no-messages",
                List.of(
                        "`synced` lists every conversation of the user",
                        "A new device sends `sync` with neither, and pages backwards where the user looks.",
                        "{type:\"synced\", conversations:{id:{last_message_id, last_seq, read_message_id, unread, more:bool}, …}, partial?:true, since?, reset?:true}"),
                Sync::fresh);
        checks.check(
                "sync.messages-come-first-oldest-first",
                "the missed messages come first, oldest first in each conversation, then `synced`",
                Sync::messagesFirst);
        checks.check(
                "sync.cursor-brings-what-follows-it",
                "for a conversation in `cursors` what follows its cursor (`null`: from the first visible one)",
                Sync::cursor);
        checks.check(
                "sync.since-brings-what-is-new-elsewhere",
                "with `since`, which is the opaque token of the last `synced`, what is new in every other conversation",
                Sync::since);
        checks.check(
                "sync.since-lists-only-those-with-something-new",
                "with `since` only those with something new",
                Sync::sinceLists);
        checks.check(
                "sync.since-that-is-none-gets-reset",
                List.of(
                        "a `since` that is none gets `reset:true`",
                        "A `since` older than 30 days is answered `reset:true`: every conversation, no messages."),
                Sync::reset);
        checks.check("sync.more-when-the-limit-cut-it", "`more`: the limit cut it, go on with `cursors`.", Sync::more);
        checks.check(
                "sync.limit-1-and-500-are-good-0-and-501-not",
                List.of(FRAME, "A `limit` outside its range is `bad_request`."),
                Sync::limits);
        checks.check("sync.limit-is-100-by-default", FRAME, Sync::defaultLimit);
        checks.check(
                "sync.cursors-of-others-are-left-out",
                "cursors of conversations that aren't one's own are left out",
                Sync::others);
        checks.check(
                "sync.last-frame-carries-since",
                "it may come in several frames (`partial:true` but for the last, which carries the next `since`), live frames in between",
                Sync::partial);
        checks.check(
                "sync.every-synced-repeats-the-id", "every `synced` of one sync repeats its `id`", Sync::repeatsId);
        checks.check("sync.next-waits", "One sync at a time on a socket; the next waits.", Sync::nextWaits);
        checks.check("sync.malformed-is-bad-request", FRAME, Sync::malformed);
        checks.check(
                "sync.left-conversation-is-gone",
                "cursors of conversations that aren't one's own are left out",
                Sync::left);
    }

    /** A device that comes when the last message was told live already, so that none comes to it but by its sync. */
    private static Device later(Person who, Device watcher, String last) {
        watcher.expect("message", "message_id", last);
        return who.device();
    }

    private static void fresh(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        String direct = ann.direct(bob);
        String group = ann.group(bob);
        Device watcher = bob.device();
        String last = ann.said(group, "x");
        try (Device bobs = later(bob, watcher, last)) {
            ObjectNode synced = bobs.sync();
            JsonNode all = synced.path("conversations");
            that(all.has(direct) && all.has(group), "both conversations", all);
            text(all.path(group), "last_message_id", last);
            number(all.path(group), "last_seq", 2);
            has(all.path(group), "read_message_id");
            number(all.path(group), "unread", 1);
            bool(all.path(group), "more", false);
            number(all.path(direct), "last_seq", 0);
            isText(synced, "since");
            lacks(synced, "reset", "partial");
            bobs.expectNo("message of a sync with neither", frame -> Device.is(frame, "message"));
        }
    }

    private static void messagesFirst(Stage stage) {
        Person ann = stage.person();
        String id = ann.direct(stage.person());
        Device watcher = ann.device();
        String last = "";
        for (int i = 0; i < 5; i++) {
            last = ann.said(id, "m" + i);
        }
        try (Device device = later(ann, watcher, last)) {
            device.send("sync", "cursors", Promises.cursors(id, null));
            List<String> order = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                JsonNode frame =
                        device.expect("a message or synced", f -> Device.is(f, "message") || Device.is(f, "synced"));
                order.add(frame.path("text").asText("synced"));
            }
            list(order, "frames", "m0", "m1", "m2", "m3", "m4", "synced");
        }
    }

    private static void cursor(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        String id = ann.direct(bob);
        Device watcher = bob.device();
        ann.said(id, "one");
        String second = ann.said(id, "two");
        String third = ann.said(id, "three");
        try (Device device = later(bob, watcher, third)) {
            device.send("sync", "cursors", Promises.cursors(id, second));
            text(device.expect("message"), "text", "three");
            device.expect("synced");
            device.send("sync", "cursors", Promises.cursors(id, "0000000000000"));
            text(device.expect("message"), "text", "one");
            device.expect("synced");
        }
        Person cat = stage.person();
        Device cats = cat.device();
        String joined = ann.group(Json.of("history", "joined"), List.of(bob.id()));
        ann.said(joined, "before");
        ann.addMember(joined, cat).is(200);
        String last = ann.said(joined, "after");
        try (Device device = later(cat, cats, last)) {
            device.send("sync", "cursors", Promises.cursors(joined, null));
            text(device.expect("message").path("event"), "what", "members_added");
            text(device.expect("message"), "text", "after");
            device.expect("synced");
        }
    }

    private static void since(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        String first = ann.direct(bob);
        String second = ann.group(bob);
        String since;
        try (Device device = bob.device()) {
            since = device.sync().path("since").asText();
        }
        Device watcher = bob.device();
        String known = ann.said(first, "known");
        ann.said(first, "new in first");
        String last = ann.said(second, "new in second");
        try (Device device = later(bob, watcher, last)) {
            device.send("sync", "since", since, "cursors", Promises.cursors(first, known));
            device.expect("message", "text", "new in second");
            device.expect("message", "text", "new in first");
            device.expect("synced");
            device.expectNo(
                    "message before the cursor",
                    frame -> "known".equals(frame.path("text").textValue()));
        }
    }

    private static void sinceLists(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        String quiet = ann.direct(bob);
        ann.said(quiet, "old");
        String busy = ann.group(bob);
        try (Device device = bob.device()) {
            // Something may still be new to the first: it is asked until nothing is.
            String since = device.sync().path("since").asText();
            since = device.sync("since", since).path("since").asText();
            ann.said(busy, "new");
            JsonNode all = device.sync("since", since).path("conversations");
            that(all.has(busy) && !all.has(quiet), "the conversation with something new alone", all);
        }
    }

    private static void reset(Stage stage) {
        Person ann = stage.person();
        String id = ann.direct(stage.person());
        Device watcher = ann.device();
        String last = ann.said(id, "x");
        try (Device device = later(ann, watcher, last)) {
            for (String wrong : List.of("nonsense", "", "0", "AAAAAAAAAAAAAAAAAAAAAAAA", "ÿ")) {
                ObjectNode synced = device.sync("since", wrong);
                bool(synced, "reset", true);
                that(synced.path("conversations").has(id), "every conversation", synced);
            }
            device.expectNo("message of a reset", frame -> Device.is(frame, "message"));
        }
    }

    private static void more(Stage stage) {
        Person ann = stage.person();
        String id = ann.direct(stage.person());
        Device watcher = ann.device();
        String newest = "";
        for (int i = 0; i < 3; i++) {
            newest = ann.said(id, "m" + i);
        }
        try (Device device = later(ann, watcher, newest)) {
            device.send("sync", "cursors", Promises.cursors(id, null), "limit", 2);
            device.expect("message", "text", "m0");
            String last =
                    device.expect("message", "text", "m1").path("message_id").asText();
            bool(device.expect("synced").path("conversations").path(id), "more", true);
            device.send("sync", "cursors", Promises.cursors(id, last), "limit", 1);
            device.expect("message", "text", "m2");
            bool(device.expect("synced").path("conversations").path(id), "more", false);
        }
    }

    private static void limits(Stage stage) {
        Person ann = stage.person();
        String id = ann.direct(stage.person());
        Device watcher = ann.device();
        String last = ann.said(id, "x");
        try (Device device = later(ann, watcher, last)) {
            for (int good : new int[] {1, 500}) {
                device.send("sync", "cursors", Promises.cursors(id, null), "limit", good);
                device.expect("message");
                device.expect("synced");
            }
            for (int wrong : new int[] {0, 501, -1}) {
                device.send("sync", "id", "l" + wrong, "cursors", Promises.cursors(id, null), "limit", wrong);
                device.expectError("bad_request", "l" + wrong);
            }
        }
    }

    private static void defaultLimit(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        String id = ann.direct(bob);
        Device watcher = ann.device();
        String last = "";
        for (int i = 0; i < 101; i++) {
            last = (i % 2 == 0 ? ann : bob).said(id, "m" + i);
        }
        try (Device device = later(ann, watcher, last)) {
            device.send("sync", "cursors", Promises.cursors(id, null));
            JsonNode synced = device.expect("synced");
            bool(synced.path("conversations").path(id), "more", true);
            equal(
                    100L,
                    device.frames().stream()
                            .filter(frame -> Device.is(frame, "message"))
                            .count(),
                    "messages:");
        }
    }

    private static void others(Stage stage) {
        Person ann = stage.person();
        String mine = ann.direct(stage.person());
        Person eve = stage.person();
        String foreign = eve.direct(stage.person());
        eve.said(foreign, "secret");
        try (Device device = ann.device()) {
            ObjectNode cursors = Json.of(foreign, null, "no-such", null, mine, null);
            JsonNode all = device.sync("cursors", cursors).path("conversations");
            that(!all.has(foreign) && !all.has("no-such"), "no conversation of others", all);
            device.expectNo("message of others", frame -> Device.is(frame, "message"));
        }
    }

    private static void partial(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        for (int i = 0; i < 60; i++) {
            ann.group(bob);
        }
        try (Device device = bob.device()) {
            device.send("sync");
            Set<String> seen = new HashSet<>();
            JsonNode synced;
            do {
                synced = device.expect("synced");
                synced.path("conversations").fieldNames().forEachRemaining(seen::add);
                if (synced.path("partial").asBoolean()) {
                    lacks(synced, "since");
                }
            } while (synced.path("partial").asBoolean());
            isText(synced, "since");
            equal(60, seen.size(), "conversations in all frames:");
        }
    }

    private static void repeatsId(Stage stage) {
        Person ann = stage.person();
        ann.direct(stage.person());
        try (Device device = ann.device()) {
            device.send("sync", "id", "s1");
            JsonNode synced;
            do {
                synced = device.expect("synced");
                text(synced, "id", "s1");
            } while (synced.path("partial").asBoolean());
        }
    }

    private static void nextWaits(Stage stage) {
        Person ann = stage.person();
        String id = ann.direct(stage.person());
        Device watcher = ann.device();
        String last = "";
        for (int i = 0; i < 20; i++) {
            last = ann.said(id, "m" + i);
        }
        try (Device device = later(ann, watcher, last)) {
            for (int i = 0; i < 3; i++) {
                device.send("sync", "id", "s" + i, "cursors", Promises.cursors(id, null));
            }
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 20; j++) {
                    JsonNode frame = device.expect("the next frame", f -> true);
                    text(frame, "text", "m" + j);
                }
                JsonNode synced = device.expect("the next frame", f -> true);
                text(synced, "type", "synced");
                text(synced, "id", "s" + i);
            }
        }
    }

    private static void malformed(Stage stage) {
        Person ann = stage.person();
        String id = ann.direct(stage.person());
        try (Device device = ann.device()) {
            device.send("sync", "id", "a", "cursors", List.of());
            device.expectError("bad_request", "a");
            device.send("sync", "id", "b", "cursors", Json.of(id, "short"));
            device.expectError("bad_request", "b");
            device.send("sync", "id", "c", "limit", "many");
            device.expectError("bad_request", "c");
            device.send("sync", "id", "d", "since", 7);
            device.expectError("bad_request", "d");
        }
    }

    private static void left(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        String id = ann.group(bob);
        ann.said(id, "x");
        bob.removeMember(id, bob).is(204);
        try (Device device = bob.device()) {
            JsonNode all = device.sync("cursors", Promises.cursors(id, null)).path("conversations");
            that(!all.has(id), "no conversation that one has left", all);
            device.expectNo("message of a conversation that one has left", frame -> Device.is(frame, "message"));
        }
    }
}
