package chat.parley.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who has received and read what, and who is told. */
class ReceiptsTest {

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
    void everyDeviceButTheReadingOneIsTold() {
        String id = new Api(server, "ann").direct("bob");
        try (Device ann = Device.of(server, "ann", "phone");
                Device annDesk = Device.of(server, "ann", "desk");
                Device bob = Device.of(server, "bob", "phone");
                Device bobDesk = Device.of(server, "bob", "desk")) {
            String sent = ann.acked(id, "k1", "hello").path("message_id").asText();
            bob.await("message");
            receipt(bob, "delivered", id, sent);
            for (Device one : List.of(ann, annDesk, bobDesk)) {
                assertThat(told(one, "delivered", "bob", id)).isEqualTo(sent);
            }
            receipt(bob, "read", id, sent);
            for (Device one : List.of(ann, annDesk, bobDesk)) {
                JsonNode told = one.await("receipt");
                assertThat(told.path("kind").asText()).isEqualTo("read");
                assertThat(told.path("user_id").asText()).isEqualTo("bob");
                assertThat(told.path("conversation_id").asText()).isEqualTo(id);
                assertThat(told.path("message_id").asText()).isEqualTo(sent);
                assertThat(told.path("server_ts").asLong()).isPositive();
            }
            assertThat(bob.soFar()).noneMatch(frame -> Device.is(frame, "receipt"));
            // Nothing moves, and nobody is told.
            receipt(bob, "delivered", id, sent);
            receipt(bobDesk, "read", id, sent);
            String next = ann.acked(id, "k2", "again").path("message_id").asText();
            receipt(bob, "read", id, next);
            assertThat(told(ann, "read", "bob", id)).isEqualTo(next);
        }
    }

    @Test
    void whatADeviceHasReadIsUnreadNowhere() {
        Api dan = new Api(server, "dan");
        String id = dan.direct("eve");
        try (Device sender = Device.of(server, "dan", "d");
                Device eve = Device.of(server, "eve", "phone")) {
            String first = sender.acked(id, "k1", "one").path("message_id").asText();
            String second = sender.acked(id, "k2", "two").path("message_id").asText();
            assertThat(unread("eve", id)).isEqualTo(2);
            receipt(eve, "read", id, first);
            assertThat(standing(eve, id).path("unread").asInt()).isEqualTo(1);
            assertThat(unread("eve", id)).isEqualTo(1);
            receipt(eve, "read", id, second);
            JsonNode standing = standing(eve, id);
            assertThat(standing.path("unread").asInt()).isZero();
            assertThat(standing.path("read_message_id").asText()).isEqualTo(second);
            try (Device fresh = Device.of(server, "eve", "tablet")) {
                assertThat(standing(fresh, id).path("unread").asInt()).isZero();
            }
            assertThat(reached("dan", id, "eve").path("delivered_message_id").asText())
                    .isEqualTo(second);
        }
    }

    @Test
    void wrongReceiptsAreAnsweredAndTakeNoRightOneWithThem() {
        String id = new Api(server, "fay").direct("gus");
        try (Device fay = Device.of(server, "fay", "d");
                Device gus = Device.of(server, "gus", "d")) {
            String sent = fay.acked(id, "k1", "one").path("message_id").asText();
            receipt(gus, "read", id, sent);
            gus.send("""
                    {"type":"receipt","id":"late","kind":"read","conversation_id":"%s","message_id":"7zzzzzzzzzzzz"}\
                    """.formatted(id));
            assertError(gus, "late", "bad_request");
            assertThat(told(fay, "read", "gus", id)).isEqualTo(sent);
            gus.send("""
                    {"type":"receipt","id":"where","kind":"read","conversation_id":"nowhere","message_id":"%s"}\
                    """.formatted(sent));
            assertError(gus, "where", "not_found");
        }
    }

    @Test
    void inLargeGroupsOnesOwnDevicesAloneAreTold() {
        Api owner = new Api(server, "big-0");
        String id = owner.group(
                "big", IntStream.range(1, 33).mapToObj(i -> "big-" + i).toArray(String[]::new));
        try (Device other = Device.of(server, "big-0", "d");
                Device reader = Device.of(server, "big-1", "phone");
                Device desk = Device.of(server, "big-1", "desk")) {
            String sent = other.acked(id, "k1", "one").path("message_id").asText();
            receipt(reader, "read", id, sent);
            assertThat(told(desk, "read", "big-1", id)).isEqualTo(sent);
            assertThat(reached("big-0", id, "big-1").path("read_message_id").asText())
                    .isEqualTo(sent);
            assertThat(other.soFar()).noneMatch(frame -> Device.is(frame, "receipt"));
            owner.call("DELETE", "/api/conversations/" + id + "/members/big-32", "");
            String next = other.acked(id, "k2", "two").path("message_id").asText();
            receipt(reader, "read", id, next);
            assertThat(told(other, "read", "big-1", id)).isEqualTo(next);
        }
    }

