package chat.parley.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.domain.ConversationId;
import chat.parley.fabric.limits.Quotas.Rates;
import chat.parley.fabric.limits.Rate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who asks too often is told so with the time to wait; nothing of it is stored, and the others notice nothing. */
final class RatesTest {

    private static final Pattern RETRY = Pattern.compile("\"retry_after_ms\":([0-9]+)");

    @TempDir
    Path directory;

    @Test
    void whoSendsTooMuchIsToldHowLongToWaitAndThenIsHeard() {
        try (TestNode node = new TestNode(directory, sends(new Rate(1, 3), Rate.OFF, Rate.OFF));
                WebSocketClient ann = node.login("ann", "1");
                WebSocketClient bob = node.login("bob", "1")) {
            ConversationId group = node.group("ann", "bob");
            for (int i = 0; i < 5; i++) {
                ann.text(send(group, "key-" + i));
            }
            List<String> answers = answers(ann, 5);
            assertThat(answers).filteredOn(text -> text.contains("\"ack\"")).hasSize(3);
            assertThat(answers)
                    .filteredOn(text -> text.contains("\"rate_limited\""))
                    .hasSize(2)
                    .allSatisfy(text -> assertThat(retryAfter(text)).isBetween(1L, 1000L))
                    .anySatisfy(text -> assertThat(text).contains("\"client_msg_id\":\"key-4\""));
            bob.text(send(group, "of-bob"));
            assertThat(answers(bob, 1)).anySatisfy(text -> assertThat(text).contains("\"ack\""));
        }
    }

    /** What was refused is not known: the same key is stored when it comes again, and as the first. */
    @Test
    void aRefusedKeyMayBeSentAgainAndADuplicateCounts() {
        try (TestNode node = new TestNode(directory, sends(new Rate(20, 2), Rate.OFF, Rate.OFF));
                WebSocketClient ann = node.login("ann", "1")) {
            ConversationId group = node.group("ann", "bob");
            ann.text(send(group, "first"));
            ann.text(send(group, "first"));
            ann.text(send(group, "second"));
            List<String> answers = answers(ann, 3);
            assertThat(answers)
                    .filteredOn(text -> text.contains("\"duplicate\":true"))
                    .hasSize(1);
            List<String> refused = answers.stream()
                    .filter(text -> text.contains("\"rate_limited\""))
                    .toList();
            assertThat(refused).hasSize(1).allSatisfy(text -> assertThat(text).contains("\"second\""));
            node.quotaClock.advance(retryAfter(refused.getFirst()));
            ann.text(send(group, "second"));
            assertThat(answers(ann, 1).getFirst())
                    .contains("\"ack\"", "\"client_msg_id\":\"second\"")
                    .doesNotContain("duplicate");
        }
    }

    @Test
    void aDeviceThatRunsWildLeavesRoomToTheUsersOthers() {
        try (TestNode node = new TestNode(directory, sends(new Rate(1, 4), new Rate(1, 2), Rate.OFF));
                WebSocketClient wild = node.login("ann", "wild");
                WebSocketClient phone = node.login("ann", "phone")) {
            ConversationId group = node.group("ann", "bob");
            for (int i = 0; i < 6; i++) {
                wild.text(send(group, "wild-" + i));
            }
            assertThat(answers(wild, 6))
                    .filteredOn(text -> text.contains("\"ack\""))
                    .hasSize(2);
            phone.text(send(group, "phone"));
            assertThat(answers(phone, 1)).anySatisfy(text -> assertThat(text).contains("\"ack\""));
        }
    }

    /** A stranger, or one who was removed, uses up nothing of what the members have. */
    @Test
    void aConversationIsHeldToItsRateByItsMembersAlone() {
        try (TestNode node = new TestNode(directory, sends(Rate.OFF, Rate.OFF, new Rate(1, 2)));
                WebSocketClient ann = node.login("ann", "1");
                WebSocketClient mallory = node.login("mallory", "1")) {
            ConversationId group = node.group("ann", "bob");
            for (int i = 0; i < 10; i++) {
                mallory.text(send(group, "m-" + i));
                assertThat(mallory.expectText("error")).contains("\"not_found\"");
            }
            for (int i = 0; i < 3; i++) {
                ann.text(send(group, "a-" + i));
            }
            List<String> answers = answers(ann, 3);
            assertThat(answers).filteredOn(text -> text.contains("\"ack\"")).hasSize(2);
            assertThat(answers)
                    .filteredOn(text -> text.contains("\"rate_limited\""))
                    .hasSize(1);
        }
    }

