package chat.parley.conformance.checks;

import static chat.parley.conformance.client.Expect.equal;
import static chat.parley.conformance.client.Expect.isTime;
import static chat.parley.conformance.client.Expect.lacks;
import static chat.parley.conformance.client.Expect.list;
import static chat.parley.conformance.client.Expect.number;
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

/** What happens to a conversation, told in its order. */
public final class Events implements Checks.Section {

    private static final String RULE =
            "Events (`kind:\"event\"`, `from` who did it) stand in the conversation's order: `event:{what:\"created\"|\"members_added\"|\"member_removed\"|\"member_left\"|\"renamed\"|\"role_changed\", user_ids?, title?, role?}`.";

    @Override
    public String title() {
        return "Events and conversation frames";
    }

    @Override
    public void describe(Checks checks) {
        checks.check("events.of-every-kind-in-order", RULE, Events::everyKind);
        checks.check("events.live-with-their-fields", RULE, Events::live);
        checks.check("events.direct-has-no-created", "**Direct**: no `created` event", Events::direct);
        checks.check(
                "events.conversation-frame-when-created-or-joined",
                "{type:\"conversation\", conversation:{…}}                                   created, joined, changed; `removed:true` when one has left",
                Events::joined);
        checks.check(
                "events.conversation-frame-when-changed",
                "{type:\"conversation\", conversation:{…}}                                   created, joined, changed; `removed:true` when one has left",
                Events::changed);
        checks.check(
                "events.removed-member-gets-conversation-removed",
                "the removed member does not get the event of his removal, but `conversation` with `removed:true` beside a conversation that holds `conversation_id` and `type`",
                Events::removed);
        checks.check(
                "events.leaver-gets-conversation-removed-on-other-devices",
                "created, joined, changed; `removed:true` when one has left",
                Events::left);
        checks.check("events.removed-member-hears-nothing-more", "no member any more", Events::silence);
        checks.check(
                "events.succession-is-a-role-changed-from-the-leaver",
                List.of(
                        "An owner who leaves is followed by the admin, else the member, who has been there longest.",
                        "a succession is a `role_changed` from the leaver"),
                Events::succession);
        checks.check(
                "events.adding-one-who-is-there-changes-nothing",
                List.of("adding one who is there changes nothing", "a member named twice counts once"),
                Events::nothing);
    }

    private static void everyKind(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        Person cat = stage.person();
        String id = ann.group(bob);
        ann.addMember(id, cat).is(200);
        ann.rest()
                .patch("/api/conversations/" + id, Json.of("title", "renamed"))
                .is(200);
        ann.role(id, cat, "admin").is(200);
        ann.removeMember(id, bob).is(204);
        cat.removeMember(id, cat).is(204);
        JsonNode messages = ann.messages(id, "?after=0000000000000");
        List<String> whats = new ArrayList<>();
        messages.forEach(message -> {
            text(message, "kind", "event");
            lacks(message, "text");
            whats.add(message.path("event").path("what").asText());
        });
        list(whats, "events", "created", "members_added", "renamed", "role_changed", "member_removed", "member_left");
        equal(List.of(ann.id(), ann.id(), ann.id(), ann.id(), ann.id(), cat.id()), texts(messages, "from"), "from");
        equal(cat.id(), messages.path(1).path("event").path("user_ids").path(0).asText(), "user_ids of members_added:");
        text(messages.path(2).path("event"), "title", "renamed");
        text(messages.path(3).path("event"), "role", "admin");
        equal(cat.id(), messages.path(3).path("event").path("user_ids").path(0).asText(), "user_ids of role_changed:");
        equal(
                bob.id(),
                messages.path(4).path("event").path("user_ids").path(0).asText(),
                "user_ids of member_removed:");
    }

    private static JsonNode event(Device device, String what) {
        return device.expect(
                "the event " + what,
                frame -> what.equals(frame.path("event").path("what").textValue()));
    }

    private static void live(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        try (Device bobs = bob.device()) {
            String id = ann.group(bob);
            JsonNode created = event(bobs, "created");
            text(created, "type", "message");
            text(created, "kind", "event");
            text(created, "conversation_id", id);
            text(created, "from", ann.id());
            number(created, "seq", 1);
            isTime(created, "server_ts");
            lacks(created, "text", "media_ids");
            ann.rest()
                    .patch("/api/conversations/" + id, Json.of("title", "other"))
                    .is(200);
            text(event(bobs, "renamed").path("event"), "title", "other");
        }
    }

    private static void direct(Stage stage) {
        Person ann = stage.person();
        String id = ann.direct(stage.person());
        equal(0, ann.messages(id, "").size(), "messages in a new direct conversation:");
        number(ann.conversation(id), "last_seq", 0);
        ann.said(id, "first");
        number(ann.messages(id, "").path(0), "seq", 1);
    }

