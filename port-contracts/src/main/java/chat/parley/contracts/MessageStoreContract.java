package chat.parley.contracts;

import static chat.parley.contracts.Script.conversation;
import static chat.parley.contracts.Script.messagesOf;
import static chat.parley.contracts.Script.user;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.domain.Body;
import chat.parley.domain.ClientMsgId;
import chat.parley.domain.ConversationId;
import chat.parley.domain.Message;
import chat.parley.domain.MessageId;
import chat.parley.domain.Position;
import chat.parley.pipeline.Batch;
import chat.parley.pipeline.Decided;
import chat.parley.pipeline.EntryKey;
import chat.parley.pipeline.Expired;
import chat.parley.pipeline.port.MessageStore;
import chat.parley.pipeline.port.PartitionWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link MessageStore} shows of what its {@link PartitionWriter} has stored. */
public abstract class MessageStoreContract {

    protected abstract MessageStore store();

    protected abstract PartitionWriter writer();

    @Test
    void showsNothingOfWhatIsNotThere() {
        ConversationId nowhere = conversation("nowhere");
        assertThat(store().head(nowhere)).isNull();
        assertThat(store().heads(List.of(nowhere))).isEmpty();
        assertThat(store().latest(new EntryKey.OfCreation(nowhere), new Position(0, 9)))
                .isNull();
        assertThat(store().rowsAfter(nowhere, MessageId.ZERO, 10)).isEmpty();
        assertThat(store().rowsBefore(nowhere, MessageId.MAX, 10)).isEmpty();
        assertThat(store().expired(nowhere)).isEqualTo(Expired.NOTHING);
    }

    @Test
    void givesBackEveryKindOfContentAsItWas() {
        Script script = new Script();
        List<Decided> all = List.of(
                script.group("g", "ann", "bob"),
                script.send("g", "ann", "k:1", ""),
                script.send("g", "bob", "k2", new Body(null, List.of("m1", "m2"))),
                script.send("g", "bob", "k3", new Body("Grüße, 世界 🙂 \u0000", List.of("m"))),
                script.send("g", "ann", "k4", "x".repeat(16 * 1024)),
                script.rename("g", "ann", "Ünïcode"),
                script.add("g", "ann", "cid", "dan"),
                script.remove("g", "ann", "cid"),
                script.succession("g", "ann", "bob", new Position(0, 1)));
        store(script);
        assertThat(store().rowsAfter(conversation("g"), MessageId.ZERO, 100)).isEqualTo(messagesOf(all));
    }

    @Test
    void readsForwardsFromTheRowAtOrBeforeTheCursor() {
        List<Message> all = tenMessages();
        ConversationId id = all.getFirst().conversation();
        MessageId fourth = all.get(3).id();
        assertThat(store().rowsAfter(id, MessageId.ZERO, 3)).isEqualTo(all.subList(0, 3));
        assertThat(store().rowsAfter(id, fourth, 3)).isEqualTo(all.subList(3, 7));
        assertThat(store().rowsAfter(id, fourth.next(), 3)).isEqualTo(all.subList(3, 7));
        assertThat(store().rowsAfter(id, new MessageId(fourth.value() - 1), 3)).isEqualTo(all.subList(2, 6));
        assertThat(store().rowsAfter(id, all.getLast().id(), 3)).isEqualTo(all.subList(9, 10));
        assertThat(store().rowsAfter(id, MessageId.MAX, 3)).isEqualTo(all.subList(9, 10));
    }

    @Test
    void readsBackwardsFromBelowTheCursor() {
        List<Message> all = tenMessages();
        ConversationId id = all.getFirst().conversation();
        List<Message> newestFirst = all.reversed();
        MessageId fourth = all.get(3).id();
        assertThat(store().rowsBefore(id, MessageId.MAX, 4)).isEqualTo(newestFirst.subList(0, 4));
        assertThat(store().rowsBefore(id, fourth, 2)).isEqualTo(newestFirst.subList(7, 9));
        assertThat(store().rowsBefore(id, fourth.next(), 2)).isEqualTo(newestFirst.subList(6, 8));
        assertThat(store().rowsBefore(id, all.getFirst().id(), 2)).isEmpty();
        assertThat(store().rowsBefore(id, MessageId.ZERO, 2)).isEmpty();
    }

    /** Neighbours in the order of ids, one the beginning of the other: each page keeps to its conversation. */
    @Test
    void aPageHoldsOneConversation() {
        Script script = new Script();
        List<String> ids = List.of("a", "aa", "aa-", "aa.", "aa0", "b");
        for (String id : ids) {
            script.group(id, "ann");
            script.send(id, "ann", "k");
        }
        Batch batch = script.batch();
        writer().write(batch, () -> {});
        for (String id : ids) {
            List<Message> own = messagesOf(batch.decided()).stream()
                    .filter(message -> message.conversation().value().equals(id))
                    .toList();
            assertThat(store().rowsAfter(conversation(id), MessageId.ZERO, 10)).isEqualTo(own);
            assertThat(store().rowsAfter(conversation(id), MessageId.MAX, 10)).isEqualTo(own.subList(1, 2));
            assertThat(store().rowsBefore(conversation(id), MessageId.MAX, 10)).isEqualTo(own.reversed());
        }
        assertThat(store().rowsAfter(conversation("aa-a"), MessageId.MAX, 10)).isEmpty();
        assertThat(store().rowsBefore(conversation("aa-a"), MessageId.MAX, 10)).isEmpty();
    }

