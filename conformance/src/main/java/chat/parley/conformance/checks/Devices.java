package chat.parley.conformance.checks;

import static chat.parley.conformance.client.Expect.equal;
import static chat.parley.conformance.client.Expect.isTime;
import static chat.parley.conformance.client.Expect.list;
import static chat.parley.conformance.client.Expect.text;
import static chat.parley.conformance.client.Expect.texts;
import static chat.parley.conformance.client.Expect.that;

import chat.parley.conformance.Checks;
import chat.parley.conformance.client.Answer;
import chat.parley.conformance.client.Device;
import chat.parley.conformance.client.Json;
import chat.parley.conformance.client.Person;
import chat.parley.conformance.client.Stage;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** The devices of a user. */
public final class Devices implements Checks.Section {

    private static final String ROW =
            "| GET · PUT · DELETE `/api/devices[/{device_id}]` | `{platform:\"apns\"\\|\"fcm\"\\|\"webpush\"\\|\"unifiedpush\", push_token, push_key?}` (webpush: the subscription object as `push_token`) | the device, with `last_seen` and `push:{state:\"none\"\\|\"registered\"\\|\"gone\", gone_at?}`; DELETE closes its socket and ends the login that used it last, unless that is the one that asks |";
    private static final String LIST = "`GET /api/devices` is `{devices:[…]}`, without push tokens; DELETE is 204.";

    @Override
    public String title() {
        return "Devices";
    }

    @Override
    public void describe(Checks checks) {
        checks.check("devices.put-and-get", ROW, Devices::put);
        checks.check("devices.webpush-has-an-object", ROW, Devices::webPush);
        checks.check("devices.list-has-no-push-tokens", LIST, Devices::listed);
        checks.check(
                "devices.delete-closes-its-socket-with-4401",
                List.of(ROW, LIST, "Logout, DELETE of the device and reuse of a refresh token close with 4401."),
                Devices::delete);
        checks.check("devices.malformed-is-bad-request", ROW, Devices::malformed);
        checks.check(
                "devices.of-others-are-not-found", "it isn't there, or the caller never was a member", Devices::others);
    }

    private static void put(Stage stage) {
        Person ann = stage.person();
        try (Device _ = ann.device("phone")) {
            text(ann.rest().get("/api/devices/phone").is(200).body().path("push"), "state", "none");
            for (String platform : List.of("apns", "fcm")) {
                JsonNode device = ann.rest()
                        .put("/api/devices/phone", Json.of("platform", platform, "push_token", "secret-token"))
                        .is(200)
                        .body();
                text(device, "device_id", "phone");
                text(device, "platform", platform);
                text(device.path("push"), "state", "registered");
            }
            JsonNode device = ann.rest().get("/api/devices/phone").is(200).body();
            text(device, "device_id", "phone");
            isTime(device, "last_seen");
        }
    }

    private static void webPush(Stage stage) {
        Person ann = stage.person();
        try (Device _ = ann.device("browser")) {
            JsonNode subscription = Json.of(
                    "endpoint",
                    "https://push.example.com/x",
                    "keys",
                    Json.of(
                            "p256dh",
                            "BNcRdreALRFXTkOOUHK1EtK2wtaz5Ry4YfYCA_0QTpQtUbVlUls0VJXg7A8u-Ts1XbjhazAkj7I99e8QcYP7DkM",
                            "auth",
                            "tBHItJI5svbpez7KI4CCXg"));
            ann.rest()
                    .put("/api/devices/browser", Json.of("platform", "webpush", "push_token", subscription))
                    .is(200);
        }
    }

    private static void listed(Stage stage) {
        Person ann = stage.person();
        try (Device _ = ann.device("phone")) {
            ann.rest()
                    .put("/api/devices/phone", Json.of("platform", "fcm", "push_token", "secret-token"))
                    .is(200);
            Answer answer = ann.rest().get("/api/devices").is(200);
            list(texts(answer.body().path("devices"), "device_id"), "devices", "phone");
            that(!answer.text().contains("secret-token"), "no push token in the list", answer);
        }
    }

    private static void delete(Stage stage) {
        Person ann = stage.person();
        Device phone = ann.device("phone");
        Device laptop = ann.device("laptop");
        ann.rest()
                .put("/api/devices/phone", Json.of("platform", "fcm", "push_token", "secret-token"))
                .is(200);
        ann.rest().delete("/api/devices/phone").is(204);
        phone.expectClose(4401);
        laptop.expectNo("close of another device", frame -> false);
        that(
                !texts(ann.rest().get("/api/devices").is(200).body().path("devices"), "device_id")
                        .contains("phone"),
                "no device phone",
                "it");
    }

    private static void malformed(Stage stage) {
        Person ann = stage.person();
        try (Device _ = ann.device("phone")) {
            for (Object wrong : List.of(
                    Json.of("platform", "pigeon", "push_token", "t"),
                    Json.of("platform", "fcm"),
                    Json.of("push_token", "t"),
                    Json.of("platform", "fcm", "push_token", 7),
                    "[]")) {
                ann.rest().put("/api/devices/phone", wrong).is(400, "bad_request");
            }
        }
        ann.rest()
                .put("/api/devices/" + "x".repeat(65), Json.of("platform", "fcm", "push_token", "t"))
                .is(400, "bad_request");
    }

    private static void others(Stage stage) {
        Person ann = stage.person();
        try (Device _ = ann.device("phone")) {
            Person eve = stage.person();
            eve.rest().get("/api/devices/phone").is(404, "not_found");
            eve.rest().delete("/api/devices/phone").isEither(404, 204);
            equal(
                    0,
                    eve.rest()
                            .get("/api/devices")
                            .is(200)
                            .body()
                            .path("devices")
                            .size(),
                    "devices of another:");
        }
    }
}
