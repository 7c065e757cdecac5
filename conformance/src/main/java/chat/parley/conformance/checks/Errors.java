package chat.parley.conformance.checks;

import static chat.parley.conformance.client.Expect.isText;
import static chat.parley.conformance.client.Expect.number;
import static chat.parley.conformance.client.Expect.text;
import static chat.parley.conformance.client.Expect.that;

import chat.parley.conformance.Checks;
import chat.parley.conformance.client.Answer;
import chat.parley.conformance.client.Device;
import chat.parley.conformance.client.Json;
import chat.parley.conformance.client.Person;
import chat.parley.conformance.client.Rest;
import chat.parley.conformance.client.Stage;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Problems and their codes. */
public final class Errors implements Checks.Section {

    private static final String PROBLEM =
            "Errors are `application/problem+json` (RFC 9457) with `code` besides; every code of the table below appears in both faces.";

    @Override
    public String title() {
        return "Errors and codes";
    }

    @Override
    public void describe(Checks checks) {
        checks.check("errors.problem-documents", PROBLEM, Errors::problem);
        checks.check(
                "errors.bad-request-in-both-faces",
                List.of(
                        PROBLEM,
                        "| `bad_request` | 400 | not JSON, a field is missing or malformed (the message names it) |"),
                Errors::badRequest);
        checks.check(
                "errors.unauthorized-in-both-faces",
                List.of(
                        "| `unauthorized` | 401 | no token, or a bad or expired one |",
                        "`Authorization: Bearer <token>`."),
                Errors::unauthorized);
        checks.check(
                "errors.forbidden-in-both-faces",
                "| `forbidden` | 403 | the role does not allow it; no member any more |",
                Errors::forbidden);
        checks.check(
                "errors.not-found-in-both-faces",
                "| `not_found` | 404 | it isn't there, or the caller never was a member |",
                Errors::notFound);
        checks.check(
                "errors.conflict-in-both-faces",
                "| `conflict` | 409 | a username taken; a `client_msg_id` reused for another conversation or body |",
                Errors::conflict);
        checks.check(
                "errors.malformed-input-is-never-5xx",
                "Malformed input gets 4xx or `bad_request`, never 5xx",
                Errors::neverFive);
        checks.check(
                "errors.malformed-frames-are-bad-request",
                "Malformed input gets 4xx or `bad_request`, never 5xx",
                Errors::frames);
        checks.check(
                "endpoints.for-those-who-run-it",
                "| GET `/healthz` `/readyz` `/metrics` `/openapi.yaml` `/` | | liveness, readiness, Prometheus text, the contract, the web client |",
                Errors::endpoints);
    }

    private static void problem(Stage stage) {
        JsonNode problem = stage.person()
                .rest()
                .get("/api/conversations/no-such")
                .is(404, "not_found")
                .body();
        number(problem, "status", 404);
        isText(problem, "code");
        that(problem.path("title").isTextual() || problem.path("detail").isTextual(), "title or detail", problem);
    }

    private static void badRequest(Stage stage) {
        Person ann = stage.person();
        ann.rest().post("/api/conversations", "not json").is(400, "bad_request");
        try (Device device = ann.device()) {
            device.text("not json");
            device.expectError("bad_request");
        }
    }

    private static void unauthorized(Stage stage) {
        for (String path : List.of("/api/conversations", "/api/users/me", "/api/devices", "/api/presence?user_id=a")) {
            stage.nobody().get(path).is(401, "unauthorized");
            stage.person("nobody", "nonsense").rest().get(path).is(401, "unauthorized");
        }
        stage.nobody()
                .post("/api/messages", Json.of("conversation_id", "x", "client_msg_id", "k", "text", "x"))
                .is(401, "unauthorized");
        Device device = stage.socket();
        device.send("ping", "id", "p");
        device.expectError("unauthorized", "p");
    }

    private static void forbidden(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        String id = ann.group(bob);
        bob.rest().patch("/api/conversations/" + id, Json.of("title", "no")).is(403, "forbidden");
        ann.removeMember(id, bob).is(204);
        try (Device device = bob.device()) {
            JsonNode error = device.say(id, "k", "x");
            text(error, "code", "forbidden");
        }
    }

