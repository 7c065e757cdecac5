package chat.parley.rest;

import static chat.parley.rest.Client.list;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConversationCallsTest {

    private static final String PATH = "/api/conversations";

    private Node node;
    private Client alice;
    private Client bob;

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
    }

    @Test
    void aPairHasOneDirectConversationWhoeverBeginsIt() {
        Answer made = alice.post(PATH, "{'type':'direct','member_ids':" + list(bob) + "}")
                .expect(201);
        Answer again = bob.post(PATH, "{'type':'direct','member_ids':" + list(alice, bob, alice) + "}")
                .expect(200);

        String id = made.text("conversation_id");
        assertThat(again.text("conversation_id")).isEqualTo(id);
        assertThat(made.header("location")).isEqualTo(PATH + "/" + id);
        assertThat(again.header("location")).isEqualTo(PATH + "/" + id);
        assertThat(made.text("role")).isEqualTo("member");
        assertThat(made.texts("members", "user_id")).containsExactly(alice.user(), bob.user());
        assertThat(made.json().has("title")).isFalse();
        assertThat(made.json().required("last_message_id").isNull()).isTrue();
    }

    @Test
    void aGroupBelongsToItsCreator() {
        JsonNode made = alice.post(
                        PATH,
                        "{'type':'group','title':'Lunch','member_ids':" + list(node.as("carol"), bob, bob, alice) + "}")
                .expect(201)
                .json();

        assertThat(made.required("title").asText()).isEqualTo("Lunch");
        assertThat(made.required("role").asText()).isEqualTo("owner");
        assertThat(made.required("history").asText()).isEqualTo("all");
        assertThat(made.required("member_count").asInt()).isEqualTo(3);
        assertThat(made.required("last_seq").asInt()).isEqualTo(1);
        assertThat(made.required("unread").asInt()).isZero();
    }

    @Test
    void aGroupMayHaveItsCreatorAlone() {
        alice.post(PATH, "{'type':'group','title':'Notes','member_ids':[]}").expect(201);
    }

    @Test
    void aClientConversationIdMakesOneGroupForItsCreator() {
        String body = "{'type':'group','title':'%s','member_ids':['carol'],'client_conversation_id':'key:1'}";
        String id = alice.post(PATH, body.formatted("One")).expect(201).text("conversation_id");

        Answer again = alice.post(PATH, body.formatted("Two")).expect(200);
        assertThat(again.text("conversation_id")).isEqualTo(id);
        assertThat(again.text("title")).isEqualTo("One");
        assertThat(bob.post(PATH, body.formatted("One")).expect(201).text("conversation_id"))
                .isNotEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "'type':'group',",
                "'type':'group','title':'','member_ids':[''],",
                "'type':7,'title':[],'member_ids':'x','history':'none',"
            })
    void whatARepeatSaysBesidesIsIgnored(String besides) {
        String made = "{'type':'group','title':'One','member_ids':['carol'],'client_conversation_id':'key'}";
        String id = alice.post(PATH, made).expect(201).text("conversation_id");
        Answer again = alice.post(PATH, "{" + besides + "'client_conversation_id':'key'}");
        assertThat(again.expect(200).text("conversation_id")).isEqualTo(id);
        assertThat(again.header("location")).isEqualTo(PATH + "/" + id);
    }

    @Test
    void aCreatorWhoHasLeftIsToldSoByARepeat() {
        String body = "{'type':'group','title':'One','member_ids':[],'client_conversation_id':'key'}";
        String id = alice.post(PATH, body).expect(201).text("conversation_id");
        alice.delete(PATH + "/" + id + "/members/" + alice.user()).expect(204);
        alice.post(PATH, body).expectProblem(403, "forbidden", "no member");
    }

    @Test
    void aDirectConversationHasNoClientConversationId() {
        alice.post(PATH, "{'type':'group','title':'One','member_ids':[],'client_conversation_id':'key'}")
                .expect(201);
        String direct = "{'type':'direct','member_ids':" + list(bob) + ",'client_conversation_id':'key'}";
        assertThat(alice.post(PATH, direct).expect(201).text("type")).isEqualTo("direct");
    }

    @Test
    void withoutAClientConversationIdEachGroupIsAnother() {
        assertThat(alice.group(bob)).isNotEqualTo(alice.group(bob));
    }

    @Test
    void aGroupOfAThousandIsMadeAndShownWithoutItsMembers() {
        Answer made = alice.post(PATH, "{'type':'group','title':'Crowd','member_ids':[" + EveryAnswer.users(999) + "]}")
                .expect(201);
        assertThat(made.json().required("member_count").asInt()).isEqualTo(1000);
        assertThat(made.json().has("members")).isFalse();
    }

    @Test
    void eachSeesAConversationWithHisOwnEyes() {
        String id = alice.group(bob);
        alice.say(id, "k1", "Hello!");

        assertThat(alice.get(PATH + "/" + id)
                        .expect(200)
                        .json()
                        .required("unread")
                        .asInt())
                .isZero();
        JsonNode seen = bob.get(PATH + "/" + id).expect(200).json();
        assertThat(seen.required("unread").asInt()).isEqualTo(1);
        assertThat(seen.required("role").asText()).isEqualTo("member");
        assertThat(seen.required("read_message_id").isNull()).isTrue();
    }

    @Test
    void strangersAreToldThatItIsNotThereAndFormerMembersThatTheyAreNone() {
        String id = alice.group(bob);
        bob.delete(PATH + "/" + id + "/members/" + bob.user()).expect(204);

        node.as("mallory").get(PATH + "/" + id).expectProblem(404, "not_found", "no such conversation");
        bob.get(PATH + "/" + id).expectProblem(403, "forbidden", "no member");
        alice.get(PATH + "/nowhere").expectProblem(404, "not_found", "no such conversation");
    }

    @Test
    void administratorsRename() {
        String id = alice.group(bob);

        assertThat(alice.patch(PATH + "/" + id, "{'title':'Dinner'}")
                        .expect(200)
                        .text("title"))
                .isEqualTo("Dinner");
        bob.patch(PATH + "/" + id, "{'title':'Mine'}").expectProblem(403, "forbidden", "rename");
    }

    @Test
    void aDirectConversationIsNotRenamed() {
        String id = alice.direct(bob);
        alice.patch(PATH + "/" + id, "{'title':'Us'}").expectProblem(403, "forbidden", "direct");
    }

    @Test
    void theLatestActiveComesFirst() {
        String first = alice.group();
        String second = alice.group();
        alice.say(first, "k1", "Hello!");

        assertThat(alice.get(PATH).expect(200).texts("conversations", "conversation_id"))
                .containsExactly(first, second);
        assertThat(bob.get(PATH).expect(200).texts("conversations", "conversation_id"))
                .isEmpty();
    }

    @Test
    void pagesTogetherHoldEveryConversationOnce() {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            made.addFirst(alice.group());
        }
        List<String> seen = new ArrayList<>();
        String query = "?limit=3";
        int pages = 0;
        for (boolean more = true; more; pages++) {
            Answer page = alice.get(PATH + query).expect(200);
            seen.addAll(page.texts("conversations", "conversation_id"));
            more = !page.json().required("next_cursor").isNull();
            query = "?limit=3&cursor=" + page.text("next_cursor");
        }
        assertThat(seen).containsExactlyInAnyOrderElementsOf(made);
        assertThat(pages).isEqualTo(3);
    }

    @Test
    void aFullLastPageIsTheLast() {
        alice.group();
        assertThat(alice.get(PATH + "?limit=1")
                        .expect(200)
                        .json()
                        .required("next_cursor")
                        .isNull())
                .isTrue();
    }
}
