package chat.parley.conformance.checks;

import static chat.parley.conformance.client.Expect.list;
import static chat.parley.conformance.client.Expect.text;
import static chat.parley.conformance.client.Expect.texts;

import chat.parley.conformance.Checks;
import chat.parley.conformance.client.Answer;
import chat.parley.conformance.client.Device;
import chat.parley.conformance.client.Json;
import chat.parley.conformance.client.Person;
import chat.parley.conformance.client.Stage;
import chat.parley.conformance.client.Tokens;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** Which tokens are good. */
public final class TokenRules implements Checks.Section {

    private static final String RULE = "JWT. `sub` is the user, `exp` is required.";

    @Override
    public String title() {
        return "Tokens";
    }

    @Override
    public void describe(Checks checks) {
        checks.check("tokens.sub-is-the-user", RULE, TokenRules::subject);
        checks.check(
                "tokens.hs256-with-the-servers-secret",
                "One issuer at a time: HS256 with the server's secret (`PARLEY_JWT_SECRET`, at least 32 bytes; the built-in accounts of `/api/auth` use it too)",
                TokenRules::anotherSecret);
        checks.check("tokens.without-exp-or-sub-are-unauthorized", RULE, TokenRules::missing);
        checks.check("tokens.expired-are-unauthorized", "no token, or a bad or expired one", TokenRules::expired);
        checks.check("tokens.leeway-on-exp-is-5-s", "Leeway on `exp`: 5 s.", TokenRules::leeway);
        checks.check(
                "tokens.algorithm-is-never-the-tokens-choice",
                "The algorithm is fixed by the key, never by the token.",
                TokenRules::algorithm);
        checks.check("tokens.altered-are-unauthorized", "no token, or a bad or expired one", TokenRules::altered);
        checks.check(
                "tokens.user-exists-from-first-use",
                "A valid token's user exists from its first use, and may be named as a member before that.",
                TokenRules::firstUse);
    }

    private static Answer with(Stage stage, String token) {
        return stage.person("someone", token).rest().get("/api/conversations");
    }

    private static void subject(Stage stage) {
        String user = stage.fresh("sub");
        Device device = stage.person(user, stage.tokens().of(user, Instant.now().plusSeconds(60)))
                .device();
        device.expectNo("error", frame -> Device.is(frame, "error"));
        text(stage.person(user).rest().get("/api/users/me").is(200).body(), "user_id", user);
    }

    private static void anotherSecret(Stage stage) {
        with(stage, stage.tokens().of("ann", Instant.now().plusSeconds(60))).is(200);
        Tokens other = new Tokens("another secret of thirty-two bytes!!".getBytes(StandardCharsets.UTF_8));
        with(stage, other.of("ann", Instant.now().plusSeconds(60))).is(401, "unauthorized");
    }

    private static void missing(Stage stage) {
        Tokens tokens = stage.tokens();
        String header = "{\"alg\":\"HS256\"}";
        Instant later = Instant.now().plusSeconds(60);
        with(stage, tokens.signed(header, Tokens.claims("ann", null))).is(401, "unauthorized");
        with(stage, tokens.signed(header, Tokens.claims(null, later))).is(401, "unauthorized");
        with(stage, tokens.signed(header, "{}")).is(401, "unauthorized");
        with(stage, tokens.signed(header, "not json")).is(401, "unauthorized");
        with(stage, tokens.signed(header, "{\"sub\":7,\"exp\":" + later.getEpochSecond() + "}"))
                .is(401, "unauthorized");
        with(stage, tokens.signed(header, "{\"sub\":\"ann\",\"exp\":\"soon\"}")).is(401, "unauthorized");
    }

    private static void expired(Stage stage) {
        String old = stage.tokens().of("ann", Instant.now().minusSeconds(3600));
        with(stage, old).is(401, "unauthorized");
        Device device = stage.socket();
        device.send("auth", "token", old, "device_id", "d");
        device.expectClose(4401);
    }

    private static void leeway(Stage stage) {
        with(stage, stage.tokens().of("ann", Instant.now().minusSeconds(2))).is(200);
        with(stage, stage.tokens().of("ann", Instant.now().minusSeconds(8))).is(401, "unauthorized");
    }

    private static void algorithm(Stage stage) {
        String claims = Tokens.claims("ann", Instant.now().plusSeconds(60));
        for (String none : List.of("none", "None", "NONE", "")) {
            String unsigned = Tokens.unsigned(Json.of("alg", none).toString(), claims);
            with(stage, unsigned + ".").is(401, "unauthorized");
            with(stage, unsigned).is(401, "unauthorized");
        }
        if (stage.hasTokens()) {
            for (String other : List.of("none", "HS384", "HS512", "RS256", "ES256", "EdDSA")) {
                with(stage, stage.tokens().signed(Json.of("alg", other).toString(), claims))
                        .is(401, "unauthorized");
            }
        }
    }

    private static void altered(Stage stage) {
        Person ann = stage.person();
        String[] parts = ann.token().split("\\.", -1);
        String claims = Tokens.unsigned(
                        "{}", Tokens.claims("somebody-else", Instant.now().plusSeconds(60)))
                .split("\\.", -1)[1];
        with(stage, parts[0] + "." + claims + "." + parts[2]).is(401, "unauthorized");
        with(stage, parts[0] + "." + parts[1] + ".").is(401, "unauthorized");
        with(stage, parts[0] + "." + parts[1]).is(401, "unauthorized");
        char last = parts[2].charAt(10);
        with(
                        stage,
                        parts[0] + "." + parts[1] + "." + parts[2].substring(0, 10) + (last == 'A' ? 'B' : 'A')
                                + parts[2].substring(11))
                .is(401, "unauthorized");
    }

    private static void firstUse(Stage stage) {
        Person ann = stage.person();
        String later = stage.fresh("later");
        String id = ann.group(Json.of(), List.of(later));
        ann.said(id, "welcome");
        Person first =
                stage.person(later, stage.tokens().of(later, Instant.now().plusSeconds(60)));
        list(
                texts(first.rest().get("/api/conversations").is(200).body().path("conversations"), "conversation_id"),
                "conversations",
                id);
    }
}
