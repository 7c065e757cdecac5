package chat.parley.conformance.checks;

import static chat.parley.conformance.client.Expect.bool;
import static chat.parley.conformance.client.Expect.equal;
import static chat.parley.conformance.client.Expect.isText;
import static chat.parley.conformance.client.Expect.isTime;
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
import java.util.HashSet;
import java.util.List;

/** Who is in a conversation, and who may change that. */
public final class RestMembers implements Checks.Section {

    private static final String LIST =
            "| GET · POST `/api/conversations/{id}/members` | `?limit=&cursor=` · `{user_ids:[…]}` | `{members:[…], next_cursor}` · the conversation |";
    private static final String ONE =
            "| PUT · DELETE `/api/conversations/{id}/members/{user_id}` | `{role}` · | the member · 204 (oneself: leave) |";
    private static final String ROLES = "Owners and admins add, remove and rename; the owner sets roles.";

    @Override
    public String title() {
        return "REST: members";
    }

    @Override
    public void describe(Checks checks) {
        checks.check("members.list-pages", LIST, RestMembers::pages);
        checks.check("members.added-by-owner-and-admin", List.of(LIST, ROLES), RestMembers::add);
        checks.check(
                "members.added-or-removed-by-a-member-is-forbidden",
                List.of(ROLES, "the role does not allow it; no member any more"),
                RestMembers::memberMayNot);
        checks.check("members.role-is-set-by-the-owner-alone", List.of(ONE, ROLES), RestMembers::roles);
        checks.check(
                "members.put-owner-makes-the-old-owner-an-admin",
                "PUT `owner` makes the old owner an admin",
                RestMembers::newOwner);
        checks.check(
                "members.admins-remove-admins-nobody-the-owner",
                "admins may remove admins, nobody the owner",
                RestMembers::removal);
        checks.check("members.leave", ONE, RestMembers::leave);
        checks.check(
                "members.who-left-is-forbidden",
                "the role does not allow it; no member any more",
                RestMembers::afterwards);
        checks.check("members.malformed-is-bad-request", LIST, RestMembers::malformed);
        checks.check(
                "members.one-who-is-not-there-is-not-found",
                "it isn't there, or the caller never was a member",
                RestMembers::absent);
        checks.check("members.last-one-may-leave", ONE, RestMembers::lastLeaves);
        checks.check(
                "members.key-of-one-who-was-removed-is-a-duplicate",
                "also to a sender who has been removed since",
                RestMembers::removedSender);
    }

    private static void pages(Stage stage) {
        Person ann = stage.person();
        String id = ann.groupOf(35);
        List<String> users =
                Pages.all(ann.rest(), "/api/conversations/" + id + "/members?limit=10", "members", "user_id");
        equal(35, users.size(), "members in all pages:");
        equal(35, new HashSet<>(users).size(), "different members:");
        JsonNode member = ann.rest()
                .get("/api/conversations/" + id + "/members")
                .is(200)
                .body()
                .path("members")
                .path(0);
        isText(member, "role");
        isTime(member, "joined_at");
        Pages.expectLimitRange(ann.rest(), "/api/conversations/" + id + "/members");
    }

    private static void add(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        String id = ann.group(bob);
        number(ann.addMember(id, stage.person()).is(200).body(), "member_count", 3);
        ann.role(id, bob, "admin").is(200);
        JsonNode conversation =
                bob.addMember(id, stage.person(), stage.person()).is(200).body();
        number(conversation, "member_count", 5);
        text(conversation, "conversation_id", id);
    }

    private static void memberMayNot(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        Person cat = stage.person();
        String id = ann.group(bob, cat);
        bob.addMember(id, stage.person()).is(403, "forbidden");
        bob.removeMember(id, cat).is(403, "forbidden");
        bob.role(id, cat, "admin").is(403, "forbidden");
    }

    private static void roles(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        Person cat = stage.person();
        String id = ann.group(bob, cat);
        JsonNode member = ann.role(id, bob, "admin").is(200).body();
        text(member, "user_id", bob.id());
        text(member, "role", "admin");
        isTime(member, "joined_at");
        bob.role(id, cat, "admin").is(403, "forbidden");
        text(ann.role(id, bob, "member").is(200).body(), "role", "member");
        ann.role(id, bob, "king").is(400, "bad_request");
    }

    private static void newOwner(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        String id = ann.group(bob);
        text(ann.role(id, bob, "owner").is(200).body(), "role", "owner");
        text(ann.conversation(id), "role", "admin");
        text(bob.conversation(id), "role", "owner");
    }

    private static void removal(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        Person cat = stage.person();
        String id = ann.group(bob, cat);
        ann.role(id, bob, "admin").is(200);
        ann.role(id, cat, "admin").is(200);
        bob.removeMember(id, ann).is(403, "forbidden");
        bob.removeMember(id, cat).is(204);
        number(ann.conversation(id), "member_count", 2);
    }

    private static void leave(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        String id = ann.group(bob);
        bob.removeMember(id, bob).is(204);
        number(ann.conversation(id), "member_count", 1);
        that(
                ann.messages(id, "?limit=1").path(0).path("from").asText().equals(bob.id()),
                "an event from the leaver",
                ann.messages(id, "?limit=1"));
    }

    private static void afterwards(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        String id = ann.group(bob);
        bob.removeMember(id, bob).is(204);
        bob.rest().get("/api/conversations/" + id).is(403, "forbidden");
        bob.rest().get("/api/conversations/" + id + "/messages").is(403, "forbidden");
        bob.rest().get("/api/conversations/" + id + "/members").is(403, "forbidden");
        bob.say(id, "k", "x").is(403, "forbidden");
        bob.addMember(id, bob).is(403, "forbidden");
        that(
                !texts(bob.rest().get("/api/conversations").is(200).body().path("conversations"), "conversation_id")
                        .contains(id),
                "a list without it",
                id);
    }

    private static void malformed(Stage stage) {
        Person ann = stage.person();
        String id = ann.group();
        for (Object wrong : List.of(
                Json.of(),
                Json.of("user_ids", "bob"),
                Json.of("user_ids", List.of("a b")),
                Json.of("user_ids", List.of(7)),
                "{")) {
            ann.rest().post("/api/conversations/" + id + "/members", wrong).is(400, "bad_request");
        }
        ann.rest().get("/api/conversations/" + id + "/members?cursor=nonsense!").is(400, "bad_request");
    }

    private static void absent(Stage stage) {
        Person ann = stage.person();
        Person eve = stage.person();
        String id = ann.group();
        ann.removeMember(id, eve).is(404, "not_found");
        ann.role(id, eve, "admin").is(404, "not_found");
        eve.addMember(id, eve).is(404, "not_found");
    }

    private static void lastLeaves(Stage stage) {
        Person ann = stage.person();
        String id = ann.group();
        ann.removeMember(id, ann).is(204);
        ann.rest().get("/api/conversations/" + id).is(403, "forbidden");
    }

    private static void removedSender(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        String id = ann.group(bob);
        JsonNode first = bob.say(id, "k", "x").is(201).body();
        ann.removeMember(id, bob).is(204);
        equal(first.path("message_id"), bob.say(id, "k", "x").is(200).body().path("message_id"), "message_id");
        try (Device device = bob.device()) {
            bool(device.say(id, "k", "x"), "duplicate", true);
        }
    }
}
