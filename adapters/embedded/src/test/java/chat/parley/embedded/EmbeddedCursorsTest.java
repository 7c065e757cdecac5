package chat.parley.embedded;

import chat.parley.contracts.CursorsContract;
import chat.parley.pipeline.port.Cursors;
import chat.parley.pipeline.port.PartitionWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedCursorsTest extends CursorsContract {

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
    protected Cursors cursors() {
        return store;
    }

    @Override
    protected PartitionWriter writer() {
        return store;
    }
}
