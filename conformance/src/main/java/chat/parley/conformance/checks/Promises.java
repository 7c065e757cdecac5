package chat.parley.conformance.checks;

import static chat.parley.conformance.client.Expect.bool;
import static chat.parley.conformance.client.Expect.equal;
import static chat.parley.conformance.client.Expect.lacks;
import static chat.parley.conformance.client.Expect.list;
import static chat.parley.conformance.client.Expect.text;
import static chat.parley.conformance.client.Expect.texts;
import static chat.parley.conformance.client.Expect.that;

import chat.parley.conformance.Checks;
import chat.parley.conformance.client.Device;
import chat.parley.conformance.client.Json;
import chat.parley.conformance.client.Person;
import chat.parley.conformance.client.Stage;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What the contract promises for every message. */
public final class Promises implements Checks.Section {

    @Override
    public String title() {
        return "The promises";
    }

    @Override
    public void describe(Checks checks) {
        checks.check(
                "promises.acked-is-in-the-history",
                "After `ack` (or the 200/201 of `POST /api/messages`) the message survives the crash of any one machine",
                Promises::acked);
        checks.check(
                "promises.one-key-one-message",
                "Sends with the same `(sender, client_msg_id)` to a conversation within 30 days yield one message and the same `message_id` and `seq`, whatever the path, the connection, the order of arrival",
                Promises::oneKey);
        checks.check(
                "promises.keys-are-of-their-sender",
                "Sends with the same `(sender, client_msg_id)` to a conversation",
                Promises::ofSender);
        checks.check(
                "promises.one-of-many-at-once-is-the-first",
                List.of(
                        "one that arrives while the first is under way waits for its result",
                        "of several sends with one key exactly one is answered as the first, the others as duplicates, also while it is under way"),
                Promises::atOnce);
        checks.check(
                "promises.other-body-is-conflict",
                List.of(
                        "Another body under the same key is `conflict`",
                        "a `client_msg_id` reused for another conversation or body"),
                Promises::otherBody);
        checks.check(
                "promises.other-conversation-is-conflict",
                List.of("so is another conversation", "a `client_msg_id` reused for another conversation or body"),
                Promises::otherConversation);
        checks.check(
                "promises.ids-and-seqs-rise-together",
                "In a conversation `message_id` and `seq` rise together, and every reader sees the same order.",
                Promises::oneOrder);
        checks.check(
                "promises.reading-after-misses-nothing",
                "A message is never inserted behind one that anybody has already read: reading `after=<cursor>` until it is empty misses nothing.",
                Promises::readingAfter);
        checks.check(
                "promises.every-device-gets-every-message",
                "Every device of every member gets every message: live, or by catch-up.",
                Promises::everyDevice);
        checks.check(
                "promises.sends-of-one-socket-keep-their-order",
                "Sends of one socket are stored in the order they were written",
                Promises::socketOrder);
    }

    private static void acked(Stage stage) {
        Person ann = stage.person();
        String id = ann.direct(stage.person());
        try (Device device = ann.device()) {
            String acked = device.said(id, "by socket").path("message_id").asText();
            list(texts(ann.messages(id, ""), "message_id"), "history right after the ack", acked);
        }
        String created = ann.said(id, "by HTTP");
        equal(created, ann.messages(id, "?limit=1").path(0).path("message_id").asText(), "newest in the history");
    }

    private static void oneKey(Stage stage) {
        Person ann = stage.person();
        String id = ann.direct(stage.person());
        JsonNode first;
        try (Device phone = ann.device();
                Device laptop = ann.device()) {
            first = phone.say(id, "k", "once");
            text(first, "type", "ack");
            lacks(first, "duplicate");
            for (JsonNode again : List.of(phone.say(id, "k", "once"), laptop.say(id, "k", "once"))) {
                bool(again, "duplicate", true);
                equal(first.path("message_id"), again.path("message_id"), "message_id");
                equal(first.path("seq"), again.path("seq"), "seq");
            }
        }
        JsonNode byHttp = ann.say(id, "k", "once").is(200).body();
        equal(first.path("message_id"), byHttp.path("message_id"), "message_id");
        equal(first.path("seq"), byHttp.path("seq"), "seq");
        equal(1, ann.messages(id, "").size(), "messages stored:");
        JsonNode created = ann.say(id, "k2", "by HTTP first").is(201).body();
        try (Device phone = ann.device()) {
            JsonNode again = phone.say(id, "k2", "by HTTP first");
            bool(again, "duplicate", true);
            equal(created.path("message_id"), again.path("message_id"), "message_id");
        }
    }

    private static void ofSender(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        String id = ann.direct(bob);
        ann.say(id, "same", "of ann").is(201);
        bob.say(id, "same", "of bob").is(201);
        equal(2, ann.messages(id, "").size(), "messages stored:");
    }

