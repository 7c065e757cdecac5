package chat.parley.contracts;

import static chat.parley.contracts.Script.conversation;
import static chat.parley.contracts.Script.user;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.domain.ConversationType;
import chat.parley.domain.Message;
import chat.parley.domain.MessageId;
import chat.parley.domain.Roster;
import chat.parley.fabric.port.Frames;
import chat.parley.pipeline.ConversationView;
import chat.parley.pipeline.Decided;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What every {@link Frames} writes, as far as it is the same in all forms of text: what is in it, and what is not. */
public abstract class FramesContract {

    private static final String KEY = "a-key-of-the-sender";

    protected abstract Frames frames();

    @Test
    void aMessageTellsAllThatItsReadersNeed() {
        Message message = sent();
        assertThat(text(frames().message(message, false)))
                .contains(
                        message.conversation().value(),
                        message.id().toString(),
                        message.from().value())
                .contains("Grüße 🙂", String.valueOf(message.serverTs()));
    }

    @Test
    void theKeyIsForTheSendersDevicesAlone() {
        assertThat(text(frames().message(sent(), true))).contains(KEY);
        assertThat(text(frames().message(sent(), false))).doesNotContain(KEY);
    }

    @Test
    void anEventNamesItsMembers() {
        Script script = new Script();
        script.group("g", "ann");
        Message added = script.add("g", "ann", "bob", "cid").messages().getFirst();
        assertThat(text(frames().message(added, false))).contains("bob", "cid", "ann");
        Message renamed = script.rename("g", "ann", "the new title").messages().getFirst();
        assertThat(text(frames().message(renamed, true))).contains("the new title");
    }

    @Test
    void aConversationIsShownAsOneMemberSeesIt() {
        Script script = new Script();
        Decided created = script.group("a-group", "ann", "bob");
        Roster roster = Roster.created(requireNonNull(created.change()));
        ConversationView view = new ConversationView(
                roster,
                user("bob"),
                requireNonNull(roster.member(user("bob"))),
                script.head("a-group"),
                MessageId.ZERO,
                47_110);
        assertThat(text(frames().conversation(view)))
                .contains(
                        "a-group",
                        "ann",
                        "bob",
                        "47110",
                        script.head("a-group").id().toString());
    }

    @Test
    void aConversationThatOneHasLeftIsNamed() {
        assertThat(text(frames().conversationLeft(conversation("a-group"), ConversationType.GROUP)))
                .contains("a-group");
    }

    @Test
    void aCallToCatchUpSaysWithinWhatTime() {
        assertThat(text(frames().resync(Duration.ofMillis(12_345)))).contains("12345");
    }

    private static Message sent() {
        Script script = new Script();
        script.group("g", "ann");
        return script.send("g", "ann", KEY, "Grüße 🙂").messages().getFirst();
    }

    /** Around the text there may be bytes that are none, such as a frame's header. */
    private static String text(byte[] frame) {
        return new String(frame, StandardCharsets.UTF_8);
    }
}