    @Test
    void whoWasRemovedIsToldNothingMoreAndSaysNothingMore() {
        Api owner = new Api(server, "hal");
        String id = owner.group("g", "ida", "jon");
        try (Device hal = Device.of(server, "hal", "d");
                Device ida = Device.of(server, "ida", "d");
                Device jon = Device.of(server, "jon", "d")) {
            String sent = hal.acked(id, "k1", "one").path("message_id").asText();
            owner.call("DELETE", "/api/conversations/" + id + "/members/jon", "");
            jon.await(frame -> frame.path("removed").asBoolean());
            receipt(ida, "read", id, sent);
            assertThat(told(hal, "read", "ida", id)).isEqualTo(sent);
            assertThat(jon.soFar()).noneMatch(frame -> Device.is(frame, "receipt"));
            jon.send("""
                    {"type":"receipt","id":"out","kind":"read","conversation_id":"%s","message_id":"%s"}\
                    """.formatted(id, sent));
            assertError(jon, "out", "forbidden");
        }
    }

    @Test
    void aMegabyteOfReceiptsIsToldInAFewFrames(@TempDir Path own) {
        RunningServer unlimited = RunningServer.start(own, "--limits", "off");
        String id = new Api(unlimited, "kim").direct("lou");
        try (unlimited;
                Device kim = Device.of(unlimited, "kim", "d");
                Device lou = Device.of(unlimited, "lou", "d")) {
            String last = "";
            for (int i = 0; i < 50; i++) {
                last = kim.acked(id, "k" + i, "text " + i).path("message_id").asText();
            }
            List<JsonNode> all = new Api(unlimited, "lou").history(id);
            int bytes = 0;
            for (int i = 0; bytes < 1_000_000; i++) {
                String to = all.get(i % 50).path("message_id").asText();
                String frame = frame(i / 50 % 2 == 0 ? "read" : "delivered", id, to);
                lou.send(frame);
                bytes += frame.length();
            }
            assertThat(standing(lou, id).path("unread").asInt()).isZero();
            kim.await(frame -> Device.is(frame, "receipt")
                    && frame.path("message_id")
                            .asText()
                            .equals(all.getLast().path("message_id").asText()));
            assertThat(all.getLast().path("message_id").asText()).isEqualTo(last);
            assertThat(kim.remaining())
                    .filteredOn(frame -> Device.is(frame, "receipt"))
                    .hasSizeLessThan(60);
            assertThat(lou.soFar()).noneMatch(frame -> Device.is(frame, "error"));
        }
    }

    /** What was answered is there after a kill; what was only told within a second may not be, and is never wrong. */
    @Test
    void whatWasAnsweredSurvivesAKill(@TempDir Path own) {
        RunningServer killed = RunningServer.start(own);
        String id = new Api(killed, "ann").direct("bob");
        String sent;
        try (Device ann = Device.of(killed, "ann", "d")) {
            sent = ann.acked(id, "k1", "one").path("message_id").asText();
            ann.acked(id, "k2", "two");
        }
        assertThat(new Api(killed, "bob")
                        .call("PUT", "/api/conversations/" + id + "/read", "{\"message_id\":\"" + sent + "\"}")
                        .status())
                .isEqualTo(204);
        killed.kill();
        try (RunningServer successor = killed.restart()) {
            JsonNode seen =
                    new Api(successor, "bob").get("/api/conversations/" + id).body();
            assertThat(seen.path("unread").asInt()).isEqualTo(1);
            assertThat(seen.path("read_message_id").asText()).isEqualTo(sent);
            try (Device bob = Device.of(successor, "bob", "d")) {
                receipt(bob, "read", id, seen.path("last_message_id").asText());
                assertThat(standing(bob, id).path("unread").asInt()).isZero();
                assertThat(successor.terminate()).isZero();
            }
        }
        RunningServer.run("verify", "--data", own.toString());
        try (RunningServer last = killed.restart()) {
            assertThat(new Api(last, "bob")
                            .get("/api/conversations/" + id)
                            .body()
                            .path("unread")
                            .asInt())
                    .as("stopped in order, nothing is lost")
                    .isZero();
        }
    }

    private static String frame(String kind, String conversation, String messageId) {
        return """
                {"type":"receipt","kind":"%s","conversation_id":"%s","message_id":"%s"}\
                """.formatted(kind, conversation, messageId);
    }

    private static void receipt(Device device, String kind, String conversation, String messageId) {
        device.send(frame(kind, conversation, messageId));
    }

    /** The next receipt that a device is told: up to where. */
    private static String told(Device device, String kind, String user, String conversation) {
        JsonNode told = device.await("receipt");
        assertThat(told.path("kind").asText()).isEqualTo(kind);
        assertThat(told.path("user_id").asText()).isEqualTo(user);
        assertThat(told.path("conversation_id").asText()).isEqualTo(conversation);
        return told.path("message_id").asText();
    }

    private static void assertError(Device device, String id, String code) {
        JsonNode error = device.await("error");
        assertThat(error.path("id").asText()).isEqualTo(id);
        assertThat(error.path("code").asText()).isEqualTo(code);
    }

    private static JsonNode standing(Device device, String conversation) {
        return device.send("{\"type\":\"sync\"}")
                .await("synced")
                .path("conversations")
                .path(conversation);
    }

    private static int unread(String user, String conversation) {
        return new Api(server, user)
                .get("/api/conversations/" + conversation)
                .body()
                .path("unread")
                .asInt();
    }

    private static JsonNode reached(String viewer, String conversation, String member) {
        for (JsonNode one : new Api(server, viewer)
                .get("/api/conversations/" + conversation + "/receipts?limit=200")
                .body()
                .path("receipts")) {
            if (one.path("user_id").asText().equals(member)) {
                return one;
            }
        }
        throw new AssertionError(member + " is not shown");
    }
}
