package chat.parley.embedded;

import chat.parley.contracts.MessageStoreContract;
import chat.parley.pipeline.port.MessageStore;
import chat.parley.pipeline.port.PartitionWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedMessageStoreTest extends MessageStoreContract {

    private EmbeddedStore store;

    @BeforeEach
    void open(@TempDir Path directory) {
        store = EmbeddedStore.open(directory);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Override
    protected MessageStore store() {
        return store;
    }

    @Override
    protected PartitionWriter writer() {
        return store;
    }
}
