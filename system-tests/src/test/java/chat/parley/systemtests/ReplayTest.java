package chat.parley.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The replay kills its server under concurrent senders and compares everything; then the store recounts itself. */
class ReplayTest {

    @TempDir
    Path directory;

    @Test
    void concurrentSendersLoseNothingWhenTheServerIsKilled() {
        String data = directory.resolve("data").toString();
        String report = RunningServer.run(
                "replay", "--synthetic", "60x50", "--chaos", "kill-9:2", "--seed", "3", "--data", data);
        assertThat(report).contains("server killed 2 times").contains("Every promise was kept.");
        assertThat(report).containsPattern("acked +3,000").containsPattern("stored +3,000");
        RunningServer.run("verify", "--data", data);
    }
}
