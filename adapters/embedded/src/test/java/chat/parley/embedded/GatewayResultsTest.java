package chat.parley.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.contracts.ResultsContract;
import chat.parley.contracts.Script;
import chat.parley.domain.Body;
import chat.parley.domain.ClientMsgId;
import chat.parley.domain.Position;
import chat.parley.pipeline.Command;
import chat.parley.pipeline.Entry;
import chat.parley.pipeline.Gateway;
import chat.parley.pipeline.Outcome;
import chat.parley.pipeline.ReplyTo;
import chat.parley.pipeline.port.Log;
import chat.parley.pipeline.port.Results;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** In one process the way back is a method call. */
class GatewayResultsTest extends ResultsContract {

    private EmbeddedStore store;
    private Log<Entry> log;
    private Gateway gateway;

    @BeforeEach
    void open(@TempDir Path directory) {
        store = EmbeddedStore.open(directory);
        log = store.conversationLog(Clock.systemUTC(), 100);
        gateway = new Gateway(7, log, store, Clock.systemUTC());
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Override
    protected Results results() {
        return gateway;
    }

    @Override
    protected ReplyTo ask(Consumer<Outcome> answer) {
        var send =
                new Command.Send(Script.conversation("g"), Script.user("ann"), new ClientMsgId("k"), Body.text("text"));
        gateway.submit(send, 1, answer);
        try {
            var entries = log.read(Position.START, 100, Duration.ZERO);
            assertThat(entries).isNotEmpty();
            return entries.getLast().entry().replyTo();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
