package chat.parley.embedded;

import static chat.parley.contracts.Script.conversation;
import static chat.parley.contracts.Script.user;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.contracts.Script;
import chat.parley.domain.Message;
import chat.parley.domain.ReceiptKind;
import chat.parley.pipeline.Batch;
import chat.parley.pipeline.Cursor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CursorsTest {

    private final Script script = new Script();
    private final List<Message> sent = new ArrayList<>();

    @TempDir
    private Path directory;

    private Opened opened;
    private Batch first;

    @BeforeEach
    void open() {
        opened = new Opened(directory);
        script.group("g", "ann", "bob");
        for (int i = 0; i < 5; i++) {
            sent.addAll(script.send("g", "ann", "k" + i).messages());
        }
        first = script.batch();
        opened.store().write(first, () -> {});
    }

    @AfterEach
    void closeAndVerify() {
        opened.close();
        assertThat(Verifier.verify(directory, _ -> {}).faults()).isEmpty();
    }

    @Test
    void aReadersCursorMovesForwardOnly() {
        move(at(2));
        move(at(1));
        assertThat(cursor()).isEqualTo(at(2));
        move(at(4));
        opened.reopen();
        assertThat(cursor()).isEqualTo(at(4));
    }

    @Test
    void aSenderHasReadWhatHeSends() {
        move(at(2));
        Message reply = script.send("g", "bob", "reply").messages().getFirst();
        opened.store().write(script.batch(), () -> {});
        assertThat(cursor()).isEqualTo(Script.cursorAt(reply));
    }

    /** A batch that is stored again, as after a failure, carries cursors from before. */
    @Test
    void anOldBatchTakesNoCursorBack() {
        Message reply = script.send("g", "ann", "reply").messages().getFirst();
        opened.store().write(script.batch(), () -> {});
        opened.store().write(first, () -> {});
        assertThat(cursor("ann")).isEqualTo(Script.cursorAt(reply));
    }

    private Cursor at(int index) {
        Message message = sent.get(index);
        return new Cursor(
                conversation("g"), user("bob"), ReceiptKind.READ, message.id(), message.seq(), message.messageCount());
    }

    private void move(Cursor cursor) {
        opened.store().advance(List.of(cursor));
    }

    private @Nullable Cursor cursor() {
        return cursor("bob");
    }

    private @Nullable Cursor cursor(String user) {
        return opened.store().read(user(user), List.of(conversation("g"))).get(conversation("g"));
    }
}
