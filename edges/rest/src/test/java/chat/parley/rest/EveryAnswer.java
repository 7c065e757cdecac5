package chat.parley.rest;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Asks for every operation, and for each in every way in which it can be answered. */
final class EveryAnswer {

    private static final byte[] TOO_LARGE =
            ("{\"x\":\"" + "y".repeat(70_000) + "\"}").getBytes(StandardCharsets.US_ASCII);

    private final Node node;
    private final List<String> answers = new ArrayList<>();

    private EveryAnswer(Node node) {
        this.node = node;
    }

    /** {@code METHOD PATH STATUS} of all that was answered. */
    static List<String> of(Node node) {
        EveryAnswer every = new EveryAnswer(node);
        every.conversations();
        every.members();
        every.messages();
        every.presence();
        every.accounts();
        every.users();
        every.devices();
        every.notifications();
        every.traces();
        every.operations();
        return every.answers;
    }

    private void conversations() {
        String path = "/api/conversations";
        String group = "{'type':'group','title':'Lunch','member_ids':['bob'],'client_conversation_id':'g1'}";
        String id = ask("alice", "POST", path, group).expect(201).text("conversation_id");
        ask("alice", "POST", path, group).expect(200);
        ask("bob", "DELETE", path + "/" + id + "/members/bob", null).expect(204);
        String left = ask("bob", "POST", path, group).expect(201).text("conversation_id");
        ask("bob", "DELETE", path + "/" + left + "/members/bob", null).expect(204);
        ask("bob", "POST", path, group).expect(403);
        withBody("POST", path, group, "{'type':'group'}");
        ask("alice", "POST", path, "{'type':'group','title':'Crowd','member_ids':[" + users(1000) + "]}")
                .expect(413);

        ask("alice", "GET", path, null).expect(200);
        ask("alice", "GET", path + "?limit=0", null).expect(400);
        everywhere("GET", path, null);

        ask("alice", "GET", path + "/" + id, null).expect(200);
        ofOneConversation("GET", path + "/%s", id, null);
        String title = "{'title':'Dinner'}";
        ask("alice", "PATCH", path + "/" + id, title).expect(200);
        ofOneConversation("PATCH", path + "/%s", id, title);
        withBody("PATCH", path + "/" + id, title, "{}");
    }

    private void members() {
        String id = node.as("alice").group(node.as("bob"), node.as("carol"));
        node.as("bob").delete("/api/conversations/" + id + "/members/bob").expect(204);
        String path = "/api/conversations/%s/members";
        ask("alice", "GET", path.formatted(id), null).expect(200);
        ofOneConversation("GET", path, id, null);
        String two = "{'user_ids':['dave','erin']}";
        ask("alice", "POST", path.formatted(id), two).expect(200);
        ofOneConversation("POST", path, id, two);
        withBody("POST", path.formatted(id), two, "{}");

        String admin = "{'role':'admin'}";
        ask("alice", "PUT", path.formatted(id) + "/carol", admin).expect(200);
        ofOneConversation("PUT", path + "/carol", id, admin);
        withBody("PUT", path.formatted(id) + "/carol", admin, "{}");
        ask("alice", "DELETE", path.formatted(id) + "/carol", null).expect(204);
        ofOneConversation("DELETE", path + "/carol", id, null);
    }

    private void presence() {
        String path = "/api/presence";
        ask("alice", "GET", path + "?user_id=alice&user_id=bob", null).expect(200);
        ask("alice", "GET", path, null).expect(400);
        everywhere("GET", path + "?user_id=bob", null);
    }

    private void messages() {
        String id = node.as("alice").group(node.as("bob"));
        node.as("bob").delete("/api/conversations/" + id + "/members/bob").expect(204);
        String path = "/api/messages";
        String hello = Client.message(id, "k1", "Hello!");
        ask("alice", "POST", path, hello).expect(201);
        ask("alice", "POST", path, hello).expect(200);
        ask("alice", "POST", path, Client.message(id, "k1", "Goodbye!")).expect(409);
        ask("bob", "POST", path, hello).expect(403);
        ask("mallory", "POST", path, hello).expect(404);
        withBody("POST", path, hello, "{}");
        ask("alice", "GET", "/api/conversations/" + id + "/messages", null).expect(200);
        ofOneConversation("GET", "/api/conversations/%s/messages", id, null);
        receipts(id);
    }

