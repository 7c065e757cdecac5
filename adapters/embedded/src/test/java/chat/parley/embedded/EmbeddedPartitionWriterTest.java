package chat.parley.embedded;

import chat.parley.contracts.PartitionWriterContract;
import chat.parley.pipeline.DeliveryEvent;
import chat.parley.pipeline.port.Directory;
import chat.parley.pipeline.port.Log;
import chat.parley.pipeline.port.MessageStore;
import chat.parley.pipeline.port.PartitionWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPartitionWriterTest extends PartitionWriterContract {

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
    protected PartitionWriter writer() {
        return opened.store();
    }

    @Override
    protected MessageStore store() {
        return opened.store();
    }

    @Override
    protected Directory directory() {
        return opened.store();
    }

    @Override
    protected Log<DeliveryEvent> deliveryLog() {
        return opened.store().deliveryLog();
    }

    @Override
    protected void restart() {
        opened.reopen();
    }
}
