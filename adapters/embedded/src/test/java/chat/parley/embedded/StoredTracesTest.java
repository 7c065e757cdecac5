package chat.parley.embedded;

import chat.parley.contracts.TraceRecordsContract;
import chat.parley.push.port.TraceRecords;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class StoredTracesTest extends TraceRecordsContract {

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
    protected TraceRecords traces() {
        return opened.store().traces();
    }

    @Override
    protected void reopen() {
        opened.reopen();
    }
}
