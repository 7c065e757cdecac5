package chat.parley.conformance.checks;

import static chat.parley.conformance.client.Expect.equal;
import static chat.parley.conformance.client.Expect.isTime;
import static chat.parley.conformance.client.Expect.number;
import static chat.parley.conformance.client.Expect.text;
import static chat.parley.conformance.client.Expect.that;

import chat.parley.conformance.Checks;
import chat.parley.conformance.client.Device;
import chat.parley.conformance.client.Person;
import chat.parley.conformance.client.Stage;
import chat.parley.conformance.client.UpgradeRefused;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** How a socket begins: who it is of, and what happens to those who do not say. */
public final class Handshake implements Checks.Section {

    @Override
    public String title() {
        return "Handshake";
    }

    @Override
    public void describe(Checks checks) {
        checks.check(
                "handshake.token-in-the-upgrade",
                List.of(
                        "Either the upgrade carries `Authorization: Bearer <token>` and `?device_id=…`",
                        "{type:\"ready\", user_id, device_id, server_ts, heartbeat_ms}"),
                Handshake::inUpgrade);
        checks.check(
                "handshake.token-in-the-first-frame",
                List.of(
                        "or the first frame is `auth`; the server then sends `ready`.",
                        "{type:\"auth\", token, device_id}"),
                Handshake::inFrame);
        checks.longCheck(
                "handshake.without-auth-4408-after-10-s", "No `auth` within 10 s closes with 4408", Handshake::silent);
        checks.longCheck(
                "handshake.the-10-s-run-on-after-a-wrong-frame",
                "Another frame before `ready` is answered `unauthorized`, and the 10 s run on.",
                Handshake::timeRunsOn);
        checks.check(
                "handshake.other-frame-before-ready-is-unauthorized",
                "Another frame before `ready` is answered `unauthorized`",
                Handshake::tooEarly);
        checks.check(
                "handshake.bad-token-closes-4401", List.of("a bad or expired token with 4401"), Handshake::badToken);
        checks.check(
                "handshake.bad-token-in-the-upgrade-upgrades-then-4401",
                "a bad token in the upgrade's header still upgrades and then closes with 4401",
                Handshake::badHeader);
        checks.longCheck(
                "handshake.token-that-ends-closes-4401",
                "also later when the token ends, unless a fresh `auth` came on the open socket",
                Handshake::tokenEnds);
        checks.longCheck(
                "handshake.fresh-auth-keeps-the-socket",
                "also later when the token ends, unless a fresh `auth` came on the open socket",
                Handshake::freshAuth);
        checks.check(
                "handshake.later-auth-of-another-user-4401",
                "a later `auth` must name the same user and device, else 4401",
                Handshake::otherUser);
        checks.check(
                "handshake.later-auth-of-another-device-4401",
                "a later `auth` must name the same user and device, else 4401",
                Handshake::otherDevice);
        checks.check(
                "handshake.auth-without-device-id-is-bad-request-and-4401",
                "`auth` without a well-formed `device_id` is `bad_request` and 4401",
                Handshake::noDevice);
        checks.check(
                "handshake.same-device-replaces-with-4409",
                "A new socket of the same `(user_id, device_id)` replaces the old, which closes with 4409.",
                Handshake::replaced);
        checks.check(
                "handshake.another-device-or-user-does-not-replace",
                "A new socket of the same `(user_id, device_id)` replaces the old",
                Handshake::notReplaced);
        checks.check(
                "handshake.origin-not-allowed-is-403",
                "An `Origin` that is not allowed is refused with HTTP 403.",
                Handshake::origin);
    }

    private static void inUpgrade(Stage stage) {
        Person ann = stage.person();
        Device device = stage.socket("ann", "?device_id=phone", Map.of("Authorization", "Bearer " + ann.token()));
        expectReady(device.expect("ready"), ann, "phone");
    }

    private static void inFrame(Stage stage) {
        Person ann = stage.person();
        Device device = stage.socket();
        device.send("auth", "token", ann.token(), "device_id", "phone", "id", "a1");
        JsonNode ready = device.expect("ready");
        expectReady(ready, ann, "phone");
        text(ready, "id", "a1");
    }

