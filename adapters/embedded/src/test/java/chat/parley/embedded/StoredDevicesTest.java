package chat.parley.embedded;

import chat.parley.accounts.port.DeviceRecords;
import chat.parley.contracts.DeviceRecordsContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class StoredDevicesTest extends DeviceRecordsContract {

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
    protected DeviceRecords devices() {
        return store.devices();
    }
}
