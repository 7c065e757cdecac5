package chat.parley.conformance.checks;

import static chat.parley.conformance.client.Expect.equal;
import static chat.parley.conformance.client.Expect.has;
import static chat.parley.conformance.client.Expect.isText;
import static chat.parley.conformance.client.Expect.list;
import static chat.parley.conformance.client.Expect.text;
import static chat.parley.conformance.client.Expect.texts;
import static chat.parley.conformance.client.Expect.that;

import chat.parley.conformance.Checks;
import chat.parley.conformance.client.Answer;
import chat.parley.conformance.client.Device;
import chat.parley.conformance.client.Json;
import chat.parley.conformance.client.Person;
import chat.parley.conformance.client.Rest;
import chat.parley.conformance.client.Stage;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The server's own accounts, logins and their ends. */
public final class Accounts implements Checks.Section {

    private static final String REGISTER =
            "| POST `/api/auth/register` | `{username, password, display_name?}` | 201 `{user_id, access_token, refresh_token, expires_in}` |";
    private static final String LOGIN = "| POST `/api/auth/login` | `{username, password}` | 200 the same |";
    private static final String REFRESH =
            "| POST `/api/auth/refresh` | `{refresh_token}` | 200 the same; the old refresh token is spent (its answer can be had again for 30 s; a use after that ends the whole session) |";
    private static final String LOGOUT =
            "| POST `/api/auth/logout` | `{refresh_token}` | 204; the session's sockets close, its push tokens are dropped |";
    private static final String FORM =
            "**Accounts**: `username` 3 to 64 of the `user_id` alphabet, also the `user_id`; password 8 to 256 characters; `expires_in` in seconds.";
    private static final String NAMED =
            "| GET `/api/users?user_id=a&user_id=b` | at most 100 | `{users:[…]}` all who are named, in that order; the `display_name` of one who has none is the id |";
    private static final String CLOSES = "Logout, DELETE of the device and reuse of a refresh token close with 4401.";

    @Override
    public String title() {
        return "Accounts";
    }

    @Override
    public void describe(Checks checks) {
        checks.check("accounts.register", List.of(REGISTER, FORM), Accounts::register);
        checks.check("accounts.username-taken-is-conflict", "a username taken", Accounts::taken);
        checks.check("accounts.username-of-3-and-64-and-beyond", FORM, Accounts::usernames);
        checks.check("accounts.password-of-8-and-256-and-beyond", FORM, Accounts::passwords);
        checks.check("accounts.login", LOGIN, Accounts::login);
        checks.check("accounts.wrong-password-or-name-is-unauthorized", LOGIN, Accounts::wrongLogin);
        checks.check("accounts.token-works-in-both-faces", REGISTER, Accounts::tokenWorks);
        checks.check("accounts.refresh-and-its-answer-again", REFRESH, Accounts::refresh);
        checks.longCheck("accounts.refresh-token-used-after-30-s-ends-the-session", REFRESH, Accounts::reuse);
        checks.check("accounts.refresh-token-that-is-none-is-unauthorized", REFRESH, Accounts::wrongRefresh);
        checks.check("accounts.logout-closes-the-sessions-sockets", List.of(LOGOUT, CLOSES), Accounts::logout);
        checks.check("accounts.logout-leaves-other-sessions", LOGOUT, Accounts::otherSession);
        checks.check("accounts.malformed-is-bad-request", REGISTER, Accounts::malformed);
        checks.check(
                "users.me",
                "| GET `/api/users/me` · `/api/users?query=&limit=` | | `{user_id, username?, display_name}` · `{users:[…]}` exact or by beginning |",
                Accounts::me);
        checks.check(
                "users.found-exactly-or-by-beginning",
                "| GET `/api/users/me` · `/api/users?query=&limit=` | | `{user_id, username?, display_name}` · `{users:[…]}` exact or by beginning |",
                Accounts::found);
        checks.check("users.named", NAMED, Accounts::named);
    }

    private static JsonNode session(Stage stage, String user) {
        return stage.nobody()
                .post("/api/auth/login", Json.of("username", user, "password", Stage.password()))
                .is(200)
                .body();
    }

    private static void expectSession(JsonNode session, String user) {
        text(session, "user_id", user);
        isText(session, "access_token");
        isText(session, "refresh_token");
        JsonNode seconds = session.path("expires_in");
        that(
                seconds.isIntegralNumber() && seconds.asLong() >= 30 && seconds.asLong() < 100_000_000,
                "expires_in in seconds",
                session);
    }

