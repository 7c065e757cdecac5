package chat.parley.embedded;

import chat.parley.contracts.SentKeysContract;
import chat.parley.pipeline.port.PartitionWriter;
import chat.parley.pipeline.port.SentKeys;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedSentKeysTest extends SentKeysContract {

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
    protected SentKeys sentKeys() {
        return store;
    }

    @Override
    protected PartitionWriter writer() {
        return store;
    }
}
