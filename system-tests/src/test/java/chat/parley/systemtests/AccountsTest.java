package chat.parley.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.systemtests.Api.Answer;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The built-in accounts from registration to logout, on sockets and over REST. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccountsTest {

    private RunningServer server;

    @BeforeAll
    void start(@TempDir Path data) {
        // Or the flood below would be over before it is one.
        server = RunningServer.start(data, "--limits", "off");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void logoutEndsTheLoginAndNoOther() {
        JsonNode first = register("ann");
        JsonNode second = login("ann");
        try (Device phone = connected(first, "phone");
                Device desk = connected(second, "desk")) {
            Api api = api(first);
            assertThat(api.get("/api/devices").body().path("devices").findValuesAsText("device_id"))
                    .containsExactly("desk", "phone");

            assertThat(call("logout", refreshToken(first)).status()).isEqualTo(204);

            assertThat(phone.closeCode()).isEqualTo(4401);
            assertThat(api.get("/api/users/me").status()).isEqualTo(401);
            assertThat(call("refresh", refreshToken(first)).status()).isEqualTo(401);
            assertThat(call("logout", refreshToken(first)).status()).isEqualTo(204);
            try (Device again =
                    Device.withToken(server, "phone", first.path("access_token").asText())) {
                assertThat(again.closeCode()).isEqualTo(4401);
            }
            assertThat(desk.soFar()).isEmpty();
            assertThat(api(second).get("/api/users/me").body().path("user_id").asText())
                    .isEqualTo("ann");
        }
    }

    @Test
    void aRefreshTokenUsedByTwoEndsTheLogin() {
        JsonNode begun = register("bob");
        Answer refreshed = call("refresh", refreshToken(begun));
        assertThat(refreshed.status()).isEqualTo(200);
        assertThat(call("refresh", refreshToken(begun)).body())
                .as("whose answer was lost gets it again")
                .isEqualTo(refreshed.body());
        try (Device phone = connected(refreshed.body(), "phone")) {
            // So often that the first is not told again.
            JsonNode last = refreshed.body();
            for (int i = 0; i < 10; i++) {
                last = call("refresh", refreshToken(last)).body();
            }
            assertThat(call("refresh", refreshToken(begun)).status()).isEqualTo(401);
            assertThat(phone.closeCode()).isEqualTo(4401);
            assertThat(call("refresh", refreshToken(last)).status()).isEqualTo(401);
        }
    }

    @Test
    void aRemovedDeviceIsClosedAndTheOtherGoesOn() {
        JsonNode begun = register("cid");
        try (Device phone = connected(begun, "phone");
                Device desk = connected(begun, "desk")) {
            Api api = api(begun);
            assertThat(api.call("PUT", "/api/devices/phone", "{\"platform\":\"apns\",\"push_token\":\"t\"}")
                            .body()
                            .path("platform")
                            .asText())
                    .isEqualTo("apns");
            assertThat(api.call("DELETE", "/api/devices/phone", "").status()).isEqualTo(204);
            assertThat(phone.closeCode()).isEqualTo(4401);
            assertThat(desk.soFar()).isEmpty();
        }
    }

    @Test
    void whoHasATokenIsFoundFromItsFirstUse() {
        try (Device dora = Device.of(server, "Dora", "d")) {
            assertThat(new Api(server, "eve").get("/api/users?query=dor").body().path("users"))
                    .singleElement()
                    .satisfies(user -> assertThat(user.path("user_id").asText()).isEqualTo("Dora"));
            assertThat(call("register", form("dora")).status()).isEqualTo(409);
            assertThat(dora.soFar()).isEmpty();
        }
    }

    @Test
    void accountsAndLoginsSurviveAKill(@TempDir Path data) {
        RunningServer before = RunningServer.start(data);
        JsonNode begun = new Api(before.url(), "")
                .post("/api/auth/register", form("flo"))
                .body();
        before.kill();
        try (RunningServer after = before.restart()) {
            Api stranger = new Api(after.url(), "");
            assertThat(stranger.post("/api/auth/refresh", refreshToken(begun)).status())
                    .isEqualTo(200);
            assertThat(stranger.post("/api/auth/login", form("flo")).status()).isEqualTo(200);
            assertThat(stranger.post("/api/auth/register", form("FLO")).status())
                    .isEqualTo(409);
        }
    }

    /** Passwords are slow on purpose; whoever logs in waits or comes back, and nobody else does. */
    @Test
    void aFloodOfLoginsIsTurnedAwayAndSendsGoOn() throws Exception {
        register("gus");
        String conversation = new Api(server, "hal").direct("gus");
        List<Future<Integer>> flood = new ArrayList<>();
        try (Device hal = Device.of(server, "hal", "d");
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 200; i++) {
                flood.add(threads.submit(() -> call("login", form("gus")).status()));
            }
            int acked = 0;
            while (flood.stream().anyMatch(one -> !one.isDone())) {
                assertThat(hal.acked(conversation, "k" + acked, "hello")
                                .path("type")
                                .asText())
                        .isEqualTo("ack");
                acked++;
            }
            Set<Integer> statuses = new TreeSet<>();
            for (Future<Integer> one : flood) {
                statuses.add(one.get(30, TimeUnit.SECONDS));
            }
            assertThat(statuses).contains(200).isSubsetOf(200, 503);
            assertThat(acked).as("acks during the flood").isGreaterThan(10);
        }
    }

    private JsonNode register(String user) {
        Answer answer = call("register", form(user));
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
        return answer.body();
    }

    private JsonNode login(String user) {
        Answer answer = call("login", form(user));
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        return answer.body();
    }

    private Answer call(String what, Object body) {
        return new Api(server.url(), "").post("/api/auth/" + what, body);
    }

    private Api api(JsonNode grant) {
        return new Api(server.url(), grant.path("access_token").asText());
    }

    private Device connected(JsonNode grant, String device) {
        Device connected =
                Device.withToken(server, device, grant.path("access_token").asText());
        connected.await("ready");
        return connected;
    }

    private static JsonNode form(String user) {
        return Device.JSON.createObjectNode().put("username", user).put("password", "correct horse battery");
    }

    private static JsonNode refreshToken(JsonNode grant) {
        return Device.JSON
                .createObjectNode()
                .put("refresh_token", grant.path("refresh_token").asText());
    }
}
