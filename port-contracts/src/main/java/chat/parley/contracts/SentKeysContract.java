package chat.parley.contracts;

import static chat.parley.contracts.Script.conversation;
import static chat.parley.contracts.Script.user;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.domain.ClientMsgId;
import chat.parley.pipeline.port.PartitionWriter;
import chat.parley.pipeline.port.SentKeys;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What every {@link SentKeys} that forgets nothing promises. */
public abstract class SentKeysContract {

    protected abstract SentKeys sentKeys();

    protected abstract PartitionWriter writer();

    @Test
    void aStoredKeyTellsItsConversationToItsSenderAlone() {
        Script script = new Script();
        script.group("g", "ann", "bob");
        script.send("g", "ann", "k");
        writer().write(script.batch(), () -> {});
        assertThat(sentKeys().conversationOf(user("ann"), new ClientMsgId("k"))).isEqualTo(conversation("g"));
        assertThat(sentKeys().conversationOf(user("bob"), new ClientMsgId("k"))).isNull();
        assertThat(sentKeys().conversationOf(user("ann"), new ClientMsgId("kk")))
                .isNull();
    }

    @Test
    void aKeyIsKnownFor30Days() {
        Script script = new Script();
        script.group("g", "ann", "bob");
        script.send("g", "ann", "k");
        writer().write(script.batch(), () -> {});
        script.later(Duration.ofDays(30)).send("g", "ann", "later");
        writer().write(script.batch(), () -> {});
        assertThat(sentKeys().conversationOf(user("ann"), new ClientMsgId("k"))).isEqualTo(conversation("g"));
    }
}
