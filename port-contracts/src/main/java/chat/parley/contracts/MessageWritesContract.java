package chat.parley.contracts;

import static chat.parley.contracts.Script.conversation;
import static chat.parley.contracts.Script.messagesOf;
import static chat.parley.contracts.Script.user;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.domain.MessageId;
import chat.parley.domain.Position;
import chat.parley.pipeline.Cursor;
import chat.parley.pipeline.Decided;
import chat.parley.pipeline.Head;
import chat.parley.pipeline.port.Cursors;
import chat.parley.pipeline.port.MessageStore;
import chat.parley.pipeline.port.MessageWrites;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link MessageWrites} does to the {@link MessageStore} that reads behind it. */
public abstract class MessageWritesContract {

    protected abstract MessageWrites writes();

    protected abstract MessageStore store();

    protected abstract Cursors cursors();

    @Test
    void rowsAreThereBeforeTheirHead() {
        Script script = new Script();
        List<Decided> decided = List.of(script.group("g", "ann"), script.send("g", "ann", "k"));
        writes().rows(conversation("g"), decided);
        assertThat(store().rowsAfter(conversation("g"), MessageId.ZERO, 10)).isEqualTo(messagesOf(decided));
        for (Decided one : decided) {
            assertThat(store().latest(one.index().key(), script.position())).isEqualTo(one.index());
        }
        assertThat(store().head(conversation("g"))).isNull();
        writes().head(script.head("g"));
        assertThat(store().head(conversation("g"))).isEqualTo(script.head("g"));
    }

    @Test
    void writingRowsAgainChangesNothing() {
        Script script = new Script();
        List<Decided> first = List.of(script.group("g", "ann"), script.send("g", "ann", "k1"));
        List<Decided> second = List.of(script.send("g", "ann", "k2"));
        writes().rows(conversation("g"), first);
        writes().rows(conversation("g"), second);
        writes().rows(conversation("g"), first);
        assertThat(store().rowsAfter(conversation("g"), MessageId.ZERO, 10))
                .startsWith(messagesOf(first).getFirst())
                .endsWith(messagesOf(second).getLast())
                .hasSize(3);
    }

    /** The second row of a key does not take the first one's place: whoever replays an entry between asks for it. */
    @Test
    void bothRowsOfAKeyAreKept() {
        Script script = new Script();
        script.group("g", "ann");
        Decided first = script.send("g", "ann", "k");
        Decided second = script.later(Duration.ofDays(31)).send("g", "ann", "k");
        writes().rows(conversation("g"), List.of(second));
        writes().rows(conversation("g"), List.of(first));
        Position between = new Position(0, second.index().position().offset() - 1);
        assertThat(store().latest(first.index().key(), between)).isEqualTo(first.index());
        assertThat(store().latest(first.index().key(), script.position())).isEqualTo(second.index());
    }

    @Test
    void aHeadOfAnEarlierPositionNeverWins() {
        Script script = new Script();
        script.group("g", "ann");
        Head early = script.head("g");
        script.send("g", "ann", "k");
        writes().head(script.head("g"));
        writes().head(early);
        assertThat(store().head(conversation("g"))).isEqualTo(script.head("g"));
    }

    @Test
    void aCursorOnlyMovesForward() {
        Script script = new Script();
        script.group("g", "ann", "bob");
        Cursor early = Script.cursorAt(script.send("g", "ann", "k1").messages().getFirst());
        Cursor late = Script.cursorAt(script.send("g", "ann", "k2").messages().getFirst());
        writes().cursor(late);
        writes().cursor(early);
        assertThat(cursors().of(conversation("g"), List.of(user("ann"), user("bob"))))
                .containsExactly(late);
    }
}