    private void receipts(String id) {
        String read = "/api/conversations/%s/read";
        String first = "{'message_id':'0000000000000'}";
        ask("alice", "PUT", read.formatted(id), first).expect(204);
        ofOneConversation("PUT", read, id, first);
        withBody("PUT", read.formatted(id), first, "{}");
        ask("alice", "GET", "/api/conversations/" + id + "/receipts", null).expect(200);
        ofOneConversation("GET", "/api/conversations/%s/receipts", id, null);
    }

    private void accounts() {
        String alice = "{'username':'alicia','password':'correct horse','display_name':'Alice Ö.'}";
        Answer registered = ask(null, "POST", "/api/auth/register", alice).expect(201);
        ask(null, "POST", "/api/auth/register", alice).expect(409);
        ask(null, "POST", "/api/auth/login", alice).expect(200);
        ask(null, "POST", "/api/auth/login", alice.replace("correct", "another"))
                .expect(401);
        ofStrangers("register", alice.replace("alicia", "alec"));
        ofStrangers("login", alice);
        String token = "{'refresh_token':'" + registered.text("refresh_token") + "'}";
        ask(null, "POST", "/api/auth/refresh", token).expect(200);
        ofStrangers("refresh", token);
        ofStrangers("logout", token);
        for (String path : List.of("refresh", "logout")) {
            ask(null, "POST", "/api/auth/" + path, "{'refresh_token':'none'}").expect(401);
        }
        ask(null, "POST", "/api/auth/logout", token).expect(204);
    }

    private void ofStrangers(String name, String body) {
        String path = "/api/auth/" + name;
        malformed(null, "POST", path, body, "{}");
        down(null, "POST", path, body);
        during(
                foreign -> node.foreignTokens = foreign,
                () -> ask(null, "POST", path, body).expect(404));
    }

    private void users() {
        ask("alice", "GET", "/api/users/me", null).expect(200);
        everywhere("GET", "/api/users/me", null);
        ask("alice", "GET", "/api/users?query=ali", null).expect(200);
        ask("alice", "GET", "/api/users?user_id=alice&user_id=nobody", null).expect(200);
        ask("alice", "GET", "/api/users", null).expect(400);
        everywhere("GET", "/api/users?query=ali", null);
    }

    private void devices() {
        String path = "/api/devices/phone";
        String phone = "{'platform':'fcm','push_token':'token'}";
        ask("alice", "PUT", path, phone).expect(200);
        withBody("PUT", path, phone, "{}");
        ask("alice", "GET", "/api/devices", null).expect(200);
        everywhere("GET", "/api/devices", null);
        ask("alice", "GET", path, null).expect(200);
        String test = path + "/test-push";
        ask("alice", "POST", test, null).expect(200);
        everywhere("POST", test, null);
        ask("alice", "POST", "/api/devices/%20/test-push", null).expect(400);
        ask("alice", "POST", "/api/devices/desk/test-push", null).expect(404);
        for (String method : List.of("GET", "DELETE")) {
            everywhere(method, path, null);
            ask("alice", method, "/api/devices/%20", null).expect(400);
            ask("alice", method, "/api/devices/desk", null).expect(404);
        }
        ask("alice", "DELETE", path, null).expect(204);
    }

