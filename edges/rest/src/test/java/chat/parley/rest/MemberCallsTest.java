package chat.parley.rest;

import static chat.parley.rest.Client.list;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MemberCallsTest {

    private Node node;
    private Client alice;
    private Client bob;
    private Client carol;
    private Client dave;
    private String group;
    private String path;

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
        carol = node.another("carol");
        dave = node.another("dave");
        group = "/api/conversations/" + alice.group(bob, carol);
        path = group + "/members";
    }

    @Test
    void membersComeInPages() {
        Answer first = bob.get(path + "?limit=2").expect(200);
        assertThat(first.texts("members", "user_id")).containsExactly(alice.user(), bob.user());
        assertThat(first.texts("members", "role")).containsExactly("owner", "member");

        Answer second =
                bob.get(path + "?limit=2&cursor=" + first.text("next_cursor")).expect(200);
        assertThat(second.texts("members", "user_id")).containsExactly(carol.user());
        assertThat(second.json().required("next_cursor").isNull()).isTrue();
    }

    @Test
    void membersAreAddedOnce() {
        Answer added =
                alice.post(path, "{'user_ids':" + list(dave, bob, dave) + "}").expect(200);
        assertThat(added.texts("members", "user_id"))
                .containsExactly(alice.user(), bob.user(), carol.user(), dave.user());
        int seq = added.json().required("last_seq").asInt();

        Answer again = alice.post(path, "{'user_ids':" + list(dave) + "}").expect(200);
        assertThat(again.json().required("last_seq").asInt()).isEqualTo(seq);
        dave.get(group).expect(200);
    }

    @Test
    void membersDoNotAddMembers() {
        bob.post(path, "{'user_ids':" + list(dave) + "}").expectProblem(403, "forbidden", "add");
    }

    @Test
    void aGroupGrowsToAThousandAndNotFurther() {
        alice.post(path, "{'user_ids':[" + EveryAnswer.users(998) + "]}").expectProblem(413, "too_large", "1000");
        alice.post(path, "{'user_ids':[" + EveryAnswer.users(1001) + "]}").expectProblem(413, "too_large", "1000");
        alice.post(path, "{'user_ids':[" + EveryAnswer.users(997) + "]}").expect(200);
    }

    @Test
    void theOwnerGivesRoles() {
        JsonNode admin = alice.put(path + "/" + bob.user(), "{'role':'admin'}")
                .expect(200)
                .json();
        assertThat(admin.required("user_id").asText()).isEqualTo(bob.user());
        assertThat(admin.required("role").asText()).isEqualTo("admin");

        bob.put(path + "/" + carol.user(), "{'role':'admin'}").expectProblem(403, "forbidden", "owner");
        alice.put(path + "/" + dave.user(), "{'role':'admin'}").expectProblem(404, "not_found", "user_id");
    }

    @Test
    void aNewOwnerMakesTheOldOneAnAdmin() {
        assertThat(alice.put(path + "/" + bob.user(), "{'role':'owner'}")
                        .expect(200)
                        .text("role"))
                .isEqualTo("owner");
        assertThat(alice.get(group).text("role")).isEqualTo("admin");
    }

    @Test
    void removedMembersAreOut() {
        alice.delete(path + "/" + bob.user()).expect(204);
        bob.get(path).expect(403);
        alice.delete(path + "/" + bob.user()).expectProblem(404, "not_found", "user_id");
        alice.delete(path + "/" + dave.user()).expectProblem(404, "not_found", "user_id");
    }

    @Test
    void nobodyRemovesTheOwnerAndHeMayLeave() {
        alice.put(path + "/" + bob.user(), "{'role':'admin'}").expect(200);
        bob.delete(path + "/" + alice.user()).expectProblem(403, "forbidden", "owner");

        alice.delete(path + "/" + alice.user()).expect(204);
        assertThat(bob.get(group).text("role")).isEqualTo("owner");
    }

    @Test
    void aDirectConversationKeepsItsTwo() {
        String direct = "/api/conversations/" + alice.direct(bob) + "/members";
        alice.delete(direct + "/" + alice.user()).expectProblem(403, "forbidden", "direct");
        alice.post(direct, "{'user_ids':" + list(carol) + "}").expectProblem(403, "forbidden", "direct");
        alice.put(direct + "/" + bob.user(), "{'role':'owner'}").expectProblem(403, "forbidden", "direct");
    }
}