    private static void notFound(Stage stage) {
        Person ann = stage.person();
        ann.rest().get("/api/no-such-thing").is(404, "not_found");
        ann.rest().get("/api/conversations/no-such").is(404, "not_found");
        try (Device device = ann.device()) {
            text(device.say("no-such", "k", "x"), "code", "not_found");
        }
    }

    private static void conflict(Stage stage) {
        Person ann = stage.person();
        String id = ann.direct(stage.person());
        ann.say(id, "k", "x").is(201);
        ann.say(id, "k", "y").is(409, "conflict");
        try (Device device = ann.device()) {
            text(device.say(id, "k", "y"), "code", "conflict");
        }
    }

    private static void neverFive(Stage stage) {
        Person ann = stage.person();
        String id = ann.group();
        List<String> bodies = List.of(
                "",
                "null",
                "[]",
                "1",
                "\"x\"",
                "{",
                "{}}",
                "{\"a\":",
                "[".repeat(5000),
                "{\"type\":{}}",
                "{\"title\":null}",
                "{\"title\":[]}",
                "{\"conversation_id\":{},\"client_msg_id\":[],\"text\":1}",
                "{\"title\":\"\\ud800\"}",
                "{\"title\":\"x\",\"title\":\"y\"}",
                "\u0000",
                "{\"title\":1e999}");
        List<String> calls = List.of(
                "POST /api/conversations",
                "POST /api/messages",
                "PATCH /api/conversations/" + id,
                "POST /api/conversations/" + id + "/members",
                "PUT /api/conversations/" + id + "/members/" + ann.id(),
                "PUT /api/conversations/" + id + "/read",
                "PUT /api/devices/d",
                "POST /api/auth/login");
        for (String call : calls) {
            for (String body : bodies) {
                String[] words = call.split(" ", 2);
                Answer answer = ann.rest().call(words[0], words[1], body);
                that(answer.status() < 500, "no 5xx", answer);
            }
        }
        Answer bytes =
                ann.rest().once("POST", "/api/messages", new byte[] {(byte) 0xff, (byte) 0xfe, 0}, "application/json");
        that(bytes.status() >= 400 && bytes.status() < 500, "4xx", bytes);
        for (String path : List.of(
                "/api/conversations/%00",
                "/api/conversations/%ff",
                "/api/conversations//",
                "/api/conversations?limit=%zz".replace("%zz", "%25"),
                "/api/conversations/" + "x".repeat(300))) {
            Answer answer = ann.rest().get(path);
            that(answer.status() >= 400 && answer.status() < 500, "4xx", answer);
        }
    }

    private static void frames(Stage stage) {
        try (Device device = stage.person().device()) {
            for (String type : List.of("send", "receipt", "typing", "presence", "watch", "sync", "auth")) {
                for (String rest : List.of(
                        ",\"conversation_id\":{}",
                        ",\"conversation_id\":7,\"cursors\":7,\"user_ids\":7,\"status\":7,\"token\":7",
                        ",\"conversation_id\":\"" + "x".repeat(65)
                                + "\",\"cursors\":[],\"user_ids\":{},\"status\":\"\",\"token\":\"\"")) {
                    if (!type.equals("auth") && !(type.equals("sync") && rest.endsWith("{}"))) {
                        device.text("{\"type\":\"" + type + "\",\"id\":\"m\"" + rest + "}");
                        device.expectError("bad_request", "m");
                    }
                }
            }
            device.text("[".repeat(20_000));
            device.expectError("bad_request");
            device.send("ping");
            device.expect("pong");
        }
    }

    private static void endpoints(Stage stage) {
        Rest nobody = stage.nobody();
        nobody.get("/healthz").is(200);
        nobody.get("/readyz").is(200);
        Answer metrics = nobody.get("/metrics").is(200);
        that(
                metrics.text().contains("# TYPE")
                        && metrics.header("Content-Type").startsWith("text/plain"),
                "Prometheus text",
                metrics);
        Answer contract = nobody.get("/openapi.yaml").is(200);
        that(
                contract.text().startsWith("openapi:") || contract.text().contains("\nopenapi:"),
                "an OpenAPI document",
                contract);
        Answer web = nobody.get("/").is(200);
        that(web.header("Content-Type").startsWith("text/html"), "HTML", web.header("Content-Type"));
    }
}
