package chat.parley.embedded;

import chat.parley.accounts.port.UserRecords;
import chat.parley.contracts.UserRecordsContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class StoredUsersTest extends UserRecordsContract {

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
    protected UserRecords users() {
        return store.users();
    }
}
