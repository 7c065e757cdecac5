package chat.parley.embedded;

import chat.parley.contracts.PreferenceRecordsContract;
import chat.parley.push.port.PreferenceRecords;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class StoredPreferencesTest extends PreferenceRecordsContract {

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
    protected PreferenceRecords preferences() {
        return opened.store().preferences();
    }

    @Override
    protected void reopen() {
        opened.reopen();
    }
}
