package chat.parley.embedded;

import chat.parley.contracts.PushLogContract;
import chat.parley.push.port.PushLog;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class StoredPushLogTest extends PushLogContract {

    @TempDir
    private Path directory;

    private Opened opened;

    @BeforeEach
    void openStore() {
        opened = new Opened(directory);
    }

    @AfterEach
    void close() {
        opened.close();
    }

    @Override
    protected PushLog open(int capacity) {
        opened.close();
        opened = new Opened(directory, EmbeddedOptions.defaults().withPushEventsMax(capacity));
        return opened.store().pushLog(clock);
    }

    @Override
    protected PushLog reopen() {
        return opened.reopen().pushLog(clock);
    }
}
