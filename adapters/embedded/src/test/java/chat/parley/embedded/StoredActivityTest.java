package chat.parley.embedded;

import static chat.parley.contracts.Script.user;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.contracts.ActivityTimesContract;
import chat.parley.fabric.port.ActivityTimes;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredActivityTest extends ActivityTimesContract {

    @TempDir
    private Path directory;

    private Opened opened;

    @BeforeEach
    void open() {
        opened = new Opened(directory);
    }

    @AfterEach
    void closeAndVerify() {
        opened.close();
        assertThat(Verifier.verify(directory, _ -> {}).faults()).isEmpty();
    }

    @Override
    protected ActivityTimes times() {
        return opened.store().activityTimes();
    }

    @Test
    void theyAreThereAfterARestart() {
        times().record(Map.of(user("ann"), 5L));
        opened.reopen();
        assertThat(times().of(List.of(user("ann")))).containsEntry(user("ann"), 5L);
    }
}
