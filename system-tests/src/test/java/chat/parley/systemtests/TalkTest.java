package chat.parley.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People talk: who gets what, live and afterwards. */
class TalkTest {

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
    void messageReachesEveryDeviceButTheSending() {
        String id = new Api(server, "ann").direct("bob");
        try (Device phone = Device.of(server, "ann", "phone");
                Device laptop = Device.of(server, "ann", "laptop");
                Device bob = Device.of(server, "bob", "phone")) {
            JsonNode ack = phone.acked(id, "k1", "hello");
            assertThat(ack.path("type").asText()).isEqualTo("ack");
            assertThat(ack.path("seq").asLong()).isPositive();

            for (Device other : List.of(laptop, bob)) {
                JsonNode message = other.await("message");
                assertThat(message.path("message_id")).isEqualTo(ack.path("message_id"));
                assertThat(message.path("seq")).isEqualTo(ack.path("seq"));
                assertThat(message.path("server_ts")).isEqualTo(ack.path("server_ts"));
                assertThat(message.path("from").asText()).isEqualTo("ann");
                assertThat(message.path("text").asText()).isEqualTo("hello");
                assertThat(message.has("client_msg_id")).isEqualTo(other == laptop);
            }
            assertThat(phone.soFar()).noneMatch(frame -> Device.is(frame, "message"));
        }
    }

    @Test
    void directConversationIsOneForBothWaysAndHasNoEvent() {
        String id = new Api(server, "dan").direct("eve");
        assertThat(new Api(server, "eve").direct("dan")).isEqualTo(id);
        assertThat(new Api(server, "eve").history(id)).isEmpty();
    }

    @Test
    void groupHasItsEventsInItsOrder() {
        Api owner = new Api(server, "g-owner");
        try (Device member = Device.of(server, "g-member", "d");
                Device late = Device.of(server, "g-late", "d");
                Device ownerDevice = Device.of(server, "g-owner", "d")) {
            String id = owner.group("plans", "g-member");
            assertThat(member.await("conversation")
                            .path("conversation")
                            .path("role")
                            .asText())
                    .isEqualTo("member");
            JsonNode created = member.await("message");
            assertThat(created.path("kind").asText()).isEqualTo("event");
            assertThat(created.path("event").path("what").asText()).isEqualTo("created");
            assertThat(created.path("seq").asLong()).isEqualTo(1);

            assertThat(ownerDevice.acked(id, "1", "first").path("seq").asLong()).isEqualTo(2);
            assertThat(owner.post("/api/conversations/" + id + "/members", "{\"user_ids\":[\"g-late\"]}")
                            .status())
                    .isEqualTo(200);
            assertThat(late.await("message").path("event").path("what").asText())
                    .isEqualTo("members_added");
            assertThat(owner.call("PATCH", "/api/conversations/" + id, "{\"title\":\"new plans\"}")
                            .body()
                            .path("title")
                            .asText())
                    .isEqualTo("new plans");
            assertThat(owner.call("DELETE", "/api/conversations/" + id + "/members/g-member", "")
                            .status())
                    .isEqualTo(204);

            JsonNode goodbye = member.await(f -> f.path("removed").asBoolean());
            assertThat(goodbye.path("conversation").path("conversation_id").asText())
                    .isEqualTo(id);
            assertThat(ownerDevice.acked(id, "2", "after").path("seq").asLong()).isEqualTo(6);
            assertThat(member.soFar()).noneMatch(f -> f.path("text").asText().equals("after"));
            assertThat(member.acked(id, "3", "let me in").path("code").asText()).isEqualTo("forbidden");
            assertThat(new Api(server, "g-member")
                            .get("/api/conversations/" + id + "/messages")
                            .status())
                    .isEqualTo(403);

            assertThat(owner.history(id))
                    .extracting(m ->
                            m.path("event").path("what").asText(m.path("text").asText()))
                    .containsExactly("created", "first", "members_added", "renamed", "member_removed", "after");
        }
    }

    @Test
    void deviceThatComesBackCatchesUp() {
        String id = new Api(server, "cat").direct("cow");
        String since;
        String last;
        try (Device cat = Device.of(server, "cat", "d");
                Device cow = Device.of(server, "cow", "d")) {
            cat.acked(id, "1", "one");
            cow.await("message");
            JsonNode synced = cow.send("{\"type\":\"sync\",\"id\":\"s\"}").await("synced");
            since = synced.path("since").asText();
            last = synced.path("conversations").path(id).path("last_message_id").asText();
            assertThat(synced.path("id").asText()).isEqualTo("s");
            assertThat(synced.path("conversations").path(id).path("unread").asInt())
                    .isEqualTo(1);
        }
        try (Device cat = Device.of(server, "cat", "d")) {
            cat.acked(id, "2", "two");
            cat.acked(id, "3", "three");
        }
        for (String ask : List.of(
                "{\"type\":\"sync\",\"since\":\"" + since + "\"}",
                "{\"type\":\"sync\",\"cursors\":{\"" + id + "\":\"" + last + "\"}}")) {
            try (Device cow = Device.of(server, "cow", "d")) {
                cow.send(ask);
                assertThat(cow.await("message").path("text").asText()).isEqualTo("two");
                assertThat(cow.await("message").path("text").asText()).isEqualTo("three");
                JsonNode standing = cow.await("synced").path("conversations").path(id);
                assertThat(standing.path("last_seq").asInt()).isEqualTo(3);
                assertThat(standing.path("unread").asInt()).isEqualTo(3);
                assertThat(standing.path("more").asBoolean()).isFalse();
            }
        }
        try (Device cow = Device.of(server, "cow", "d")) {
            cow.send("{\"type\":\"sync\",\"cursors\":{\"" + id + "\":null},\"limit\":2}");
            assertThat(cow.await("message").path("text").asText()).isEqualTo("one");
            assertThat(cow.await("message").path("text").asText()).isEqualTo("two");
            assertThat(cow.await("synced")
                            .path("conversations")
                            .path(id)
                            .path("more")
                            .asBoolean())
                    .isTrue();
            assertThat(cow.send("{\"type\":\"sync\",\"since\":\"nonsense\"}")
                            .await("synced")
                            .path("reset")
                            .asBoolean())
                    .isTrue();
        }
    }

    @Test
    void sameDeviceConnectingAnewReplacesTheOld() {
        try (Device old = Device.of(server, "rex", "d");
                Device fresh = Device.of(server, "rex", "d")) {
            assertThat(old.closeCode()).isEqualTo(4409);
            assertThat(fresh.soFar()).isEmpty();
        }
    }
}
