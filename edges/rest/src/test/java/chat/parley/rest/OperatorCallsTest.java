package chat.parley.rest;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.domain.ConversationId;
import chat.parley.domain.DeviceId;
import chat.parley.domain.MessageId;
import chat.parley.domain.Platform;
import chat.parley.domain.UserId;
import chat.parley.push.Trace;
import chat.parley.push.Trace.Step;
import chat.parley.push.WakeUp;
import chat.parley.push.port.WakeUps;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperatorCallsTest {

    @TempDir
    private Path directory;

    private Node node;
    private Client alice;
    private Client bob;
    private String group;
    private String id;
    private String trace;

    @BeforeEach
    void begin() {
        node = new Node(directory);
        alice = node.as("alice");
        bob = node.as("bob");
        group = alice.group(bob, node.as("carol"), node.as("dave"));
        id = alice.say(group, "k1", "the secret word");
        trace = "/operator/traces/" + group + "/" + id;
    }

    @AfterEach
    void end() {
        node.close();
    }

    @Test
    void usersTokensAreGoodNowhereHere() {
        alice.get(trace).expect(401);
        node.as(null).get(trace).expect(401);
        assertThat(asOperator(node, "/api/conversations").status()).isEqualTo(401);
        asOperator(node, trace).expect(200);
    }

    @Test
    void theWholeWayIsTold() {
        bob.put("/api/conversations/" + group + "/read", "{'message_id':'" + id + "'}")
                .expect(204);
        tell();
        Answer story = asOperator(node, trace).expect(200);
        assertThat(story.texts("members", "user_id")).containsExactly("bob", "carol", "dave");
        assertThat(story.texts("members", "read")).containsExactly("true", "false", "false");
        assertThat(story.texts("steps", "step"))
                .containsExactly("live", "delayed", "pushed", "suppressed", "collapsed_into", "failed");
        assertThat(story.texts("waiting", "device_id")).containsExactly("phone");
        assertThat(story.body()).doesNotContain("secret word", "push-token");
    }

    @Test
    void peopleReadItAsATimeline() {
        tell();
        long stored = asOperator(node, trace).json().required("stored_at").asLong();
        node.plannedThrough = stored - 1;
        String text = asOperator(node, trace + "?format=text").expect(200).body();
        assertThat(text)
                .contains(
                        "message " + id,
                        "of alice",
                        "not decided yet",
                        "+2.000 s  laptop           live: went to its open socket",
                        "+2.500 s  phone            delayed until",
                        "+9.000 s  phone            pushed: webpush took it, as https://push.example/m/1",
                        "+2.000 s  (all)            not sent: the user has muted the conversation",
                        "waits: due at ",
                        "sent in vain 3 times",
                        "no receipt yet")
                .doesNotContain("secret word", "push-token");
        assertThat(text.indexOf("\nbob\n")).isBetween(0, text.indexOf("\ncarol\n"));
    }

    @Test
    void whatIsNotThereIsNotFound() {
        asOperator(node, trace.replace(id, "0000000000000")).expectProblem(404, "not_found", "message");
        asOperator(node, trace.replace(group, "nowhere")).expectProblem(404, "not_found", "message");
        asOperator(node, trace + "?format=xml").expectProblem(400, "bad_request", "format");
    }

    /** As the push fabric would: what became of the message, and what dave's phone is still owed. */
    private void tell() {
        node.as("dave")
                .put("/api/devices/phone", "{'platform':'fcm','push_token':'push-token'}")
                .expect(200);
        long stored = asOperator(node, trace).json().required("stored_at").asLong();
        MessageId message = MessageId.parse(id);
        node.store
                .traces()
                .record(List.of(
                        step(stored + 2_000, "bob", "laptop", new Step.Live()),
                        step(stored + 2_500, "bob", "phone", new Step.Delayed("503", stored + 9_000)),
                        step(
                                stored + 9_000,
                                "bob",
                                "phone",
                                new Step.Pushed(Platform.WEBPUSH, "https://push.example/m/1")),
                        step(stored + 2_000, "carol", null, new Step.Suppressed(Trace.Reason.MUTED)),
                        step(stored + 2_000, "carol", "old", new Step.CollapsedInto(message.next())),
                        step(stored + 2_000, "dave", "old", new Step.Failed("400 bad"))));
        WakeUp.Key key = new WakeUp.Key(new UserId("dave"), new DeviceId("phone"), new ConversationId(group));
        WakeUp.Pending pending = new WakeUp.Pending(WakeUp.Kind.SHOW, message, 2, stored + 2_000, stored + 60_000, 3);
        assertThat(node.store
                        .wakeUps()
                        .write(List.of(new WakeUps.Change(key, 0, new WakeUp(key, Platform.FCM, pending, null, 1)))))
                .isEmpty();
    }

    private Trace step(long at, String user, @Nullable String device, Step step) {
        return new Trace(
                new ConversationId(group),
                MessageId.parse(id),
                at,
                new UserId(user),
                device == null ? null : new DeviceId(device),
                step);
    }

    static Answer asOperator(Node node, String target) {
        return node.as(null).call("GET", target, Map.of("authorization", "Bearer of-an-operator"), new byte[0]);
    }
}