    private static void register(Stage stage) {
        String user = stage.fresh("cf");
        expectSession(stage.register(user), user);
    }

    private static void taken(Stage stage) {
        String user = stage.fresh("cf");
        stage.register(user);
        stage.nobody()
                .post("/api/auth/register", Json.of("username", user, "password", "another-password"))
                .is(409, "conflict");
    }

    private static void usernames(Stage stage) {
        Rest nobody = stage.nobody();
        String longest = (stage.fresh("Cf_.") + "x".repeat(64)).substring(0, 64);
        expectSession(stage.register(longest), longest);
        // Three characters are few names: one that is taken was well-formed too.
        nobody.post("/api/auth/register", Json.of("username", "c" + shortName(), "password", Stage.password()))
                .isEither(201, 409);
        for (String wrong : List.of("", "ab", "x".repeat(65), "a b c", "äöü", "a:b", "a/b")) {
            nobody.post("/api/auth/register", Json.of("username", wrong, "password", Stage.password()))
                    .is(400, "bad_request");
        }
    }

    private static String shortName() {
        return Long.toString(36 * 36 + System.nanoTime() % 1000 % (35 * 36), 36).substring(1);
    }

    private static void passwords(Stage stage) {
        for (String good : List.of("12345678", "x".repeat(256), "pässwörd", "語".repeat(256), "with spaces in it")) {
            String user = stage.fresh("cf");
            stage.nobody()
                    .post("/api/auth/register", Json.of("username", user, "password", good))
                    .is(201);
            stage.nobody()
                    .post("/api/auth/login", Json.of("username", user, "password", good))
                    .is(200);
        }
        for (String wrong : List.of("", "1234567", "x".repeat(257))) {
            stage.nobody()
                    .post("/api/auth/register", Json.of("username", stage.fresh("cf"), "password", wrong))
                    .is(400, "bad_request");
        }
    }

    private static void login(Stage stage) {
        String user = stage.fresh("cf");
        stage.register(user);
        expectSession(session(stage, user), user);
    }

    private static void wrongLogin(Stage stage) {
        String user = stage.fresh("cf");
        stage.register(user);
        stage.nobody()
                .post("/api/auth/login", Json.of("username", user, "password", "not the password"))
                .is(401, "unauthorized");
        stage.nobody()
                .post("/api/auth/login", Json.of("username", stage.fresh("nobody"), "password", Stage.password()))
                .is(401, "unauthorized");
    }

    private static void tokenWorks(Stage stage) {
        Person ann = stage.registered(stage.fresh("cf"));
        Person bob = stage.registered(stage.fresh("cf"));
        String id = ann.direct(bob);
        try (Device device = bob.device()) {
            ann.said(id, "x");
            text(device.expect("message"), "from", ann.id());
        }
    }

    private static Answer refresh(Stage stage, JsonNode session) {
        return stage.nobody()
                .post(
                        "/api/auth/refresh",
                        Json.of("refresh_token", session.path("refresh_token").asText()));
    }

    private static void refresh(Stage stage) {
        String user = stage.fresh("cf");
        JsonNode first = stage.register(user);
        JsonNode second = refresh(stage, first).is(200).body();
        expectSession(second, user);
        that(!second.path("refresh_token").equals(first.path("refresh_token")), "a new refresh token", "the old one");
        JsonNode again = refresh(stage, first).is(200).body();
        equal(second.path("refresh_token"), again.path("refresh_token"), "the same refresh token within 30 s:");
        stage.person(user, second.path("access_token").asText())
                .rest()
                .get("/api/conversations")
                .is(200);
        refresh(stage, second).is(200);
    }

    private static void reuse(Stage stage) throws Exception {
        String user = stage.fresh("cf");
        JsonNode first = stage.register(user);
        JsonNode second = refresh(stage, first).is(200).body();
        Device device = stage.person(user, second.path("access_token").asText()).device();
        JsonNode other = session(stage, user);
        Device others = stage.person(user, other.path("access_token").asText()).device();
        Thread.sleep(Duration.ofSeconds(32));
        refresh(stage, first).is(401, "unauthorized");
        device.expectClose(4401);
        refresh(stage, second).is(401, "unauthorized");
        others.expectNo("close of another session", frame -> false);
    }

