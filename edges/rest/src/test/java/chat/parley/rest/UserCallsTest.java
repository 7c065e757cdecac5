package chat.parley.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserCallsTest {

    @TempDir
    private Path directory;

    @Test
    void allWhoAreNamedAreTold() {
        try (Node node = new Node(directory)) {
            Client alice = node.as("alice");
            alice.post("/api/auth/register", "{'username':'bob','password':'secret-of-bob','display_name':'Bob B.'}")
                    .expect(201);

            Answer answer = alice.get("/api/users?user_id=nobody&user_id=bob&user_id=nobody")
                    .expect(200);

            assertThat(answer.json().toString())
                    .isEqualTo("{\"users\":[{\"user_id\":\"nobody\",\"display_name\":\"nobody\"},"
                            + "{\"user_id\":\"bob\",\"username\":\"bob\",\"display_name\":\"Bob B.\"}]}");
        }
    }

    @Test
    void moreThanAHundredAreTooMany() {
        try (Node node = new Node(directory)) {
            Client alice = node.as("alice");
            assertThat(alice.get(naming(100)).expect(200).json().path("users")).hasSize(100);
            alice.get(naming(101)).expectProblem(400, "bad_request", "more than 100");
        }
    }

    private static String naming(int users) {
        return IntStream.range(0, users)
                .mapToObj(i -> "user_id=u" + i)
                .collect(Collectors.joining("&", "/api/users?", ""));
    }
}