    private static void atOnce(Stage stage) throws Exception {
        Person ann = stage.person();
        String id = ann.direct(stage.person());
        int many = 12;
        List<Future<Boolean>> firsts = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < many; i++) {
                boolean bySocket = i % 2 == 0;
                Device device = bySocket ? ann.device() : null;
                Callable<Boolean> send = () -> {
                    if (device != null) {
                        JsonNode answer = device.say(id, "same", "at once");
                        text(answer, "type", "ack");
                        return !answer.path("duplicate").asBoolean();
                    }
                    return ann.say(id, "same", "at once").isEither(201, 200).status() == 201;
                };
                firsts.add(threads.submit(send));
            }
            int count = 0;
            for (Future<Boolean> first : firsts) {
                count += first.get() ? 1 : 0;
            }
            equal(1, count, "answers as the first of " + many + ":");
        }
        equal(1, ann.messages(id, "").size(), "messages stored:");
    }

    private static void otherBody(Stage stage) {
        Person ann = stage.person();
        String id = ann.direct(stage.person());
        ann.say(id, "k", "one").is(201);
        ann.say(id, "k", "other").is(409, "conflict");
        try (Device device = ann.device()) {
            JsonNode error = device.say(id, "k", "other");
            text(error, "type", "error");
            text(error, "code", "conflict");
            device.send("send", "conversation_id", id, "client_msg_id", "k", "text", "one", "media_ids", List.of("m1"));
            text(device.answer("k"), "code", "conflict");
        }
        equal(1, ann.messages(id, "").size(), "messages stored:");
    }

    private static void otherConversation(Stage stage) {
        Person ann = stage.person();
        String id = ann.direct(stage.person());
        String other = ann.direct(stage.person());
        ann.say(id, "k", "one").is(201);
        ann.say(other, "k", "one").is(409, "conflict");
        try (Device device = ann.device()) {
            text(device.say(other, "k", "one"), "code", "conflict");
        }
        equal(0, ann.messages(other, "").size(), "messages in the other conversation:");
    }

    private static void oneOrder(Stage stage) throws Exception {
        Person ann = stage.person();
        Person bob = stage.person();
        String id = ann.group(bob);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> sends = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                Person sender = i % 2 == 0 ? ann : bob;
                String key = "o" + i;
                sends.add(threads.submit(() -> sender.say(id, key, key).is(201)));
            }
            for (Future<?> send : sends) {
                send.get();
            }
            JsonNode ofAnn = ann.messages(id, "?after=0000000000000");
            JsonNode ofBob = bob.messages(id, "?after=0000000000000");
            equal(texts(ofAnn, "message_id"), texts(ofBob, "message_id"), "the order for the other reader");
            List<String> ids = texts(ofAnn, "message_id");
            equal(ids.stream().sorted().toList(), ids, "ids in the order of seq:");
            for (int i = 0; i < ofAnn.size(); i++) {
                equal(i + 1L, ofAnn.path(i).path("seq").asLong(), "seq");
            }
        }
    }

    private static void readingAfter(Stage stage) throws Exception {
        Person ann = stage.person();
        Person bob = stage.person();
        String id = ann.direct(bob);
        int count = 40;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> writing = threads.submit(() -> {
                for (int i = 0; i < count; i++) {
                    ann.said(id, "m" + i);
                }
            });
            List<String> read = new ArrayList<>();
            String cursor = "0000000000000";
            boolean written = false;
            while (true) {
                JsonNode page = bob.messages(id, "?limit=3&after=" + cursor);
                page.forEach(message -> read.add(message.path("text").asText()));
                if (page.isEmpty() && written) {
                    break;
                }
                cursor = page.isEmpty()
                        ? cursor
                        : page.path(page.size() - 1).path("message_id").asText();
                // Asked before the next page, so that a page after the last send is read.
                written = page.isEmpty() && writing.isDone();
            }
            writing.get();
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                expected.add("m" + i);
            }
            equal(expected, read, "what was read while it was written:");
        }
    }

    private static void everyDevice(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        Person cat = stage.person();
        String id = ann.group(bob, cat);
        try (Device sender = ann.device();
                Device laptop = ann.device();
                Device bobs = bob.device()) {
            String sent = sender.said(id, "to all").path("message_id").asText();
            for (Device device : List.of(laptop, bobs)) {
                device.expect("message", "message_id", sent);
            }
            try (Device late = cat.device()) {
                late.send("sync", "cursors", cursors(id, null));
                late.expect("message", "message_id", sent);
            }
        }
    }

    static JsonNode cursors(String conversation, @org.jspecify.annotations.Nullable String cursor) {
        return Json.of().put(conversation, cursor);
    }

    private static void socketOrder(Stage stage) {
        Person ann = stage.person();
        String id = ann.direct(stage.person());
        List<String> sent = new ArrayList<>();
        try (Device device = ann.device()) {
            for (int i = 0; i < 40; i++) {
                sent.add("t" + i);
                device.send("send", "conversation_id", id, "client_msg_id", "t" + i, "text", "t" + i);
            }
            for (String key : sent) {
                text(device.answer(key), "type", "ack");
            }
        }
        List<String> stored = texts(ann.messages(id, "?after=0000000000000&limit=100"), "text");
        that(stored.equals(sent), "the texts in the order in which they were written", stored);
    }
}
