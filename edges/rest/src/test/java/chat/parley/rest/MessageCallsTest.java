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

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MessageCallsTest {

    private static final String PATH = "/api/messages";

    private Node node;
    private Client alice;
    private Client bob;
    private String group;
    private String messages;

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
        group = alice.group(bob);
        messages = "/api/conversations/" + group + "/messages";
    }

    @Test
    void aRepeatedSendIsTheSameMessage() {
        String hello = Client.message(group, "k1", "Hello!");
        Answer first = alice.post(PATH, hello).expect(201);
        Answer again = alice.post(PATH, hello).expect(200);

        assertThat(again.body()).isEqualTo(first.body());
        assertThat(first.json().required("seq").asInt()).isEqualTo(2);
        alice.post(PATH, Client.message(group, "k1", "Bye!")).expectProblem(409, "conflict", "client_msg_id");
        bob.post(PATH, hello).expect(201);
    }

    @Test
    void aKeyIsForOneConversation() {
        alice.say(group, "k1", "Hello!");
        alice.post(PATH, Client.message(alice.group(), "k1", "Hello!"))
                .expectProblem(409, "conflict", "another conversation");
    }

    @Test
    void aRepeatIsKnownToASenderWhoHasLeft() {
        String hello = Client.message(group, "k1", "Hello!");
        bob.post(PATH, hello).expect(201);
        bob.delete("/api/conversations/" + group + "/members/" + bob.user()).expect(204);

        bob.post(PATH, hello).expect(200);
        bob.post(PATH, Client.message(group, "k2", "Hello?")).expectProblem(403, "forbidden", "no member");
    }

    @Test
    void aFullLogIsUnavailableAndNothingIsStored() {
        node.faults.logFull = true;
        try {
            Answer full = alice.post(PATH, Client.message(group, "k1", "Hello!"));
            full.expectProblem(503, "unavailable", "waiting");
            assertThat(full.json().required("retry_after_ms").asInt()).isEqualTo(1000);
            assertThat(full.header("retry-after")).isEqualTo("1");
        } finally {
            node.faults.logFull = false;
        }
        alice.post(PATH, Client.message(group, "k1", "Hello!")).expect(201);
    }

    @Test
    void aMessageIsReadAsItWasSent() {
        alice.post(
                        PATH,
                        "{'conversation_id':'" + group
                                + "','client_msg_id':'k:1','text':'\\u0000 ä € 😀 \\ud83d\\ude00','media_ids':['m1','m2']}")
                .expect(201);

        JsonNode read = alice.get(messages + "?limit=1")
                .expect(200)
                .json()
                .required("messages")
                .required(0);
        assertThat(read.required("text").asText()).isEqualTo("\0 ä € 😀 😀");
        assertThat(read.required("media_ids").toString()).isEqualTo("[\"m1\",\"m2\"]");
        assertThat(read.required("client_msg_id").asText()).isEqualTo("k:1");
    }

    @Test
    void theKeyIsToldToTheSenderAlone() {
        alice.say(group, "k1", "Hello!");
        JsonNode read = bob.get(messages + "?limit=1")
                .expect(200)
                .json()
                .required("messages")
                .required(0);
        assertThat(read.has("client_msg_id")).isFalse();
    }

    @Test
    void eventsStandInTheOrder() {
        JsonNode event =
                alice.get(messages).expect(200).json().required("messages").required(0);
        assertThat(event.required("kind").asText()).isEqualTo("event");
        assertThat(event.required("event").required("what").asText()).isEqualTo("created");
        assertThat(event.required("seq").asInt()).isEqualTo(1);
    }

    @Test
    void pagesForwardsAndBackwardsHoldEverythingOnce() {
        for (int i = 0; i < 10; i++) {
            alice.say(group, "k" + i, "Hello!");
        }
        List<String> all = List.of("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11");

        assertThat(seqs("after", "?after=0000000000000&limit=4")).isEqualTo(all);
        assertThat(seqs("before", "?limit=4")).isEqualTo(all.reversed());
        assertThat(seqs("before", "?before=zzzzzzzzzzzzz&limit=11")).isEqualTo(all.reversed());
    }

    @Test
    void cursorsAreExclusive() {
        String first = alice.say(group, "k1", "one");
        String second = alice.say(group, "k2", "two");
        assertThat(alice.get(messages + "?after=" + first).texts("messages", "message_id"))
                .containsExactly(second);
        assertThat(alice.get(messages + "?after=" + second).texts("messages", "message_id"))
                .isEmpty();
        assertThat(alice.get(messages + "?limit=1&before=" + second).texts("messages", "message_id"))
                .containsExactly(first);
    }

    @Test
    void aNewcomerSeesWhatCameFromHisJoiningOn() {
        String joined = alice.post(
                        "/api/conversations", "{'type':'group','title':'Late','member_ids':[],'history':'joined'}")
                .text("conversation_id");
        alice.say(joined, "k1", "before");
        alice.post("/api/conversations/" + joined + "/members", "{'user_ids':" + list(bob) + "}")
                .expect(200);
        alice.say(joined, "k2", "after");

        String path = "/api/conversations/" + joined + "/messages";
        assertThat(bob.get(path).texts("messages", "seq")).containsExactly("4", "3");
        assertThat(bob.get(path + "?after=0000000000000").texts("messages", "seq"))
                .containsExactly("3", "4");
    }

    @Test
    void historyThatCannotBeReadIsUnavailable() {
        node.faults.directoryDown = true;
        try {
            alice.get(messages).expectProblem(503, "unavailable", "did not answer");
        } finally {
            node.faults.directoryDown = false;
        }
    }

    private List<String> seqs(String cursor, String firstQuery) {
        List<String> seqs = new ArrayList<>();
        String query = firstQuery;
        while (true) {
            Answer page = alice.get(messages + query).expect(200);
            seqs.addAll(page.texts("messages", "seq"));
            if (page.json().required("next_cursor").isNull()) {
                return seqs;
            }
            query = "?limit=4&" + cursor + "=" + page.text("next_cursor");
        }
    }
}
