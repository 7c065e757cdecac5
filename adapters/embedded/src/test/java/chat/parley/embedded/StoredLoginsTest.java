package chat.parley.embedded;

import chat.parley.accounts.port.DeviceRecords;
import chat.parley.accounts.port.LoginRecords;
import chat.parley.contracts.LoginRecordsContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class StoredLoginsTest extends LoginRecordsContract {

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
    protected LoginRecords logins() {
        return store.logins();
    }

    @Override
    protected DeviceRecords devices() {
        return store.devices();
    }
}
