package chat.parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OutboxTest {

    private final Outbox outbox = new Outbox(4, 10_000, 1);

    @Test
    void aConversationThatIsHeldWaitsAndTheOthersGoOn() {
        add("c", "k1");
        assertThat(next()).isEqualTo("k1");
        outbox.again("k1");
        add("c", "k2");
        assertThat(next()).as("held, whatever is added").isNull();
        add("d", "k3");
        assertThat(next()).isEqualTo("k3");
        outbox.release("c");
        assertThat(next()).isEqualTo("k1");
        assertThat(next()).as("one at a time").isNull();
        outbox.answered("k1");
        assertThat(next()).isEqualTo("k2");
    }

    @Test
    void whatWasUnderWayGoesFirstOnTheNextSocket() {
        Outbox wide = new Outbox(10, 10_000, 2);
        for (int i = 1; i <= 4; i++) {
            wide.add(OutgoingMessage.of("c", "k" + i, "x"), 0);
        }
        assertThat(key(wide.next(0))).isEqualTo("k1");
        assertThat(key(wide.next(0))).isEqualTo("k2");
        assertThat(wide.next(0)).isNull();
        wide.allAgain();
        assertThat(key(wide.next(0))).isEqualTo("k1");
        assertThat(key(wide.next(0))).isEqualTo("k2");
    }

    @Test
    void itIsBounded() {
        for (int i = 0; i < 4; i++) {
            assertThat(outbox.hasRoom(OutgoingMessage.of("c", "k" + i, "x"))).isTrue();
            add("c", "k" + i);
        }
        assertThat(outbox.hasRoom(OutgoingMessage.of("c", "k5", "x"))).isFalse();
        outbox.answered("k0");
        assertThat(outbox.hasRoom(OutgoingMessage.of("c", "k5", "x"))).isTrue();
        assertThat(outbox.hasRoom(OutgoingMessage.of("c", "k5", "x".repeat(10_000))))
                .as("too many bytes")
                .isFalse();
    }

    private void add(String conversation, String key) {
        outbox.add(OutgoingMessage.of(conversation, key, "x"), 0);
    }

    private @Nullable String next() {
        Outbox.Entry entry = outbox.next(0);
        return entry == null ? null : key(entry);
    }

    private static String key(Outbox.@Nullable Entry entry) {
        return Objects.requireNonNull(entry).message.clientMsgId();
    }
}
