package chat.parley.embedded;

import chat.parley.contracts.WakeUpsContract;
import chat.parley.push.port.WakeUps;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class StoredWakeUpsTest extends WakeUpsContract {

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
    protected WakeUps wakeUps() {
        return opened.store().wakeUps();
    }

    @Override
    protected void reopen() {
        opened.reopen();
    }
}