    @Test
    void showsHeadsOneByOneAndTogether() {
        Script script = new Script();
        script.group("g", "ann");
        script.direct("d", "ann", "bob");
        store(script);
        script.send("g", "ann", "k1");
        store(script);
        assertThat(store().head(conversation("g"))).isEqualTo(script.head("g"));
        assertThat(store().head(conversation("d"))).isEqualTo(script.head("d"));
        List<ConversationId> asked = new ArrayList<>(List.of(conversation("d"), conversation("x"), conversation("g")));
        assertThat(store().heads(asked))
                .hasSize(2)
                .containsEntry(conversation("g"), script.head("g"))
                .containsEntry(conversation("d"), script.head("d"));
    }

    @Test
    void findsTheFirstOfAKey() {
        Script script = new Script();
        Decided created = script.group("g", "ann", "bob");
        Decided sent = script.refused(3).send("g", "ann", "k");
        Decided renamed = script.rename("g", "ann", "other");
        Decided direct = script.direct("d", "ann", "bob");
        store(script);
        Position end = script.position();
        for (Decided one : List.of(created, sent, renamed, direct)) {
            assertThat(store().latest(one.index().key(), end)).isEqualTo(one.index());
            assertThat(store().latest(one.index().key(), one.index().position()))
                    .isEqualTo(one.index());
        }
        assertThat(store().latest(key("g", "bob", "k"), end)).isNull();
        assertThat(store().latest(key("d", "ann", "k"), end)).isNull();
        assertThat(store().latest(key("g", "ann", "k2"), end)).isNull();
        assertThat(store().latest(new EntryKey.OfPosition(conversation("g"), new Position(0, 2)), end))
                .isNull();
    }

    /** A race at the edges may bring one key into two conversations: they are two sends, each known where it went. */
    @Test
    void aKeyUsedInTwoConversationsIsKnownInBoth() {
        Script script = new Script();
        script.group("g", "ann");
        script.group("h", "ann");
        List<Decided> sent = new ArrayList<>();
        sent.add(script.send("h", "ann", "k1"));
        sent.add(script.send("g", "ann", "k1"));
        sent.add(script.send("g", "ann", "k2"));
        store(script);
        sent.add(script.send("h", "ann", "k2"));
        store(script);
        for (Decided one : sent) {
            assertThat(store().latest(one.index().key(), script.position())).isEqualTo(one.index());
            assertThat(store().latest(one.index().key(), new Position(0, 2))).isNull();
        }
    }

    /** The rules write a second row of a key when the first is 30 days old. */
    @Test
    void ignoresIndexRowsOfLaterPositions() {
        Script script = new Script();
        script.group("g", "ann");
        Decided first = script.send("g", "ann", "k");
        store(script);
        Decided second = script.later(Duration.ofDays(30).plusMillis(1)).send("g", "ann", "k");
        store(script);
        EntryKey key = key("g", "ann", "k");
        Position between = new Position(0, second.index().position().offset() - 1);
        assertThat(store().latest(key, new Position(0, 1))).isNull();
        assertThat(store().latest(key, first.index().position())).isEqualTo(first.index());
        assertThat(store().latest(key, between)).isEqualTo(first.index());
        assertThat(store().latest(key, second.index().position())).isEqualTo(second.index());
        assertThat(store().latest(key, new Position(1, 0))).isEqualTo(second.index());
    }

    @Test
    void knowsASendForThirtyDaysAndACreationForEver() {
        Script script = new Script();
        Decided created = script.group("g", "ann");
        Decided sent = script.send("g", "ann", "k");
        store(script);
        for (int day = 1; day <= 30; day++) {
            script.later(Duration.ofDays(1)).send("g", "ann", "day" + day);
            store(script);
            assertThat(store().latest(sent.index().key(), script.position())).isEqualTo(sent.index());
        }
        script.later(Duration.ofDays(1_000)).send("g", "ann", "much-later");
        store(script);
        assertThat(store().latest(created.index().key(), script.position())).isEqualTo(created.index());
    }

    private static EntryKey key(String id, String sender, String key) {
        return new EntryKey.OfSend(conversation(id), user(sender), new ClientMsgId(key));
    }

    private List<Message> tenMessages() {
        Script script = new Script();
        script.group("g", "ann");
        for (int i = 0; i < 9; i++) {
            script.later(Duration.ofMillis(i / 2)).send("g", "ann", "k" + i);
        }
        return messagesOf(store(script).decided());
    }

    private Batch store(Script script) {
        Batch batch = script.batch();
        writer().write(batch, () -> {});
        return batch;
    }
}