    private void notifications() {
        String me = "/api/users/me/notifications";
        ask("alice", "GET", me, null).expect(200);
        everywhere("GET", me, null);
        String full = "{'preview':'full'}";
        ask("alice", "PUT", me, full).expect(200);
        withBody("PUT", me, full, "{}");
        String id = node.as("alice").group(node.as("bob"));
        node.as("bob").delete("/api/conversations/" + id + "/members/bob").expect(204);
        String path = "/api/conversations/%s/notifications";
        ask("alice", "GET", path.formatted(id), null).expect(200);
        ofOneConversation("GET", path, id, null);
        String none = "{'level':'none'}";
        ask("alice", "PUT", path.formatted(id), none).expect(200);
        ofOneConversation("PUT", path, id, none);
        withBody("PUT", path.formatted(id), none, "{}");
        ask("alice", "GET", "/api/push", null).expect(200);
        ask(null, "GET", "/api/push", null).expect(401);
        tell(node.as(null).call("GET", "/api/push", Map.of("authorization", "Bearer outage"), new byte[0]))
                .expect(503);
    }

    private void traces() {
        String id = node.as("alice").group(node.as("bob"));
        String message = node.as("alice").say(id, "traced", "Hello!");
        node.as("bob").delete("/api/conversations/" + id + "/members/bob").expect(204);
        String path = "/api/messages/%s/" + message + "/trace";
        ask("alice", "GET", path.formatted(id), null).expect(200);
        ofOneConversation("GET", path, id, null);
        operator("/operator/traces/" + id + "/" + message, 200);
        operator("/operator/traces/" + id + "/0000000000000", 404);
        operator("/operator/traces/" + id + "/x", 400);
        ask("alice", "GET", "/operator/traces/" + id + "/" + message, null).expect(401);
        during(down -> node.faults.directoryDown = down, () -> operator("/operator/traces/" + id + "/" + message, 503));
    }

    private void operator(String target, int status) {
        tell(OperatorCallsTest.asOperator(node, target)).expect(status);
    }

    private void operations() {
        for (String path : List.of("/healthz", "/readyz", "/metrics", "/openapi.yaml")) {
            ask(null, "GET", path, null).expect(200);
        }
        node.ready = false;
        ask(null, "GET", "/readyz", null).expect(503);
        node.ready = true;
    }

    /** Where bob was a member once, and mallory never. */
    private void ofOneConversation(String method, String path, String id, @Nullable String body) {
        everywhere(method, path.formatted(id), body);
        ask("alice", method, path.formatted("%20"), body).expect(400);
        ask("bob", method, path.formatted(id), body).expect(403);
        ask("mallory", method, path.formatted(id), body).expect(404);
    }

    private void withBody(String method, String path, String body, String bad) {
        everywhere(method, path, body);
        malformed("alice", method, path, body, bad);
    }

    private void malformed(@Nullable String user, String method, String path, String body, String bad) {
        ask(user, method, path, bad).expect(400);
        tell(node.as(user).callBytes(method, path, TOO_LARGE)).expect(413);
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        Map<String, String> form = Map.of("content-type", "application/x-www-form-urlencoded");
        tell(node.as(user).call(method, path, form, bytes)).expect(400);
    }

    private void everywhere(String method, String path, @Nullable String body) {
        ask(null, method, path, body).expect(401);
        down("alice", method, path, body);
    }

    private void down(@Nullable String user, String method, String path, @Nullable String body) {
        during(
                down -> node.faults.directoryDown = down,
                () -> ask(user, method, path, body).expect(503));
    }

    private static void during(Consumer<Boolean> fault, Runnable what) {
        fault.accept(true);
        try {
            what.run();
        } finally {
            fault.accept(false);
        }
    }

    private Answer ask(@Nullable String user, String method, String target, @Nullable String body) {
        return tell(node.as(user).call(method, target, body));
    }

    private Answer tell(Answer answer) {
        answers.add(Document.OF_THE_SERVER.operation(answer.method(), answer.target()) + " " + answer.status());
        return answer;
    }

    static String users(int count) {
        StringBuilder users = new StringBuilder();
        for (int i = 0; i < count; i++) {
            users.append(i == 0 ? "" : ",").append("'user").append(i).append('\'');
        }
        return users.toString();
    }
}