    private static void expectReady(JsonNode ready, Person person, String device) {
        text(ready, "user_id", person.id());
        text(ready, "device_id", device);
        isTime(ready, "server_ts");
        number(ready, "heartbeat_ms", 30_000);
    }

    private static void silent(Stage stage) {
        long start = System.nanoTime();
        Device device = stage.socket();
        device.expectClose(4408, Duration.ofSeconds(14));
        expectTenSeconds(start);
    }

    private static void timeRunsOn(Stage stage) {
        long start = System.nanoTime();
        Device device = stage.socket();
        device.send("sync", "id", "early");
        device.expectError("unauthorized", "early");
        device.expectClose(4408, Duration.ofSeconds(14));
        expectTenSeconds(start);
    }

    private static void expectTenSeconds(long start) {
        long millis = (System.nanoTime() - start) / 1_000_000;
        that(millis > 9_000 && millis < 13_000, "the close after 10 s", millis + " ms");
    }

    private static void tooEarly(Stage stage) {
        Person ann = stage.person();
        Device device = stage.socket();
        for (String type : List.of("ping", "sync", "sparkle")) {
            device.send(type, "id", type);
            device.expectError("unauthorized", type);
        }
        device.send("auth", "token", ann.token(), "device_id", "d");
        device.expect("ready");
    }

    private static void badToken(Stage stage) {
        for (String token : List.of("nonsense", "", "a.b.c", stage.person().token() + "x")) {
            Device device = stage.socket();
            device.send("auth", "token", token, "device_id", "d");
            device.expectClose(4401);
        }
    }

    private static void badHeader(Stage stage) {
        Device device = stage.socket("bad", "?device_id=d", Map.of("Authorization", "Bearer nonsense"));
        device.expectClose(4401);
    }

    private static void tokenEnds(Stage stage) {
        String user = stage.fresh("ends");
        Instant end = Instant.now().plusSeconds(3);
        Person ann = stage.person(user, stage.tokens().of(user, end));
        Device device = ann.device();
        device.expectClose(4401, Duration.ofSeconds(20));
        long late = Instant.now().toEpochMilli() - end.toEpochMilli();
        that(
                late > -1_500 && late < 10_000,
                "the close when the token ended, at most 5 s of leeway later",
                late + " ms after");
    }

    private static void freshAuth(Stage stage) {
        String user = stage.fresh("fresh");
        Person ann = stage.person(user, stage.tokens().of(user, Instant.now().plusSeconds(3)));
        Device device = ann.device("d");
        device.send("auth", "token", stage.tokens().of(user, Instant.now().plusSeconds(600)), "device_id", "d");
        device.expectNo("frame of an error", Duration.ofSeconds(13), frame -> Device.is(frame, "error"));
        that(device.isOpen(), "a socket that stays open", "a close");
    }

    private static void otherUser(Stage stage) {
        Device device = stage.person().device("d");
        device.send("auth", "token", stage.person().token(), "device_id", "d");
        device.expectClose(4401);
    }

    private static void otherDevice(Stage stage) {
        Person ann = stage.person();
        Device device = ann.device("d");
        device.send("auth", "token", ann.token(), "device_id", "e");
        device.expectClose(4401);
    }

    private static void noDevice(Stage stage) {
        Device device = stage.socket();
        device.send("auth", "token", stage.person().token(), "id", "a");
        device.expectError("bad_request", "a");
        device.expectClose(4401);
    }

    private static void replaced(Stage stage) {
        Person ann = stage.person();
        Device old = ann.device("d");
        Device young = ann.device("d");
        old.expectClose(4409);
        young.expectNo("close", frame -> false);
    }

    private static void notReplaced(Stage stage) {
        Person ann = stage.person();
        Device first = ann.device("d");
        ann.device("e");
        stage.person().device("d");
        first.expectNo("close", frame -> false);
        that(first.isOpen(), "a socket that stays open", "a close");
    }

    private static void origin(Stage stage) {
        Person ann = stage.person();
        try {
            stage.open(
                    "ann",
                    "?device_id=d",
                    Map.of("Authorization", "Bearer " + ann.token(), "Origin", "https://not-allowed.invalid"));
        } catch (UpgradeRefused refused) {
            equal(403, refused.status(), "HTTP");
            return;
        }
        that(false, "HTTP 403", "an upgrade");
    }
}
