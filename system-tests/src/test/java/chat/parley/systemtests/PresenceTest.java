package chat.parley.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People are there, away, and type. */
class PresenceTest {

    private static final String AWAY = "{\"type\":\"presence\",\"status\":\"away\"}";
    private static final String ONLINE = "{\"type\":\"presence\",\"status\":\"online\"}";

    @TempDir
    static Path data;

    private static RunningServer server;

    @BeforeAll
    static void start() {
        server = RunningServer.start(data);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void whoWatchesIsToldAtOnceAndOfEveryChange() {
        new Api(server, "ann").direct("bob");
        try (Device ann = Device.of(server, "ann", "d")) {
            ann.send("{\"type\":\"watch\",\"id\":\"w\",\"user_ids\":[\"bob\",\"stranger\",\"ann\"]}");
            JsonNode bob = ann.await("presence");
            assertThat(bob.path("id").asText()).isEqualTo("w");
            assertThat(bob.path("user_id").asText()).isEqualTo("bob");
            assertThat(bob.path("status").asText()).isEqualTo("offline");
            assertThat(bob.has("last_active_ts")).isFalse();
            JsonNode self = ann.await("presence");
            assertThat(self.path("user_id").asText()).isEqualTo("ann");
            assertThat(self.path("status").asText()).isEqualTo("online");

            long before = System.currentTimeMillis();
            try (Device phone = Device.of(server, "bob", "phone")) {
                JsonNode online = ann.await("presence");
                assertThat(online.path("status").asText()).isEqualTo("online");
                assertThat(online.has("id")).isFalse();
                assertThat(online.path("last_active_ts").asLong())
                        .isBetween(before - 5_000, System.currentTimeMillis() + 1_000);
                phone.send(AWAY);
                assertThat(ann.await("presence").path("status").asText()).isEqualTo("away");
                assertThat(statusOf("bob")).isEqualTo("away");
                try (Device desk = Device.of(server, "bob", "desk")) {
                    assertThat(ann.await("presence").path("status").asText()).isEqualTo("online");
                    assertThat(desk.soFar()).isEmpty();
                }
                assertThat(ann.await("presence").path("status").asText()).isEqualTo("away");
                phone.send(ONLINE);
                assertThat(ann.await("presence").path("status").asText()).isEqualTo("online");
            }
            // He has gone a moment ago, and may come back.
            assertThat(statusOf("bob")).isEqualTo("online");
        }
    }

    @Test
    void aWatchEndsWithTheLastSharedConversation() {
        Api owner = new Api(server, "w-owner");
        String group = owner.group("watched", "w-member");
        try (Device member = Device.of(server, "w-member", "d");
                Device watching = Device.of(server, "w-owner", "d")) {
            watching.send("{\"type\":\"watch\",\"user_ids\":[\"w-member\"]}").await("presence");
            owner.call("DELETE", "/api/conversations/" + group + "/members/w-member", "");
            member.await(frame -> frame.path("removed").asBoolean());
            member.send(AWAY);
            member.soFar();
            JsonNode again = watching.send("{\"type\":\"watch\",\"id\":\"2\",\"user_ids\":[\"w-member\",\"w-owner\"]}")
                    .await("presence");
            assertThat(again.path("id").asText()).isEqualTo("2");
            assertThat(again.path("user_id").asText()).isEqualTo("w-owner");
        }
    }

    @Test
    void typingIsToldToTheOthersAndEndsWithTheMessage() {
        String id = new Api(server, "t-ann").direct("t-bob");
        String types = "{\"type\":\"typing\",\"id\":\"t\",\"conversation_id\":\"" + id + "\",\"active\":true}";
        try (Device ann = Device.of(server, "t-ann", "d");
                Device other = Device.of(server, "t-ann", "other");
                Device bob = Device.of(server, "t-bob", "d");
                Device eve = Device.of(server, "t-eve", "d")) {
            ann.send(types);
            JsonNode typing = bob.await("typing");
            assertThat(typing.path("conversation_id").asText()).isEqualTo(id);
            assertThat(typing.path("user_id").asText()).isEqualTo("t-ann");
            assertThat(typing.path("active").asBoolean()).isTrue();
            ann.acked(id, "1", "hello");
            assertThat(bob.await("message").path("text").asText()).isEqualTo("hello");
            assertThat(bob.await("typing").path("active").asBoolean()).isFalse();
            ann.send(types);
            assertThat(bob.await("typing").path("active").asBoolean()).isTrue();
            // Nobody says that it has ended.
            assertThat(bob.await("typing").path("active").asBoolean()).isFalse();
            assertThat(ann.soFar()).isEmpty();
            assertThat(other.soFar()).noneMatch(frame -> Device.is(frame, "typing"));

            JsonNode refused = eve.send(types).await("error");
            assertThat(refused.path("code").asText()).isEqualTo("not_found");
            assertThat(refused.path("id").asText()).isEqualTo("t");
        }
    }

    @Test
    void whenSomeoneWasLastActiveSurvivesTheServer(@TempDir Path own) {
        RunningServer first = RunningServer.start(own);
        new Api(first, "ann").direct("bob");
        long before = System.currentTimeMillis();
        try (Device bob = Device.of(first, "bob", "d")) {
            bob.send(ONLINE).soFar();
            assertThat(first.terminate()).isZero();
            assertThat(bob.remaining()).noneMatch(frame -> Device.is(frame, "presence"));
        }
        try (RunningServer second = first.restart()) {
            JsonNode bob = new Api(second, "ann")
                    .get("/api/presence?user_id=bob")
                    .body()
                    .path("presence")
                    .path(0);
            assertThat(bob.path("status").asText()).isEqualTo("offline");
            assertThat(bob.path("last_active_ts").asLong()).isBetween(before - 5_000, System.currentTimeMillis());
        }
    }

    private static String statusOf(String user) {
        return new Api(server, "ann")
                .get("/api/presence?user_id=" + user)
                .body()
                .path("presence")
                .path(0)
                .path("status")
                .asText();
    }
}