    private static JsonNode conversation(Device device, String id, boolean removed) {
        return device.expect(
                "a conversation frame of " + id + (removed ? " with removed" : ""),
                frame -> Device.is(frame, "conversation")
                        && id.equals(frame.path("conversation")
                                .path("conversation_id")
                                .textValue())
                        && frame.path("removed").asBoolean() == removed);
    }

    private static void joined(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        Person cat = stage.person();
        try (Device bobs = bob.device();
                Device cats = cat.device()) {
            String id = ann.group(bob);
            JsonNode created = conversation(bobs, id, false).path("conversation");
            text(created, "type", "group");
            text(created, "title", "conformance");
            text(created, "role", "member");
            ann.addMember(id, cat).is(200);
            number(conversation(cats, id, false).path("conversation"), "member_count", 3);
            String direct = ann.direct(bob);
            text(conversation(bobs, direct, false).path("conversation"), "type", "direct");
        }
    }

    private static void changed(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        try (Device bobs = bob.device()) {
            String id = ann.group(bob);
            conversation(bobs, id, false);
            ann.rest()
                    .patch("/api/conversations/" + id, Json.of("title", "other"))
                    .is(200);
            bobs.expect(
                    "a conversation frame with the new title",
                    frame -> Device.is(frame, "conversation")
                            && "other"
                                    .equals(frame.path("conversation")
                                            .path("title")
                                            .textValue()));
            ann.role(id, bob, "admin").is(200);
            bobs.expect(
                    "a conversation frame with the new role",
                    frame -> Device.is(frame, "conversation")
                            && "admin"
                                    .equals(frame.path("conversation")
                                            .path("role")
                                            .textValue()));
        }
    }

    private static void removed(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        String id = ann.group(bob);
        try (Device bobs = bob.device()) {
            ann.removeMember(id, bob).is(204);
            JsonNode goodbye = conversation(bobs, id, true).path("conversation");
            text(goodbye, "type", "group");
            bobs.expectNo(
                    "event of one's own removal",
                    frame -> "member_removed"
                            .equals(frame.path("event").path("what").textValue()));
        }
    }

    private static void left(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        String id = ann.group(bob);
        try (Device bobs = bob.device()) {
            bob.removeMember(id, bob).is(204);
            conversation(bobs, id, true);
        }
    }

    private static void silence(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        String id = ann.group(bob);
        try (Device bobs = bob.device();
                Device anns = ann.device()) {
            ann.removeMember(id, bob).is(204);
            conversation(bobs, id, true);
            anns.said(id, "not for bob");
            String other = ann.direct(bob);
            anns.said(other, "for bob");
            bobs.expect("message", "text", "for bob");
            bobs.expectNo(
                    "message of a conversation that one was removed from",
                    frame -> "not for bob".equals(frame.path("text").textValue()));
            text(bobs.say(id, "k", "let me in"), "code", "forbidden");
        }
        bob.rest().get("/api/conversations/" + id + "/messages").is(403, "forbidden");
        bob.rest().get("/api/conversations/" + id).is(403, "forbidden");
    }

    private static void succession(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        Person cat = stage.person();
        Person dan = stage.person();
        String id = ann.group(bob);
        ann.addMember(id, cat).is(200);
        ann.addMember(id, dan).is(200);
        ann.role(id, dan, "admin").is(200);
        ann.removeMember(id, ann).is(204);
        text(dan.conversation(id), "role", "owner");
        JsonNode newest = dan.messages(id, "?limit=2");
        List<String> whats = new ArrayList<>();
        newest.forEach(message -> {
            whats.add(message.path("event").path("what").asText());
            text(message, "from", ann.id());
        });
        that(whats.contains("member_left") && whats.contains("role_changed"), "member_left and role_changed", whats);
        dan.removeMember(id, dan).is(204);
        text(bob.conversation(id), "role", "owner");
        text(cat.conversation(id), "role", "member");
    }

    private static void nothing(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        String id = ann.group(Json.of(), List.of(bob.id(), bob.id(), ann.id()));
        number(ann.conversation(id), "member_count", 2);
        ann.addMember(id, bob, bob).is(200);
        number(ann.conversation(id), "last_seq", 1);
        ann.addMember(id, stage.person(), bob).is(200);
        number(ann.conversation(id), "last_seq", 2);
        equal(
                1,
                ann.messages(id, "?limit=1")
                        .path(0)
                        .path("event")
                        .path("user_ids")
                        .size(),
                "users of members_added:");
    }
}