    @Test
    void otherFramesHaveARateOfTheirOwn() {
        try (TestNode node = new TestNode(directory, frames(new Rate(1, 3)));
                WebSocketClient ann = node.login("ann", "1")) {
            for (int i = 0; i < 3; i++) {
                ann.text("{\"type\":\"ping\"}");
                ann.expectText("pong");
            }
            ann.text("{\"type\":\"sync\",\"id\":\"s\"}");
            String refused = ann.expectText("error");
            assertThat(refused).contains("\"rate_limited\"", "\"id\":\"s\"");
            assertThat(retryAfter(refused)).isBetween(1L, 1000L);
        }
    }

    /** He is read more slowly, and nothing of his is lost: each frame has its answer. */
    @Test
    void whoDoesNotHeedTheRefusalsIsReadSlowly() {
        try (TestNode node = new TestNode(directory, frames(new Rate(1, 1)));
                WebSocketClient ann = node.login("ann", "1")) {
            int frames = 500;
            for (int i = 0; i < frames; i++) {
                ann.text("{\"type\":\"ping\",\"id\":\"" + i + "\"}");
            }
            long begin = System.nanoTime();
            ann.expectText("pong");
            for (int i = 1; i < frames; i++) {
                assertThat(ann.next().payload()).contains("\"id\":\"" + i + "\"");
            }
            // 499 refusals are 7 times 64: as many ticks of 30 s / 256, the first of which may be almost over.
            assertThat(System.nanoTime() - begin).isGreaterThan(6 * 117_000_000L);
        }
    }

    @Test
    void anAddressOpensSoManySocketsASecond() {
        try (TestNode node = new TestNode(directory, upgrades(new Rate(1, 2)));
                WebSocketClient first = node.login("ann", "1");
                WebSocketClient second = node.login("ann", "2");
                WebSocketClient third = node.connect()) {
            String refused = third.request(WebSocketClient.upgradeRequest("/ws"));
            assertThat(refused).startsWith("HTTP/1.1 429 ").containsIgnoringCase("retry-after: 1\r\n");
            assertThat(first.socket.isConnected() && second.socket.isConnected())
                    .isTrue();
        }
    }

    /** The next acks and errors; what else comes is not looked at. */
    private static List<String> answers(WebSocketClient client, int count) {
        List<String> answers = new ArrayList<>();
        while (answers.size() < count) {
            String text = client.next().payload();
            if (text.startsWith("{\"type\":\"ack\"") || text.startsWith("{\"type\":\"error\"")) {
                answers.add(text);
            }
        }
        return answers;
    }

    private static long retryAfter(String error) {
        Matcher millis = RETRY.matcher(error);
        assertThat(millis.find()).as(error).isTrue();
        return Long.parseLong(millis.group(1));
    }

    private static String send(ConversationId conversation, String key) {
        return "{\"type\":\"send\",\"conversation_id\":\"" + conversation + "\",\"client_msg_id\":\"" + key
                + "\",\"text\":\"hello\"}";
    }

    private static Rates sends(Rate user, Rate device, Rate conversation) {
        return new Rates(
                user, device, conversation, Rate.OFF, Rate.OFF, Rate.OFF, Rate.OFF, Rate.OFF, Rate.OFF, Rate.OFF);
    }

    private static Rates frames(Rate rate) {
        return new Rates(
                Rate.OFF, Rate.OFF, Rate.OFF, Rate.OFF, rate, Rate.OFF, Rate.OFF, Rate.OFF, Rate.OFF, Rate.OFF);
    }

    private static Rates upgrades(Rate rate) {
        return new Rates(
                Rate.OFF, Rate.OFF, Rate.OFF, Rate.OFF, Rate.OFF, Rate.OFF, Rate.OFF, Rate.OFF, Rate.OFF, rate);
    }
}
