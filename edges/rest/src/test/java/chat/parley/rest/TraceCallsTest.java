package chat.parley.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceCallsTest {

    @TempDir
    private Path directory;

    private Node node;
    private Client alice;
    private Client bob;
    private Client carol;

    @BeforeEach
    void begin() {
        node = new Node(directory);
        alice = node.another("alice");
        bob = node.another("bob");
        carol = node.another("carol");
    }

    @AfterEach
    void end() {
        node.close();
    }

    @Test
    void itTellsWhatReceiptsTell() {
        String group = alice.group(bob, carol);
        String first = alice.say(group, "k1", "one");
        String second = alice.say(group, "k2", "two");
        Answer before = trace(alice, group, second).expect(200);
        assertThat(before.text("state")).isEqualTo("stored");
        assertThat(before.texts("members", "user_id")).containsExactly(bob.user(), carol.user());
        assertThat(before.texts("members", "state")).containsExactly("stored", "stored");
        read(bob, group, first);
        assertThat(trace(alice, group, first).texts("members", "state")).containsExactly("read", "stored");
        assertThat(trace(alice, group, second).texts("members", "state")).containsExactly("stored", "stored");
        read(carol, group, second);
        Answer all = trace(alice, group, first).expect(200);
        assertThat(all.text("state")).isEqualTo("read");
        assertThat(all.json().required("read_count").asInt()).isEqualTo(2);
        assertThat(all.json().required("delivered_count").asInt()).isEqualTo(2);
        assertThat(all.json().required("stored_at").asLong())
                .isCloseTo(System.currentTimeMillis(), org.assertj.core.data.Offset.offset(60_000L));
    }

    /** Who is muted, asleep or without a device that can be woken looks as anybody does. */
    @Test
    void itTellsNothingOfWakeUps() {
        String direct = alice.direct(bob);
        String id = alice.say(direct, "k1", "one");
        String before = trace(alice, direct, id).expect(200).body();
        bob.put("/api/conversations/" + direct + "/notifications", "{'level':'none'}")
                .expect(200);
        bob.put(
                        "/api/users/me/notifications",
                        "{'preview':'full','quiet_hours':{'from':'00:00','to':'00:00','time_zone':'UTC'}}")
                .expect(200);
        bob.put("/api/devices/phone", "{'platform':'fcm','push_token':'t'}").expect(200);
        assertThat(trace(alice, direct, id).expect(200).body()).isEqualTo(before);
    }

    @Test
    void onlyTheSenderSeesIt() {
        String group = alice.group(bob, carol);
        String id = alice.say(group, "k1", "one");
        trace(bob, group, id).expectProblem(403, "forbidden", "another's");
        trace(node.another("eve"), group, id).expectProblem(404, "not_found", "");
        trace(alice, group, "0000000000000").expectProblem(404, "not_found", "message");
        trace(alice, group, "zzzzzzzzzzzzz").expectProblem(404, "not_found", "message");
        trace(alice, group, "x").expectProblem(400, "bad_request", "message_id");
        bob.delete("/api/conversations/" + group + "/members/" + bob.user()).expect(204);
        trace(bob, group, id).expectProblem(403, "forbidden", "member");
    }

    @Test
    void whoCameLaterAndDoesNotSeeItIsNotCounted() {
        String group = alice.post(
                        "/api/conversations",
                        "{'type':'group','title':'L','history':'joined','member_ids':" + Client.list(bob) + "}")
                .expect(201)
                .text("conversation_id");
        String id = alice.say(group, "k1", "one");
        alice.post("/api/conversations/" + group + "/members", "{'user_ids':" + Client.list(carol) + "}")
                .expect(200);
        assertThat(trace(alice, group, id).texts("members", "user_id")).containsExactly(bob.user());
    }

    @Test
    void ofLargeGroupsOnlyCounts() {
        String group = alice.post(
                        "/api/conversations",
                        "{'type':'group','title':'Crowd','member_ids':[" + EveryAnswer.users(300) + "]}")
                .expect(201)
                .text("conversation_id");
        String id = alice.say(group, "k1", "one");
        read(node.as("user7"), group, id);
        read(node.as("user299"), group, id);
        Answer answer = trace(alice, group, id).expect(200);
        assertThat(answer.json().has("members")).isFalse();
        assertThat(answer.json().required("member_count").asInt()).isEqualTo(300);
        assertThat(answer.json().required("read_count").asInt()).isEqualTo(2);
        assertThat(answer.text("state")).isEqualTo("stored");
    }

    private static Answer trace(Client who, String conversation, String message) {
        return who.get("/api/messages/" + conversation + "/" + message + "/trace");
    }

    private static void read(Client who, String conversation, String message) {
        who.put("/api/conversations/" + conversation + "/read", "{'message_id':'" + message + "'}")
                .expect(204);
    }
}
