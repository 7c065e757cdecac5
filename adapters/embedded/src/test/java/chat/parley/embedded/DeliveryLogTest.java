package chat.parley.embedded;

import chat.parley.contracts.DurableLogContract;
import chat.parley.contracts.Script;
import chat.parley.domain.Position;
import chat.parley.pipeline.DeliveryEvent;
import chat.parley.pipeline.ReplyTo;
import chat.parley.pipeline.port.Log;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class DeliveryLogTest extends DurableLogContract<DeliveryEvent> {

    @TempDir
    private Path directory;

    private Opened opened;

    @BeforeEach
    void openStore() {
        opened = new Opened(directory);
    }

    @AfterEach
    void close() {
        opened.close();
    }

    @Override
    protected Log<DeliveryEvent> open(int capacity) {
        opened.close();
        opened = new Opened(directory, EmbeddedOptions.defaults().withUndeliveredMax(capacity));
        return opened.store().deliveryLog();
    }

    @Override
    protected Log<DeliveryEvent> reopen() {
        return opened.reopen().deliveryLog();
    }

    @Override
    protected DeliveryEvent entry(int number) {
        return new DeliveryEvent(
                Script.conversation("g"),
                new Position(0, number),
                List.of(),
                Position.START,
                true,
                List.of(Script.user("u" + number)),
                new ReplyTo(1, number, 1));
    }
}
