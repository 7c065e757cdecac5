package chat.parley.embedded;

import chat.parley.contracts.DirectoryContract;
import chat.parley.pipeline.port.Directory;
import chat.parley.pipeline.port.PartitionWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDirectoryTest extends DirectoryContract {

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
    protected Directory directory() {
        return store;
    }

    @Override
    protected PartitionWriter writer() {
        return store;
    }
}
