package chat.parley.rest;

import static chat.parley.rest.Client.list;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReceiptCallsTest {

    private Node node;
    private Client alice;
    private Client bob;
    private Client carol;
    private String id;
    private String group;

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
        id = alice.group(bob, carol);
        group = "/api/conversations/" + id;
    }

    @Test
    void whatIsReadIsNotUnread() {
        String first = alice.say(id, "k1", "one");
        String second = alice.say(id, "k2", "two");
        assertThat(unread(bob)).isEqualTo(2);
        read(bob, first);
        assertThat(unread(bob)).isEqualTo(1);
        assertThat(bob.get(group).text("read_message_id")).isEqualTo(first);
        read(bob, second);
        assertThat(unread(bob)).isZero();
        assertThat(bob.get("/api/conversations").texts("conversations", "unread"))
                .containsExactly("0");
        read(bob, first);
        assertThat(bob.get(group).text("read_message_id")).isEqualTo(second);
    }

    @Test
    void eventsAreNotCounted() {
        String first = alice.say(id, "k1", "one");
        read(bob, first);
        alice.patch(group, "{'title':'Dinner'}").expect(200);
        assertThat(unread(bob)).isZero();
        alice.say(id, "k2", "two");
        assertThat(unread(bob)).isEqualTo(1);
        read(bob, bob.get(group).text("last_message_id"));
        assertThat(unread(bob)).isZero();
    }

    @Test
    void anIdThatNamesNoMessageCountsAsTheLastBeforeIt() {
        String first = alice.say(id, "k1", "one");
        String second = alice.say(id, "k2", "two");
        assertThat(before(second)).isGreaterThan(first);
        read(bob, before(second));
        assertThat(bob.get(group).text("read_message_id")).isEqualTo(first);
        read(bob, "0000000000000");
        assertThat(unread(bob)).isEqualTo(1);
    }

    @Test
    void anIdBeyondTheLastIsRefusedAndMovesNothing() {
        alice.say(id, "k1", "one");
        bob.put(group + "/read", "{'message_id':'7zzzzzzzzzzzz'}").expectProblem(400, "bad_request", "message_id");
        assertThat(unread(bob)).isEqualTo(1);
    }

    @Test
    void aSenderHasReceivedAndReadWhatHeSent() {
        String sent = bob.say(id, "k1", "one");
        Answer receipts = alice.get(group + "/receipts").expect(200);
        assertThat(receipts.texts("receipts", "user_id")).containsExactly(alice.user(), bob.user(), carol.user());
        assertThat(receipts.texts("receipts", "read_message_id")).containsExactly("null", sent, "null");
        assertThat(receipts.texts("receipts", "delivered_message_id")).containsExactly("null", sent, "null");
    }

    @Test
    void receiptsComeInPages() {
        String sent = alice.say(id, "k1", "one");
        read(carol, sent);
        Answer first = bob.get(group + "/receipts?limit=2").expect(200);
        assertThat(first.texts("receipts", "user_id")).containsExactly(alice.user(), bob.user());
        Answer second = bob.get(group + "/receipts?limit=2&cursor=" + first.text("next_cursor"))
                .expect(200);
        assertThat(second.texts("receipts", "user_id")).containsExactly(carol.user());
        assertThat(second.texts("receipts", "read_message_id")).containsExactly(sent);
        assertThat(second.json().required("next_cursor").isNull()).isTrue();
        bob.get(group + "/receipts?limit=0").expectProblem(400, "bad_request", "limit");
        bob.get(group + "/receipts?limit=201").expectProblem(400, "bad_request", "limit");
        bob.get(group + "/receipts?cursor=!").expectProblem(400, "bad_request", "cursor");
    }

    @Test
    void whoIsOutReadsNothingAndIsNotShown() {
        String sent = alice.say(id, "k1", "one");
        read(bob, sent);
        alice.delete(group + "/members/" + bob.user()).expect(204);
        bob.put(group + "/read", "{'message_id':'" + sent + "'}").expectProblem(403, "forbidden", "member");
        bob.get(group + "/receipts").expectProblem(403, "forbidden", "member");
        node.another("eve").get(group + "/receipts").expectProblem(404, "not_found", "");
        assertThat(alice.get(group + "/receipts").texts("receipts", "user_id"))
                .containsExactly(alice.user(), carol.user());
    }

    /** He sees what came from his return on: nothing from before is unread, or told to have been read. */
    @Test
    void whoComesBackToAGroupOfNewcomersBeginsThere() {
        String joined = alice.post(
                        "/api/conversations",
                        "{'type':'group','title':'L','history':'joined','member_ids':" + list(bob) + "}")
                .expect(201)
                .text("conversation_id");
        group = "/api/conversations/" + joined;
        String before = alice.say(joined, "k1", "one");
        read(bob, before);
        alice.delete(group + "/members/" + bob.user()).expect(204);
        alice.say(joined, "k2", "two");
        alice.post(group + "/members", "{'user_ids':" + list(bob) + "}").expect(200);
        assertThat(unread(bob)).isZero();
        assertThat(bob.get(group).json().required("read_message_id").isNull()).isTrue();
        read(bob, before);
        assertThat(bob.get(group).json().required("read_message_id").isNull()).isTrue();
        assertThat(alice.get(group + "/receipts").texts("receipts", "read_message_id"))
                .last()
                .isEqualTo("null");
        String after = alice.say(joined, "k3", "three");
        assertThat(unread(bob)).isEqualTo(1);
        read(bob, after);
        assertThat(unread(bob)).isZero();
    }

    private void read(Client who, String messageId) {
        who.put(group + "/read", "{'message_id':'" + messageId + "'}").expect(204);
    }

    private int unread(Client who) {
        return who.get(group).json().required("unread").asInt();
    }

    /** The id just below. */
    private static String before(String id) {
        var value = chat.parley.domain.MessageId.parse(id).value();
        return new chat.parley.domain.MessageId(value - 1).toString();
    }
}
