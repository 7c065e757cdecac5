package chat.parley.embedded;

import static chat.parley.contracts.Script.conversation;
import static chat.parley.contracts.Script.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.parley.contracts.Script;
import chat.parley.domain.ConversationId;
import chat.parley.domain.Message;
import chat.parley.domain.MessageId;
import chat.parley.domain.ReceiptKind;
import chat.parley.pipeline.CatchUp;
import chat.parley.pipeline.Conversations;
import chat.parley.pipeline.Cursor;
import chat.parley.pipeline.History;
import chat.parley.pipeline.Unreadable;
import chat.parley.pipeline.port.StoreUnavailable;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A flipped bit in one conversation costs who catches up that conversation alone, and he is told that it is not all. */
class DamagedCatchUpTest {

    private static final ConversationId DAMAGED = conversation("damaged");
    private static final ConversationId WHOLE = conversation("whole");

    private static final Unreadable PASSED_OVER = (_, failure) -> EmbeddedStore.isDamage(failure);

    @TempDir
    private Path directory;

    private String since = "";
    private MessageId first = MessageId.ZERO;
    private MessageId second = MessageId.ZERO;

    /** What bob hears of one sync. */
    private static final class Heard implements CatchUp.Sink {
        final List<String> messages = new ArrayList<>();
        final List<ConversationId> standings = new ArrayList<>();
        Set<ConversationId> unreadable = Set.of();

        @Nullable
        String since;

        @Override
        public void message(Message message) {
            messages.add(message.conversation() + " " + message.seq());
        }

        @Override
        public void synced(List<CatchUp.Standing> all, String next, boolean reset) {
            all.forEach(one -> standings.add(one.conversation()));
            since = next;
        }

        @Override
        public void unfinished(List<CatchUp.Standing> all, Set<ConversationId> lacking, boolean reset) {
            all.forEach(one -> standings.add(one.conversation()));
            unreadable = Set.copyOf(lacking);
        }
    }

    @BeforeEach
    void bobWasAwayWhileTwoGroupsTalked() {
        try (EmbeddedStore store = EmbeddedStore.open(directory)) {
            Script script = new Script();
            script.group("damaged", "ann", "bob");
            script.group("whole", "ann", "bob");
            store.write(script.batch(), () -> {});
            since = Objects.requireNonNull(sync(store, null, Map.of(), PASSED_OVER).since);
            first = script.send("damaged", "ann", "k1").messages().getFirst().id();
            second = script.send("damaged", "ann", "k2").messages().getFirst().id();
            script.send("whole", "ann", "k3");
            store.write(script.batch(), () -> {});
            store.advance(List.of(new Cursor(DAMAGED, user("bob"), ReceiptKind.READ, first, 2, 1)));
        }
    }

    @Test
    void aDamagedHead() {
        onlyTheWholeOneIsTold(Family.HEADS, Keys.conversation(DAMAGED), List.of("whole 2"));
    }

    @Test
    void aDamagedMessage() {
        onlyTheWholeOneIsTold(Family.MESSAGES, Keys.message(DAMAGED, second), List.of("whole 2"));
    }

    /** Its messages can be read: those told stay told, and where it stands is not. */
    @Test
    void aDamagedReadCursor() {
        onlyTheWholeOneIsTold(
                Family.CURSORS,
                Keys.cursor(DAMAGED, user("bob"), ReceiptKind.READ),
                List.of("damaged 2", "damaged 3", "whole 2"));
    }

    /** What is listed of a member stands in the roster too. */
    @Test
    void aDamagedMembershipCostsNothing() {
        flip(Family.MEMBERSHIPS, Keys.membership(user("bob"), DAMAGED));
        try (EmbeddedStore store = EmbeddedStore.open(directory)) {
            Heard heard = sync(store, since, Map.of(), PASSED_OVER);
            assertThat(heard.messages).containsExactlyInAnyOrder("damaged 2", "damaged 3", "whole 2");
            assertThat(heard.standings).containsExactlyInAnyOrder(DAMAGED, WHOLE);
            assertThat(heard.since).isNotNull();
        }
    }

    @Test
    void damagedMembers() {
        flip(Family.MEMBERS, Keys.profile(DAMAGED));
        try (EmbeddedStore store = EmbeddedStore.open(directory)) {
            Heard heard = sync(store, since, Map.of(DAMAGED, first), PASSED_OVER);
            assertThat(heard.messages).containsExactly("whole 2");
            assertThat(heard.unreadable).containsExactly(DAMAGED);
        }
    }

    @Test
    void aStoreThatDoesNotAnswerIsNoDamage() {
        EmbeddedStore store = EmbeddedStore.open(directory);
        store.close();
        assertThatThrownBy(() -> sync(store, since, Map.of(), PASSED_OVER)).isInstanceOf(StoreUnavailable.class);
    }

    private void onlyTheWholeOneIsTold(Family family, byte[] key, List<String> messages) {
        byte[] whole = flip(family, key);
        try (EmbeddedStore store = EmbeddedStore.open(directory)) {
            for (String token : new String[] {since, null}) {
                Heard heard = sync(store, token, Map.of(), PASSED_OVER);
                boolean readsMessages = token != null || family != Family.MESSAGES;
                assertThat(heard.unreadable).isEqualTo(readsMessages ? Set.of(DAMAGED) : Set.of());
                assertThat(heard.standings).contains(WHOLE);
                if (token != null) {
                    assertThat(heard.messages).containsExactlyInAnyOrderElementsOf(messages);
                    assertThat(heard.standings).containsExactly(WHOLE);
                    assertThat(heard.since)
                            .as("with a token what was missed would be lost")
                            .isNull();
                }
            }
            assertThatThrownBy(() -> sync(store, since, Map.of(), Unreadable.WAITS))
                    .isInstanceOf(StoreUnavailable.class);
        }
        put(family, key, whole);
        try (EmbeddedStore store = EmbeddedStore.open(directory)) {
            Heard heard = sync(store, since, Map.of(), PASSED_OVER);
            assertThat(heard.messages).containsExactlyInAnyOrder("damaged 2", "damaged 3", "whole 2");
            assertThat(heard.since).isNotNull();
        }
    }

    private static Heard sync(
            EmbeddedStore store,
            @Nullable String token,
            Map<ConversationId, MessageId> cursors,
            Unreadable unreadable) {
        Heard heard = new Heard();
        new CatchUp(
                        new Conversations(store, store, store),
                        new History(store),
                        store::logEnd,
                        Clock.systemUTC(),
                        unreadable)
                .run(new CatchUp.Request(user("bob"), token, cursors, 9), heard);
        return heard;
    }

    private byte[] flip(Family family, byte[] key) {
        try (Tampered data = new Tampered(directory)) {
            byte[] whole = data.get(family, key);
            byte[] flipped = whole.clone();
            flipped[0] ^= 1;
            data.put(family, key, flipped);
            return whole;
        }
    }

    private void put(Family family, byte[] key, byte[] value) {
        try (Tampered data = new Tampered(directory)) {
            data.put(family, key, value);
        }
    }
}
