package chat.parley.conformance.checks;

import static chat.parley.conformance.client.Expect.equal;
import static chat.parley.conformance.client.Expect.has;
import static chat.parley.conformance.client.Expect.isText;
import static chat.parley.conformance.client.Expect.isTime;
import static chat.parley.conformance.client.Expect.lacks;
import static chat.parley.conformance.client.Expect.list;
import static chat.parley.conformance.client.Expect.number;
import static chat.parley.conformance.client.Expect.text;
import static chat.parley.conformance.client.Expect.texts;
import static chat.parley.conformance.client.Expect.that;

import chat.parley.conformance.Checks;
import chat.parley.conformance.client.Json;
import chat.parley.conformance.client.Person;
import chat.parley.conformance.client.Stage;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Making, listing and changing conversations. */
public final class RestConversations implements Checks.Section {

    private static final String CREATE =
            "| POST `/api/conversations` | `{type:\"direct\", member_ids:[other]}` or `{type:\"group\", title, member_ids:[…], history?:\"all\"\\|\"joined\", client_conversation_id?}` | 201 the conversation; 200 and the existing one for a direct pair that has one, or a known client_conversation_id |";
    private static final String LIST =
            "| GET `/api/conversations` | `?limit=&cursor=` | `{conversations:[…], next_cursor}` the latest active first |";
    private static final String ONE = "| GET · PATCH `/api/conversations/{id}` | `{title}` | the conversation |";
    private static final String SHAPE =
            "A conversation: `{conversation_id, type, title?, history, member_count, members?:[{user_id, role:\"owner\"|\"admin\"|\"member\", joined_at}] (when there are at most 32), role, created_at, first_visible_seq, last_message_id, last_seq, read_message_id, unread}`.";

    @Override
    public String title() {
        return "REST: conversations";
    }

    @Override
    public void describe(Checks checks) {
        checks.check("conversations.direct-is-201-then-200", CREATE, RestConversations::direct);
        checks.check("conversations.direct-at-once-from-both-sides-is-one", CREATE, RestConversations::directAtOnce);
        checks.check(
                "conversations.direct-with-oneself-alone-is-bad-request",
                "oneself alone is `bad_request`",
                RestConversations::oneself);
        checks.check("conversations.direct-both-are-member", "both are `member`", RestConversations::bothMembers);
        checks.check(
                "conversations.direct-allows-no-change",
                "rename, add, remove, leave are `forbidden`",
                RestConversations::directIsFixed);
        checks.check("conversations.group-is-201", CREATE, RestConversations::group);
        checks.check(
                "conversations.known-client-conversation-id-is-200",
                List.of(
                        CREATE,
                        "`client_conversation_id` counts for its creator; what a repeat says besides is ignored."),
                RestConversations::repeated);
        checks.check("conversations.malformed-is-bad-request", CREATE, RestConversations::malformed);
        checks.check("conversations.shape", SHAPE, RestConversations::shape);
        checks.check("conversations.members-are-listed-up-to-32", SHAPE, RestConversations::thirtyTwo);
        checks.check("conversations.list-has-the-latest-active-first", LIST, RestConversations::latestFirst);
        checks.check("conversations.list-pages", LIST, RestConversations::pages);
        checks.check(
                "conversations.rename",
                List.of(ONE, "Owners and admins add, remove and rename; the owner sets roles."),
                RestConversations::rename);
        checks.check(
                "conversations.rename-by-a-member-is-forbidden",
                "the role does not allow it; no member any more",
                RestConversations::renameForbidden);
        checks.check(
                "conversations.of-a-stranger-is-not-found",
                "it isn't there, or the caller never was a member",
                RestConversations::stranger);
        checks.check(
                "conversations.history-all-shows-everything",
                "1 for founders and with `all`",
                RestConversations::historyAll);
        checks.check(
                "conversations.history-joined-shows-what-came-from-the-latest-joining",
                List.of(
                        "With `history:\"joined\"` a member sees what came from his (latest) joining on: `first_visible_seq`.",
                        "`first_visible_seq` is the seq of the `members_added` that brought one in, 1 for founders and with `all`"),
                RestConversations::historyJoined);
        checks.check(
                "conversations.member-who-never-used-a-token",
                List.of("A valid token's user exists from its first use, and may be named as a member before that."),
                RestConversations::unknownMember);
    }

    private static void direct(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        JsonNode first = ann.rest()
                .post("/api/conversations", Json.of("type", "direct", "member_ids", List.of(bob.id())))
                .is(201)
                .body();
        JsonNode again = ann.rest()
                .post("/api/conversations", Json.of("type", "direct", "member_ids", List.of(bob.id())))
                .is(200)
                .body();
        JsonNode other = bob.rest()
                .post("/api/conversations", Json.of("type", "direct", "member_ids", List.of(ann.id())))
                .is(200)
                .body();
        equal(first.path("conversation_id"), again.path("conversation_id"), "conversation_id");
        equal(first.path("conversation_id"), other.path("conversation_id"), "conversation_id");
        text(first, "type", "direct");
        lacks(first, "title");
        number(first, "member_count", 2);
    }

