package chat.parley.embedded;

import chat.parley.contracts.LogContract;
import chat.parley.contracts.Script;
import chat.parley.domain.Body;
import chat.parley.domain.ClientMsgId;
import chat.parley.pipeline.Command;
import chat.parley.pipeline.Entry;
import chat.parley.pipeline.ReplyTo;
import chat.parley.pipeline.port.Log;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class ConversationLogTest extends LogContract<Entry> {

    private Opened opened;

    @BeforeEach
    void open(@TempDir Path directory) {
        opened = new Opened(directory);
    }

    @AfterEach
    void close() {
        opened.close();
    }

    @Override
    protected Log<Entry> open(int capacity) {
        return opened.store().conversationLog(Clock.systemUTC(), capacity);
    }

    @Override
    protected Log<Entry> reopen() {
        return opened.reopen().conversationLog(Clock.systemUTC(), 100);
    }

    @Override
    protected Entry entry(int number) {
        var send = new Command.Send(
                Script.conversation("g"), Script.user("ann"), new ClientMsgId("k" + number), Body.text("text"));
        return new Entry(send, new ReplyTo(1, number, 1), Entry.RULES);
    }
}