    private static void wrongRefresh(Stage stage) {
        for (String wrong : List.of("nonsense", "x".repeat(500))) {
            stage.nobody()
                    .post("/api/auth/refresh", Json.of("refresh_token", wrong))
                    .is(401, "unauthorized");
        }
        stage.nobody().post("/api/auth/refresh", Json.of()).is(400, "bad_request");
    }

    private static void logout(Stage stage) {
        String user = stage.fresh("cf");
        JsonNode session = stage.register(user);
        Person ann = stage.person(user, session.path("access_token").asText());
        Device device = ann.device();
        stage.nobody()
                .post(
                        "/api/auth/logout",
                        Json.of("refresh_token", session.path("refresh_token").asText()))
                .is(204);
        device.expectClose(4401);
        refresh(stage, session).is(401, "unauthorized");
    }

    private static void otherSession(Stage stage) {
        String user = stage.fresh("cf");
        JsonNode first = stage.register(user);
        JsonNode second = session(stage, user);
        Device firsts = stage.person(user, first.path("access_token").asText()).device();
        Device seconds =
                stage.person(user, second.path("access_token").asText()).device();
        stage.nobody()
                .post(
                        "/api/auth/logout",
                        Json.of("refresh_token", first.path("refresh_token").asText()))
                .is(204);
        firsts.expectClose(4401);
        seconds.expectNo("close of another session", frame -> false);
        refresh(stage, second).is(200);
    }

    private static void malformed(Stage stage) {
        Rest nobody = stage.nobody();
        for (String call : List.of("register", "login", "refresh", "logout")) {
            for (Object wrong :
                    List.of(Json.of(), Json.of("username", 7, "password", 7, "refresh_token", 7), "[]", "not json")) {
                nobody.post("/api/auth/" + call, wrong).is(400, "bad_request");
            }
        }
    }

    private static void me(Stage stage) {
        String user = stage.fresh("cf");
        JsonNode session = stage.nobody()
                .post(
                        "/api/auth/register",
                        Json.of("username", user, "password", Stage.password(), "display_name", "Ann Ö."))
                .is(201)
                .body();
        JsonNode me = stage.person(user, session.path("access_token").asText())
                .rest()
                .get("/api/users/me")
                .is(200)
                .body();
        text(me, "user_id", user);
        text(me, "username", user);
        text(me, "display_name", "Ann Ö.");
        Person other = stage.person();
        text(other.rest().get("/api/users/me").is(200).body(), "user_id", other.id());
    }

    private static void found(Stage stage) {
        String user = stage.fresh("cf-find");
        Person ann = stage.registered(user);
        stage.register(user + "-two");
        stage.register(user + "-three");
        Rest rest = ann.rest();
        JsonNode users = rest.get("/api/users?query=" + user).is(200).body().path("users");
        equal(Set.of(user, user + "-two", user + "-three"), new HashSet<>(texts(users, "user_id")), "users found:");
        users.forEach(each -> has(each, "user_id", "display_name"));
        list(
                texts(
                        rest.get("/api/users?query=" + user + "-tw")
                                .is(200)
                                .body()
                                .path("users"),
                        "user_id"),
                "users",
                user + "-two");
        equal(
                1,
                rest.get("/api/users?limit=1&query=" + user)
                        .is(200)
                        .body()
                        .path("users")
                        .size(),
                "users with limit 1:");
        equal(
                0,
                rest.get("/api/users?query=" + user + "-nobody")
                        .is(200)
                        .body()
                        .path("users")
                        .size(),
                "users:");
        rest.get("/api/users?limit=0&query=" + user).is(400, "bad_request");
    }

    private static void named(Stage stage) {
        String user = stage.fresh("cf-named");
        Rest rest = stage.registered(user).rest();
        String nobody = user + "-nobody";
        JsonNode users = rest.get("/api/users?user_id=" + nobody + "&user_id=" + user + "&user_id=" + nobody)
                .is(200)
                .body()
                .path("users");
        list(texts(users, "user_id"), "users in the order in which they were named", nobody, user);
        text(users.path(0), "display_name", nobody);
        text(users.path(1), "username", user);
        StringBuilder hundred = new StringBuilder("/api/users?user_id=u0");
        for (int i = 1; i < 100; i++) {
            hundred.append("&user_id=u").append(i);
        }
        equal(100, rest.get(hundred.toString()).is(200).body().path("users").size(), "users:");
        rest.get(hundred + "&user_id=u100").is(400, "bad_request");
        rest.get("/api/users?user_id=a%2Fb").is(400, "bad_request");
    }
}