    private static void directAtOnce(Stage stage) throws Exception {
        Person ann = stage.person();
        Person bob = stage.person();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> ids = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                boolean anns = i % 2 == 0;
                ids.add(threads.submit(() -> anns ? ann.direct(bob) : bob.direct(ann)));
            }
            Set<String> distinct = new HashSet<>();
            for (Future<String> id : ids) {
                distinct.add(id.get());
            }
            equal(1, distinct.size(), "conversations of the pair:");
        }
    }

    private static void oneself(Stage stage) {
        Person ann = stage.person();
        for (List<String> wrong : List.of(List.of(ann.id()), List.<String>of(), List.of("a", "b"))) {
            ann.rest()
                    .post("/api/conversations", Json.of("type", "direct", "member_ids", wrong))
                    .is(400, "bad_request");
        }
    }

    private static void bothMembers(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        String id = ann.direct(bob);
        for (Person each : List.of(ann, bob)) {
            JsonNode conversation = each.conversation(id);
            text(conversation, "role", "member");
            conversation.path("members").forEach(member -> text(member, "role", "member"));
            equal(2, conversation.path("members").size(), "members:");
        }
    }

    private static void directIsFixed(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        String id = ann.direct(bob);
        ann.rest().patch("/api/conversations/" + id, Json.of("title", "no")).is(403, "forbidden");
        ann.addMember(id, stage.person()).is(403, "forbidden");
        ann.removeMember(id, bob).is(403, "forbidden");
        ann.removeMember(id, ann).is(403, "forbidden");
        ann.role(id, bob, "admin").is(403, "forbidden");
    }

    private static void group(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        JsonNode group = ann.rest()
                .post("/api/conversations", Json.of("type", "group", "title", "plans", "member_ids", List.of(bob.id())))
                .is(201)
                .body();
        text(group, "type", "group");
        text(group, "title", "plans");
        text(group, "history", "all");
        text(group, "role", "owner");
        number(group, "member_count", 2);
        ann.rest()
                .post("/api/conversations", Json.of("type", "group", "title", "alone", "member_ids", List.of()))
                .is(201);
    }

    private static void repeated(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        JsonNode first = ann.rest()
                .post(
                        "/api/conversations",
                        Json.of(
                                "type",
                                "group",
                                "title",
                                "one",
                                "member_ids",
                                List.of(bob.id()),
                                "client_conversation_id",
                                "c"))
                .is(201)
                .body();
        JsonNode again = ann.rest()
                .post(
                        "/api/conversations",
                        Json.of(
                                "type",
                                "group",
                                "title",
                                "two",
                                "member_ids",
                                List.of(),
                                "client_conversation_id",
                                "c"))
                .is(200)
                .body();
        equal(first.path("conversation_id"), again.path("conversation_id"), "conversation_id");
        text(again, "title", "one");
        number(again, "member_count", 2);
        JsonNode others = bob.rest()
                .post(
                        "/api/conversations",
                        Json.of(
                                "type",
                                "group",
                                "title",
                                "three",
                                "member_ids",
                                List.of(),
                                "client_conversation_id",
                                "c"))
                .is(201)
                .body();
        that(
                !others.path("conversation_id").equals(first.path("conversation_id")),
                "another conversation for another creator",
                others);
    }

    private static void malformed(Stage stage) {
        Person ann = stage.person();
        for (Object wrong : List.of(
                Json.of("type", "channel", "member_ids", List.of()),
                Json.of("member_ids", List.of("bob")),
                Json.of("type", "group", "title", "t"),
                Json.of("type", "group", "member_ids", List.of("bob")),
                Json.of("type", "group", "title", "t", "member_ids", "bob"),
                Json.of("type", "group", "title", "t", "member_ids", List.of(), "history", "some"),
                Json.of("type", "group", "title", "t", "member_ids", List.of("a b")),
                "[]",
                "{",
                "")) {
            ann.rest().post("/api/conversations", wrong).is(400, "bad_request");
        }
    }

    private static void shape(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        String id = ann.group(bob);
        String last = ann.said(id, "x");
        JsonNode it = bob.conversation(id);
        text(it, "conversation_id", id);
        text(it, "type", "group");
        isText(it, "title");
        text(it, "history", "all");
        number(it, "member_count", 2);
        text(it, "role", "member");
        isTime(it, "created_at");
        number(it, "first_visible_seq", 1);
        text(it, "last_message_id", last);
        number(it, "last_seq", 2);
        has(it, "read_message_id");
        number(it, "unread", 1);
        equal(Set.of(ann.id(), bob.id()), new HashSet<>(texts(it.path("members"), "user_id")), "members");
        for (JsonNode member : it.path("members")) {
            text(member, "role", member.path("user_id").asText().equals(ann.id()) ? "owner" : "member");
            isTime(member, "joined_at");
        }
    }

    private static void thirtyTwo(Stage stage) {
        Person ann = stage.person();
        String id = ann.groupOf(32);
        equal(32, ann.conversation(id).path("members").size(), "members listed:");
        ann.addMember(id, stage.person()).is(200);
        JsonNode larger = ann.conversation(id);
        lacks(larger, "members");
        number(larger, "member_count", 33);
    }

    private static void latestFirst(Stage stage) {
        Person ann = stage.person();
        String first = ann.direct(stage.person());
        String second = ann.group(stage.person());
        ann.said(first, "x");
        ann.said(second, "y");
        JsonNode before = ann.rest().get("/api/conversations").is(200).body();
        list(texts(before.path("conversations"), "conversation_id"), "conversations", second, first);
        that(before.path("next_cursor").isNull(), "next_cursor null at the end", before.path("next_cursor"));
        ann.said(first, "z");
        list(
                texts(ann.rest().get("/api/conversations").body().path("conversations"), "conversation_id"),
                "conversations",
                first,
                second);
    }

    private static void pages(Stage stage) {
        Person ann = stage.person();
        Set<String> made = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            made.add(ann.group());
        }
        List<String> found = Pages.all(ann.rest(), "/api/conversations?limit=2", "conversations", "conversation_id");
        equal(5, found.size(), "conversations in all pages:");
        equal(made, new HashSet<>(found), "conversations");
        Pages.expectLimitRange(ann.rest(), "/api/conversations");
        ann.rest().get("/api/conversations?cursor=nonsense!").is(400, "bad_request");
    }

    private static void rename(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        String id = ann.group(bob);
        text(
                ann.rest()
                        .patch("/api/conversations/" + id, Json.of("title", "by owner"))
                        .is(200)
                        .body(),
                "title",
                "by owner");
        ann.role(id, bob, "admin").is(200);
        text(
                bob.rest()
                        .patch("/api/conversations/" + id, Json.of("title", "by admin"))
                        .is(200)
                        .body(),
                "title",
                "by admin");
        text(ann.conversation(id), "title", "by admin");
        ann.rest().patch("/api/conversations/" + id, Json.of("title", 7)).is(400, "bad_request");
        ann.rest().patch("/api/conversations/" + id, Json.of()).is(400, "bad_request");
    }

    private static void renameForbidden(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        String id = ann.group(bob);
        bob.rest().patch("/api/conversations/" + id, Json.of("title", "no")).is(403, "forbidden");
    }

    private static void stranger(Stage stage) {
        Person eve = stage.person();
        String id = stage.person().group(stage.person());
        eve.rest().get("/api/conversations/" + id).is(404, "not_found");
        eve.rest().patch("/api/conversations/" + id, Json.of("title", "no")).is(404, "not_found");
        eve.rest().get("/api/conversations/" + id + "/messages").is(404, "not_found");
        eve.rest().get("/api/conversations/" + id + "/members").is(404, "not_found");
        eve.rest().get("/api/conversations/no-such").is(404, "not_found");
    }

    private static void historyAll(Stage stage) {
        Person ann = stage.person();
        Person cat = stage.person();
        String id = ann.group(stage.person());
        ann.said(id, "before");
        ann.addMember(id, cat).is(200);
        number(cat.conversation(id), "first_visible_seq", 1);
        equal(3, cat.messages(id, "").size(), "messages visible:");
    }

    private static void historyJoined(Stage stage) {
        Person ann = stage.person();
        Person cat = stage.person();
        String id = ann.group(Json.of("history", "joined"), List.of());
        text(ann.conversation(id), "history", "joined");
        number(ann.conversation(id), "first_visible_seq", 1);
        ann.said(id, "before");
        ann.addMember(id, cat).is(200);
        ann.said(id, "after");
        number(cat.conversation(id), "first_visible_seq", 3);
        equal(List.of("3", "4"), texts(cat.messages(id, "?after=0000000000000"), "seq"), "seqs visible");
        equal(List.of("4", "3"), texts(cat.messages(id, ""), "seq"), "seqs visible");
        ann.removeMember(id, cat).is(204);
        ann.said(id, "between");
        ann.addMember(id, cat).is(200);
        number(cat.conversation(id), "first_visible_seq", 7);
        equal(List.of("7"), texts(cat.messages(id, "?after=0000000000000"), "seq"), "seqs visible");
        equal(7, ann.messages(id, "").size(), "messages visible to the founder:");
    }

    private static void unknownMember(Stage stage) {
        Person ann = stage.person();
        String later = stage.fresh("later");
        String id = ann.group(Json.of(), List.of(later));
        ann.said(id, "welcome");
        if (stage.hasTokens()) {
            equal(2, stage.person(later).messages(id, "").size(), "messages for the one who was named before:");
        }
    }
}
