package chat.parley.rest;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.contracts.RecordedSession;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PresenceCallsTest {

    private static final String PATH = "/api/presence?user_id=";

    private Node node;
    private Client alice;
    private Client bob;
    private Client mallory;

    @BeforeAll
    void open(@TempDir Path directory) {
        node = new Node(directory);
    }

    @AfterAll
    void close() {
        node.close();
    }

    @BeforeEach
    void others() {
        alice = node.another("alice");
        bob = node.another("bob");
        mallory = node.another("mallory");
        alice.group(bob);
    }

    @Test
    void tellsOfWhomOneSharesAConversationWithAndOfOneself() {
        node.sessions.open(new RecordedSession(1, 1, Objects.requireNonNull(bob.user()), "phone"));
        Answer answer = alice.get(PATH + bob.user() + "&user_id=" + mallory.user() + "&user_id=" + alice.user())
                .expect(200);
        assertThat(answer.texts("presence", "user_id")).containsExactly(bob.user(), alice.user());
        assertThat(answer.texts("presence", "status")).containsExactly("online", "offline");
        var presence = answer.json().required("presence");
        assertThat(presence.get(0).required("last_active_ts").asLong()).isPositive();
        assertThat(presence.get(1).required("last_active_ts").isNull()).isTrue();
    }

    @Test
    void oneWhoIsNamedTwiceCountsOnce() {
        assertThat(alice.get(PATH + bob.user() + "&user_id=" + bob.user())
                        .expect(200)
                        .texts("presence", "user_id"))
                .containsExactly(bob.user());
    }

    @Test
    void oneToFiveHundredAreAskedAbout() {
        alice.get("/api/presence").expectProblem(400, "bad_request", "user_id");
        alice.get(PATH + "not%20one").expectProblem(400, "bad_request", "user_id");
        alice.get(PATH + users(501)).expectProblem(400, "bad_request", "user_id");
        alice.get(PATH + users(500)).expect(200);
    }

    private static String users(int count) {
        return IntStream.range(0, count).mapToObj(i -> "u" + i).collect(Collectors.joining("&user_id="));
    }
}
