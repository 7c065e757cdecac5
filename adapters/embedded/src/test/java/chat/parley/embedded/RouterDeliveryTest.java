package chat.parley.embedded;

import chat.parley.contracts.DeliveryContract;
import chat.parley.contracts.RecordedSession;
import chat.parley.fabric.Router;
import chat.parley.fabric.Sessions;
import chat.parley.fabric.port.Frames;
import chat.parley.pipeline.Conversations;
import chat.parley.pipeline.port.Delivery;
import chat.parley.pipeline.port.PartitionWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** In one process delivery is a method call. */
class RouterDeliveryTest extends DeliveryContract {

    private EmbeddedStore store;
    private Sessions sessions = new Sessions(0, new EmbeddedRegistry());

    @BeforeEach
    void open(@TempDir Path directory) {
        store = EmbeddedStore.open(directory);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Override
    protected Delivery delivery(long incarnation, Frames frames) {
        sessions = new Sessions(incarnation, new EmbeddedRegistry());
        return new Router(incarnation, sessions, frames, new Conversations(store, store, store));
    }

    @Override
    protected void connect(RecordedSession session) {
        sessions.open(session);
    }

    @Override
    protected PartitionWriter writer() {
        return store;
    }
}
